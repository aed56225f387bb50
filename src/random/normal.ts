/**
 * Standard normal draws, one uniform each: z = Φ⁻¹(u) by Wichura's rational approximation.
 *
 * Element i is z(uᵢ) with uᵢ the uniform element i of the same key, but under the draw word `DRAW.normal`; z is the float64
 * function of math/wichura.ts, whose order of operations is part of the definition. This is a sampler with a fixed
 * definition, distinct from `normalQuantile`, which is correctly rounded.
 */
import { allocate, type FloatArray } from '../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { wichuraQuantiles } from '../math/wichura.ts';
import { checkKey, DRAW, type Key } from './key.ts';
import { checkRange, extents, type Shape, sizeOf } from './shape.ts';
import { type DrawOptions, unitIntervalInto } from './uniform.ts';

/** Float32 draws at a time, in float64 on their way. */
const BLOCK = 256;
const block = new Float64Array(BLOCK);

/** Writes normal elements first … first + out.length − 1 of the key to `out`; float32 is float64 rounded once. */
export function normalInto(k: Key, first: number, out: FloatArray): void {
  checkKey(k);
  checkRange(first, out.length);
  if (out instanceof Float64Array) {
    unitIntervalInto(k, DRAW.normal, first, out);
    wichuraQuantiles(out.length, out);
    return;
  }
  for (let done = 0; done < out.length; done += BLOCK) {
    const count = Math.min(BLOCK, out.length - done);
    unitIntervalInto(k, DRAW.normal, first + done, block, count);
    wichuraQuantiles(count, block);
    for (let i = 0; i < count; i++) out[done + i] = block[i]!;
  }
}

/**
 * Standard normal draws.
 *
 * ```ts
 * import { key, normal } from 'flowproof';
 * normal(key(7), [1000, 2]); // ndarray [1000, 2], float32
 * ```
 */
export function normal(
  k: Key,
  shape: Shape,
  { dtype = 'float32', first = 0 }: DrawOptions = {},
): FloatNdArray {
  const list = extents(shape);
  const out = allocate(dtype, sizeOf(list));
  normalInto(k, first, out);
  return toNdArray(out, list);
}
