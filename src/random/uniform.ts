/**
 * Uniform draws in the open interval (0, 1), 52 bits each: u = (k + ½)·2⁻⁵², never 0 and never 1 in float64.
 *
 * Element i of key (k0, k1, stream) takes block b = ⌊i/2⌋, that is Philox4x32-10 of the counter
 * (b mod 2³², ⌊b / 2³²⌋, stream, draw) under (k0, k1), and of its four words the pair h = w[2(i mod 2)],
 * l = w[2(i mod 2) + 1]: k = ⌊(2³²h + l) / 2¹²⌋. The draw word is `DRAW.uniform` = 0.
 * float32 draws are the float64 draws rounded once, so that the largest of them are 1.
 */
import { allocate, type Dtype, type FloatArray } from '../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { checkKey, DRAW, type Key } from './key.ts';
import { philox } from './philox.ts';
import { checkRange, extents, type Shape, sizeOf } from './shape.ts';

/** How an array of draws is stored, and which element of the key's sequence comes first. */
export interface DrawOptions {
  /** Default 'float32'. */
  readonly dtype?: Dtype;
  /** Number of the first element, ≥ 0. Default 0. */
  readonly first?: number;
}

const WORD = 4294967296;
/** 2⁻⁵³, so that (2k + 1)·2⁻⁵³ = (k + ½)·2⁻⁵²; 2k + 1 < 2⁵³ is exact. */
const HALF_STEP: number = 1 / 9007199254740992;
const words = new Uint32Array(4);

/** (k + ½)·2⁻⁵² with k the upper 52 bits of the two words. */
function unitInterval(high: number, low: number): number {
  return (high * 2097152 + (low >>> 12) * 2 + 1) * HALF_STEP;
}

/** Writes elements first … first + length − 1 of the family `draw` to `out`. */
export function unitIntervalInto(
  k: Key,
  draw: number,
  first: number,
  out: FloatArray,
  length: number = out.length,
): void {
  const { k0, k1, stream } = k;
  let i = 0;
  let block = Math.floor(first / 2);
  let odd = first % 2 === 1;
  while (i < length) {
    philox(block, Math.floor(block / WORD), stream, draw, k0, k1, words);
    if (!odd) out[i++] = unitInterval(words[0]!, words[1]!);
    if (i < length) out[i++] = unitInterval(words[2]!, words[3]!);
    odd = false;
    block++;
  }
}

/** Writes uniform elements first … first + out.length − 1 of the key to `out`. */
export function uniformInto(k: Key, first: number, out: FloatArray): void {
  checkKey(k);
  checkRange(first, out.length);
  unitIntervalInto(k, DRAW.uniform, first, out);
}

/**
 * Uniform draws in (0, 1).
 *
 * ```ts
 * import { key, uniform } from 'flowproof';
 * uniform(key(7), [4, 2], { dtype: 'float64' }); // ndarray [4, 2]
 * ```
 */
export function uniform(
  k: Key,
  shape: Shape,
  { dtype = 'float32', first = 0 }: DrawOptions = {},
): FloatNdArray {
  const list = extents(shape);
  const out = allocate(dtype, sizeOf(list));
  uniformInto(k, first, out);
  return toNdArray(out, list);
}
