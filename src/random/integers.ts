/**
 * Unbiased integers and permutations by rejection.
 *
 * Integer i of n equally likely values takes, for attempt a = 0, 1, 2, …, word w[i mod 4] of block b = ⌊i/4⌋, counter
 * (b mod 2³², ⌊b / 2³²⌋, stream, family + a); the first w < n·⌊2³²/n⌋ is accepted, and the value is w mod n.
 * Rejection has probability below ½, so that 2²⁴ attempts are never spent.
 */
import type { NdArray } from 'ndarray';
import { checkCount } from '../array/float-array.ts';
import { ndView } from '../array/ndarray.ts';
import { checkKey, DRAW, type Key } from './key.ts';
import { philox } from './philox.ts';
import { checkRange, extents, type Shape, sizeOf } from './shape.ts';

const WORD = 4294967296;
const words = new Uint32Array(4);
const blockWords = new Uint32Array(4);

/** Bounds of the integers, both inclusive, and the number of the first element. */
export interface IntegerOptions {
  readonly min: number;
  readonly max: number;
  /** Number of the first element, ≥ 0. Default 0. */
  readonly first?: number;
}

/** Element i, uniform on 0 … n − 1 for 1 ≤ n ≤ 2³², from attempt `start` on. */
function below(k: Key, family: number, i: number, n: number, start: number): number {
  const limit = WORD - (WORD % n);
  const block = Math.floor(i / 4);
  const lane = i % 4;
  for (let attempt = start; ; attempt++) {
    philox(block, Math.floor(block / WORD), k.stream, family + attempt, k.k0, k.k1, words);
    const word = words[lane]!;
    if (word < limit) return word % n;
  }
}

/** Writes integers first … first + out.length − 1 of the key, uniform on min … max inclusive, to `out`. */
export function integersInto(k: Key, first: number, min: number, max: number, out: Int32Array): void {
  checkKey(k);
  checkRange(first, out.length);
  checkCount('min', min, -2147483648, 2147483647);
  checkCount('max', max, min, 2147483647);
  const n = max - min + 1;
  const limit = WORD - (WORD % n);
  let block = Math.floor(first / 4);
  for (let i = 0, lane = first % 4; i < out.length; block++, lane = 0) {
    philox(block, Math.floor(block / WORD), k.stream, DRAW.integers, k.k0, k.k1, blockWords);
    for (; lane < 4 && i < out.length; lane++, i++) {
      const word = blockWords[lane]!;
      out[i] = min + (word < limit ? word % n : below(k, DRAW.integers, first + i, n, 1));
    }
  }
}

/**
 * Integers uniform on min … max, both ends included, −2³¹ ≤ min ≤ max < 2³¹.
 *
 * ```ts
 * import { integers, key } from 'flowproof';
 * integers(key(7), 10, { min: 1, max: 6 }); // ten throws of a die
 * ```
 */
export function integers(k: Key, shape: Shape, { min, max, first = 0 }: IntegerOptions): NdArray<Int32Array> {
  const list = extents(shape);
  const out = new Int32Array(sizeOf(list));
  integersInto(k, first, min, max, out);
  return ndView(out, list);
}

/**
 * A uniform permutation of 0 … n − 1, 0 ≤ n < 2³²: Fisher–Yates from the top, for i = n − 1, …, 1 swap places i and j,
 * where j is the integer i of the permutation family on 0 … i.
 *
 * ```ts
 * import { key, permutation } from 'flowproof';
 * permutation(key(7), 8); // 4, 5, 1, 7, 2, 3, 6, 0
 * ```
 */
export function permutation(k: Key, n: number): Uint32Array {
  checkKey(k);
  checkCount('n', n, 0, WORD - 1);
  const out = new Uint32Array(n);
  for (let i = 0; i < n; i++) out[i] = i;
  for (let i = n - 1; i > 0; i--) {
    const j = below(k, DRAW.permutation, i, i + 1, 0);
    const swapped = out[i]!;
    out[i] = out[j]!;
    out[j] = swapped;
  }
  return out;
}
