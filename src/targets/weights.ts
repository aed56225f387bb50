/** Mixture weights: checked, and normalised to sum 1. */
import { ArgumentError, ShapeError, show } from '../errors.ts';
import { pairwiseSum } from '../math/index.ts';

/** `weights / Σ weights` as a new [count] buffer; equal weights when absent. */
export function normalisedWeights(weights: ArrayLike<number> | undefined, count: number): Float64Array {
  if (weights === undefined) return new Float64Array(count).fill(1 / count);
  if (weights === null || weights.length !== count) {
    throw new ShapeError({
      argument: 'weights',
      expected: `${count} weights, one for each component`,
      received: show(weights),
    });
  }
  const out = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const w = weights[k]!;
    if (!(typeof w === 'number' && w >= 0 && w < Infinity)) {
      throw new ArgumentError({
        argument: `weights[${k}]`,
        expected: 'a finite number >= 0',
        received: show(w),
      });
    }
    out[k] = w;
  }
  const sum = pairwiseSum(out);
  if (!(sum > 0 && sum < Infinity)) {
    throw new ArgumentError({ argument: 'weights', expected: 'a finite sum > 0', received: show(sum) });
  }
  for (let k = 0; k < count; k++) out[k] = out[k]! / sum;
  return out;
}
