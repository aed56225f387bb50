/**
 * Couplings of two minibatches by optimal transport with squared cost.
 *
 *   C[i, j] = |x₀ᵢ − x₁ⱼ|²
 *   exact      the permutation π with the least Σᵢ C[i, π(i)]
 *   Sinkhorn   P[i, j] = exp(fᵢ + gⱼ − C[i, j]/ε),  Σⱼ P[i, j] = 1/n,  Σᵢ P[i, j] = 1/m
 *
 * Sources: Tong et al., Improving and Generalizing Flow-Based Generative Models with Minibatch Optimal Transport (2024); Cuturi (2013);
 * Peyré & Cuturi, Computational Optimal Transport (2019), § 4.4.
 */
import { exp } from '../../math/index.ts';
import {
  add,
  divide,
  dot,
  exact,
  multiply,
  negate,
  square,
  subtract,
  sum,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import { assign } from './assignment.ts';
import type { Row } from './batch.ts';

/** |x − y|². */
export const transportCost: Formula<[x: Row, y: Row], Tracked> = formula('coupling.cost', (x, y) =>
  sum(x.map((a, i) => square(subtract(a, y[i]!)))),
);

/** |x|² + |y|² − 2⟨x, y⟩, as matrix products compute it: the same number, with larger errors. */
function expandedCost(x: Row, y: Row): Tracked {
  const squares = add(sum(x.map(square)), sum(y.map(square)));
  return subtract(squares, multiply(exact(2), dot(x, y)));
}

/** C with an error that holds for either formula. */
export const costMatrixByAnyForm = (x0: readonly Row[], x1: readonly Row[]): readonly Row[] =>
  x0.map((x) =>
    x1.map((y) => {
      const [cost, expanded] = [transportCost(x, y), expandedCost(x, y)];
      return { ...cost, e: Math.max(cost.e, expanded.e + Math.abs(expanded.v - cost.v)) };
    }),
  );

/** C, by rows. */
export const costMatrix = (x0: readonly Row[], x1: readonly Row[]): readonly Row[] =>
  x0.map((x) => x1.map((y) => transportCost(x, y)));

/** Column of each row. */
export const optimalPermutation: Formula<[cost: readonly (readonly number[])[]], readonly number[]> = formula(
  'coupling.permutation',
  (cost) => assign(cost).columns,
);

/** −C/ε. */
export const gibbsExponents: Formula<[cost: readonly Row[], epsilon: Tracked], readonly Row[]> = formula(
  'coupling.gibbs-exponents',
  (cost, epsilon) => cost.map((row) => row.map((value) => negate(divide(value, epsilon)))),
);

/** What each of n points has. */
export const marginal: Formula<[count: number, others: number], number> = formula(
  'coupling.marginal',
  (count) => 1 / count,
);

/** Largest relative change of a factor at which the iteration ends, and how many rounds it may take. */
export const SETTLED = 1e-11;
const ROUNDS = 5000;

/** Whether to go on after `round` rounds with a largest change of `change`. */
export const goesOn: Formula<[round: number, change: number], boolean> = formula(
  'coupling.goes-on',
  (round, change) => round < ROUNDS && change > SETTLED,
);

/**
 * P = diag(a) K diag(b), row-major, from −C/ε: rows are scaled first. K = exp(−C/ε) has its largest entry of each row at 1; float64
 * has room for costs of 600 ε beyond it.
 */
export const sinkhornPlan: Formula<[exponents: readonly (readonly number[])[]], readonly number[]> = formula(
  'coupling.sinkhorn-plan',
  (exponents) => {
    const [n, m] = [exponents.length, exponents[0]!.length];
    const K = exponents.map((row) => {
      const most = Math.max(...row);
      return row.map((value) => exp(value - most));
    });
    const a = new Array<number>(n).fill(1);
    const b = new Array<number>(m).fill(1);
    const [row, column] = [marginal(n, m), marginal(m, n)];
    let change = Infinity;
    for (let round = 0; goesOn(round, change); round++) {
      change = 0;
      for (let i = 0; i < n; i++) {
        const next = row / K[i]!.reduce((total, k, j) => total + k * b[j]!, 0);
        change = Math.max(change, Math.abs(next / a[i]! - 1));
        a[i] = next;
      }
      for (let j = 0; j < m; j++) b[j] = column / K.reduce((total, k, i) => total + a[i]! * k[j]!, 0);
    }
    return K.flatMap((k, i) => k.map((value, j) => a[i]! * value * b[j]!));
  },
);
