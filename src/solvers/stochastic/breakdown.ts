import type { FloatArray } from '../../array/float-array.ts';
import type { Breakdown } from '../integrate.ts';

/** The first element of the state after step `step` that is not finite, or null. */
export function firstBreakdown(
  x: FloatArray,
  dim: number,
  step: number,
  times: Float64Array,
): Breakdown | null {
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(x[i]!)) {
      return { step: step + 1, t: times[step + 1]!, row: Math.floor(i / dim), value: x[i]! };
    }
  }
  return null;
}
