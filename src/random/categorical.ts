/**
 * Draws from a finite distribution by inversion: element i is the smallest c with u·Wₙ₋₁ < W_c, where W_c = w₀ + … + w_c is
 * summed in float64 from left to right and u is the uniform element i under the draw word `DRAW.categorical`.
 * Weights need not be normalised; a zero weight is never drawn.
 */
import type { NdArray } from 'ndarray';
import type { FloatArray } from '../array/float-array.ts';
import { ndView } from '../array/ndarray.ts';
import { ArgumentError, show } from '../errors.ts';
import { checkKey, DRAW, type Key } from './key.ts';
import { checkRange, extents, type Shape, sizeOf } from './shape.ts';
import { unitIntervalInto } from './uniform.ts';

/** Running sums of the weights; throws unless they are finite, non-negative, and not all zero. */
export function cumulative(weights: FloatArray | readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let c = 0; c < sums.length; c++) {
    const w = weights[c]!;
    if (!(w >= 0 && w < Infinity)) {
      throw new ArgumentError({
        argument: `weights[${c}]`,
        expected: 'a finite number >= 0',
        received: show(w),
      });
    }
    sum += w;
    sums[c] = sum;
  }
  if (!(sum > 0 && sum < Infinity)) {
    throw new ArgumentError({
      argument: 'weights',
      expected: 'a finite sum > 0',
      received: `${sums.length} weights of sum ${show(sum)}`,
    });
  }
  return sums;
}

/** Writes categories first … first + out.length − 1 of the key to `out`. */
export function categoricalInto(
  k: Key,
  first: number,
  weights: FloatArray | readonly number[],
  out: Int32Array,
): void {
  categoricalFrom(k, first, cumulative(weights), new Float64Array(out.length), out);
}

/** As {@link categoricalInto}, given the running sums; `uniforms` is scratch of the length of `out`. */
export function categoricalFrom(
  k: Key,
  first: number,
  sums: Float64Array,
  uniforms: Float64Array,
  out: Int32Array,
): void {
  checkKey(k);
  checkRange(first, out.length);
  unitIntervalInto(k, DRAW.categorical, first, uniforms);
  const last = sums.length - 1;
  for (let i = 0; i < out.length; i++) {
    const threshold = uniforms[i]! * sums[last]!;
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (threshold < sums[middle]!) high = middle;
      else low = middle + 1;
    }
    out[i] = low;
  }
}

/**
 * Categories 0 … weights.length − 1, each drawn with probability proportional to its weight.
 *
 * ```ts
 * import { categorical, key } from 'flowproof';
 * categorical(key(7), [0.3, 0.7], 1000); // about 300 zeros and 700 ones
 * ```
 */
export function categorical(
  k: Key,
  weights: FloatArray | readonly number[],
  shape: Shape,
  { first = 0 }: { readonly first?: number } = {},
): NdArray<Int32Array> {
  const list = extents(shape);
  const out = new Int32Array(sizeOf(list));
  categoricalInto(k, first, weights, out);
  return ndView(out, list);
}
