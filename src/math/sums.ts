/**
 * Sums in a stated order, so that the same numbers give the same bits on any number of threads.
 *
 * `pairwiseSum` is the fixed binary tree: a range longer than 8 is cut at the largest power of two below its length,
 * each part is summed by the same rule, and the two sums are added; a range of up to 8 is summed from left to right.
 * The tree depends on the length alone. Error at most about (log₂(n/8) + 8) u Σ|aᵢ| with u = 2⁻⁵³.
 *
 * `compensatedSum` is Neumaier's variant of Kahan's sum: error about u |Σaᵢ| + n²u² Σ|aᵢ|. Source: Higham, Accuracy and
 * Stability of Numerical Algorithms, chapter 4.
 */
import type { FloatArray } from '../array/float-array.ts';
import { checkCount } from '../array/float-array.ts';

const LEAF = 8;

/**
 * Sum of the first `count` elements from `start`, over the fixed binary tree, in float64.
 *
 * ```ts
 * import { pairwiseSum } from 'flowproof';
 * pairwiseSum(Float64Array.of(1, 2, 3, 4)); // 10
 * ```
 */
export function pairwiseSum(
  values: FloatArray,
  start: number = 0,
  count: number = values.length - start,
): number {
  checkCount('start', start, 0, values.length);
  checkCount('count', count, 0, values.length - start);
  return tree(values, start, count);
}

function tree(values: FloatArray, start: number, count: number): number {
  if (count <= LEAF) {
    let sum = 0;
    for (let i = start; i < start + count; i++) sum += values[i]!;
    return sum;
  }
  let left = LEAF;
  while (2 * left < count) left *= 2;
  return tree(values, start, left) + tree(values, start + left, count - left);
}

/** Adds `term` to sums[i], and what rounding loses of it to lost[i] (Neumaier): sums[i] + lost[i] is the sum. */
export function addCompensated(sums: Float64Array, lost: Float64Array, i: number, term: number): void {
  const sum = sums[i]!;
  const next = sum + term;
  lost[i]! += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
  sums[i] = next;
}

/** Sum of all elements from left to right with the lost low parts carried along (Neumaier), in float64. */
export function compensatedSum(values: FloatArray): number {
  const total = new Float64Array(1);
  const lost = new Float64Array(1);
  for (let i = 0; i < values.length; i++) addCompensated(total, lost, 0, values[i]!);
  const sum = total[0]!;
  // Once the sum is infinite, the lost part is NaN by ∞ − ∞ and says nothing.
  return Number.isFinite(sum) ? sum + lost[0]! : sum;
}
