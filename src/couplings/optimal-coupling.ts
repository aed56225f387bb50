/**
 * Minibatch optimal transport, exactly: the pairing of two batches that minimises Σᵢ ‖x₀⁽ⁱ⁾ − x₁⁽ᵃ⁽ⁱ⁾⁾‖².
 *
 * Two batches of n points with equal weights have an optimal plan that is a permutation (Birkhoff), so that nothing is lost by not
 * looking for others. The potentials prove the optimum: f_i + g_j ≤ ‖x₀⁽ⁱ⁾ − x₁⁽ʲ⁾‖², with equality on pairs, and both sums are
 * equal. Costs are sums of squared differences in float64: nothing cancels, however far from 0 the points lie.
 *
 * Sources: A. Tong et al., "Improving and generalizing flow-based generative models with minibatch optimal transport", TMLR (2024),
 * § 4; A.-A. Pooladian et al., "Multisample flow matching", ICML (2023).
 */
import { checkCount, checkFinite, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ShapeError } from '../errors.ts';
import { type Assignment, assign } from './assignment.ts';

/** An optimal pairing with its proof. */
export interface OptimalCoupling extends Assignment {
  /** Σᵢ ‖x₀⁽ⁱ⁾ − x₁⁽ᵃ⁽ⁱ⁾⁾‖², not divided by the number of rows. */
  readonly cost: number;
}

/** ‖x₀⁽ⁱ⁾ − x₁⁽ʲ⁾‖² for all pairs, [rows of x₀, rows of x₁]. */
export function squaredCosts(x0: FloatArray, x1: FloatArray, dim: number): Float64Array {
  checkCount('dim', dim, 1);
  const n = rowsOf('x0', x0, dim);
  const m = rowsOf('x1', x1, dim);
  checkFinite('x0', x0);
  checkFinite('x1', x1);
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < dim; k++) {
        const difference = x0[i * dim + k]! - x1[j * dim + k]!;
        sum += difference * difference;
      }
      out[i * m + j] = sum;
    }
  }
  return out;
}

/**
 * The optimal pairing of two batches [rows, dim]: row i of x₀ goes with row assignment[i] of x₁. O(rows³): meant for
 * minibatches.
 *
 * @throws {ArgumentError} for points that are not finite, or costs that overflow.
 * @throws {ShapeError} when the batches differ in rows or do not have `dim` columns.
 * @example
 * ```ts
 * import { optimalCoupling } from 'flowproof';
 *
 * const { assignment, cost } = optimalCoupling(Float64Array.of(0, 5), Float64Array.of(6, 1), 1);
 * console.log(assignment.join(), cost); // 1,0 2
 * ```
 */
export function optimalCoupling(x0: FloatArray, x1: FloatArray, dim: number): OptimalCoupling {
  const costs = squaredCosts(x0, x1, dim);
  const n = x0.length / dim;
  if (x1.length !== x0.length) {
    throw new ShapeError({
      argument: 'x1',
      expected: `${n} rows, as many as x0`,
      received: `${x1.length / dim} rows`,
    });
  }
  const found = assign(costs, n);
  let cost = 0;
  for (let i = 0; i < n; i++) cost += costs[i * n + found.assignment[i]!]!;
  return { ...found, cost };
}
