/**
 * Standard normal draws, one uniform each: z = Φ⁻¹(u) by Wichura's rational approximation.
 *
 * Element i is z(uᵢ) with uᵢ the uniform element i of the same key, but under the draw word `DRAW.normal`; z is the float64
 * function of math/wichura.ts, whose order of operations is part of the definition. This is a sampler with a fixed
 * definition, distinct from `normalQuantile`, which is correctly rounded.
 */
import { allocate, type FloatArray } from '../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { wichuraQuantile } from '../math/wichura.ts';
import { checkKey, DRAW, type Key } from './key.ts';
import { philox } from './philox.ts';
import { checkRange, extents, type Shape, sizeOf } from './shape.ts';
import { type DrawOptions, unitInterval } from './uniform.ts';

const WORD = 4294967296;
const words = new Uint32Array(4);

/** Writes normal elements first … first + out.length − 1 of the key to `out`; float32 is float64 rounded once. */
export function normalInto(k: Key, first: number, out: FloatArray): void {
  checkKey(k);
  checkRange(first, out.length);
  const { k0, k1, stream } = k;
  const length = out.length;
  let i = 0;
  let block = Math.floor(first / 2);
  let odd = first % 2 === 1;
  while (i < length) {
    philox(block, Math.floor(block / WORD), stream, DRAW.normal, k0, k1, words);
    const high = words[2]!;
    const low = words[3]!;
    if (!odd) out[i++] = wichuraQuantile(unitInterval(words[0]!, words[1]!));
    if (i < length) out[i++] = wichuraQuantile(unitInterval(high, low));
    odd = false;
    block++;
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
