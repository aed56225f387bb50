/** Distances of states from the truth, in float64. */
import type { FloatArray } from '../array/float-array.ts';

export interface EndError {
  /** √(mean over rows of |x − truth|²). */
  readonly rmse: number;
  /** The largest |xᵢⱼ − truthᵢⱼ|. */
  readonly max: number;
}

/** `x` and `truth`: [rows, dim]. Scaled by the maximum, so that neither 1e-200 nor 1e200 is lost in its square. */
export function endError(x: FloatArray, truth: Float64Array, dim: number): EndError {
  let max = 0;
  for (let i = 0; i < x.length; i++) {
    const distance = Math.abs(x[i]! - truth[i]!);
    // NaN stays: it is no number from here on.
    if (!(distance <= max)) max = distance;
  }
  if (max === 0 || !Number.isFinite(max)) return { rmse: max, max };
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const share = (x[i]! - truth[i]!) / max;
    squares += share * share;
  }
  return { rmse: max * Math.sqrt((squares * dim) / x.length), max };
}
