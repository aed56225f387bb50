/**
 * The field on which solvers and densities are asked: a polynomial, so that every backend writes it in one line and rationals decide it.
 *
 *   v(t, x) = A x + B x² + c t + d t²  (x² by elements),     J = A + 2 B diag(x),     div v = Σᵢ Aᵢᵢ + 2 Bᵢᵢ xᵢ
 *
 * A, B are [dim, dim], c, d [dim], x one row.
 */
import { add, dot, exact, multiply, square, sum, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';

/** Coefficients of the field; matrices are row-major. */
export interface Polynomial {
  readonly A: Row;
  readonly B: Row;
  readonly c: Row;
  readonly d: Row;
}

/** Row i of a matrix with `dim` columns. */
export const rowOf = (matrix: Row, i: number, dim: number): Row => matrix.slice(i * dim, (i + 1) * dim);

/** v(t, x). */
export const velocity: Formula<[field: Polynomial, t: Tracked, x: Row], Row> = formula(
  'polynomial.velocity',
  ({ A, B, c, d }, t, x) => {
    const squares = x.map(square);
    const tt = square(t);
    return x.map((_, i) =>
      sum([
        dot(rowOf(A, i, x.length), x),
        dot(rowOf(B, i, x.length), squares),
        multiply(c[i]!, t),
        multiply(d[i]!, tt),
      ]),
    );
  },
);

/** J = ∂v/∂x, row-major. */
export const jacobian: Formula<[A: Row, B: Row, x: Row], Row> = formula('polynomial.jacobian', (A, B, x) =>
  A.map((a, k) => add(a, multiply(exact(2), multiply(B[k]!, x[k % x.length]!)))),
);

/** div v = Σᵢ Jᵢᵢ. */
export const divergence: Formula<[A: Row, B: Row, x: Row], Tracked> = formula(
  'polynomial.divergence',
  (A, B, x) => {
    const J = jacobian(A, B, x);
    return sum(x.map((_, i) => J[i * x.length + i]!));
  },
);
