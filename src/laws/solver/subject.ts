/** What the laws ask of an ODE solver, and our own `solve` with a tableau in that form. */

import { type FloatArray, rowsOf } from '../../array/float-array.ts';
import { parseRational } from '../../solvers/rational.ts';
import { solve } from '../../solvers/solve.ts';
import type { Tableau } from '../../solvers/tableau.ts';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { SINGLE } from '../core/precision.ts';

/** The interval and grid of one solve. Times lie in [0, 1]; `to` may come before `from`. */
export interface SolverSpan {
  readonly from: number;
  readonly to: number;
  /** N ≥ 1 equal steps. */
  readonly steps: number;
  /** Columns of x₀. */
  readonly dim: number;
}

/** A one-step method with equal steps for ẋ = u(t, x). */
export interface SolverSubject {
  readonly name?: string;
  /** p: the global error is claimed to be C hᵖ + O(hᵖ⁺¹) with C ≠ 0 in general. */
  readonly order: number;
  /** x(to) for x(from) = x0, [rows, dim]. With `nfe`, the calls of the velocity are counted too. */
  solve(
    velocity: VelocityFunction,
    x0: Float64Array,
    span: SolverSpan,
  ): Float64Array | { readonly x: Float64Array; readonly nfe?: number };
  /** Evaluations a step of an explicit method. With it, the stability function is a polynomial of that degree, and calls are counted. */
  readonly stages?: number;
  /** The largest Σⱼ|aᵢⱼ| or Σⱼ|bⱼ|: how far rounding of the slopes can grow. 1 where no weight is negative; default 4. */
  readonly weights?: number;
  /** True for a method that goes back exactly the way it came, such as the implicit midpoint rule. */
  readonly symmetric?: boolean;
  /** ε of the arithmetic of the states; default 2⁻⁵². For float32: 2⁻²³. */
  readonly precision?: number;
}

/** How {@link tableauSolver} computes. */
export interface TableauSolverOptions {
  /** Arithmetic of the states; default float64. */
  readonly dtype?: 'float32' | 'float64';
  readonly compensated?: boolean;
}

/**
 * `solve` of flowproof with a tableau, as an object for the laws.
 *
 * ```ts
 * import { rk4 } from 'flowproof';
 * import { solverOrder, tableauSolver } from 'flowproof/laws';
 * console.log(solverOrder(tableauSolver(rk4)).check().status); // holds
 * ```
 */
export function tableauSolver(tableau: Tableau, options: TableauSolverOptions = {}): SolverSubject {
  const { dtype = 'float64', compensated = false } = options;
  const single = dtype === 'float32';
  return {
    name: `${tableau.name}${single ? ', float32' : ''}${compensated ? ', compensated' : ''}`,
    order: tableau.order,
    stages: tableau.b.findLastIndex((weight) => parseRational('tableau', weight).p !== 0n) + 1,
    weights: largestWeight(tableau),
    ...(single ? { precision: SINGLE } : {}),
    solve(velocity, x0, { from, to, steps, dim }) {
      rowsOf('x0', x0, dim);
      const start: FloatArray = single ? Float32Array.from(x0) : x0;
      const { x, nfe } = solve(velocity, start, { solver: tableau, from, to, steps, dim, compensated });
      return { x: Float64Array.from(x), nfe };
    },
  };
}

function largestWeight({ a, b }: Tableau): number {
  const total = (row: readonly string[]): number =>
    row.reduce((sum, text) => {
      const { p, q } = parseRational('tableau', text);
      return sum + Math.abs(Number(p) / Number(q));
    }, 0);
  return Math.max(...a.map(total), total(b));
}
