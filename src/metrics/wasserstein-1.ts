/**
 * Wasserstein-1 distance on the line, exact: W₁(X, Y) = ∫₀¹ |F_X⁻¹(u) − F_Y⁻¹(u)| du = ∫ |F_X(x) − F_Y(x)| dx.
 *
 * Source: C. Villani, Topics in Optimal Transportation (2003), theorem 2.18.
 */
import { checkCount, type FloatArray } from '../array/float-array.ts';
import { commonRefinement } from './common-refinement.ts';

/**
 * Exact W₁ between two samples on the line, of any sizes; in the unit of the samples.
 *
 * ```ts
 * import { wasserstein1 } from 'flowproof';
 *
 * console.log(wasserstein1(new Float64Array([0, 1]), new Float64Array([3, 0]))); // 1
 * ```
 *
 * @throws {ArgumentError} for an empty sample.
 */
export function wasserstein1(x: FloatArray, y: FloatArray): number {
  const n = checkCount('rows of x', x.length, 1);
  const m = checkCount('rows of y', y.length, 1);
  const a = Float64Array.from(x).sort();
  const b = Float64Array.from(y).sort();
  return commonRefinement(n, m, (width, i, j) => width * Math.abs(a[i]! - b[j]!));
}
