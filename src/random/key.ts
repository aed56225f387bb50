/**
 * Keys name independent sources of random numbers. A key is plain data: 64 bits of Philox key and a 32-bit stream.
 *
 * Draw number i of a key is a function of (k0, k1, stream, i) and of the kind of draw alone. The Philox counter of every
 * block is (index mod 2³², ⌊index / 2³²⌋, stream, draw), and the draw word keeps the kinds apart: its top 8 bits are the
 * family below, its lower 24 bits the attempt (0 but where rejection draws again).
 */
import { checkCount } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { philox } from './philox.ts';

/** A random key: 64 bits of Philox key and a 32-bit stream number. Plain data, safe to send between threads. */
export interface Key {
  readonly k0: number;
  readonly k1: number;
  readonly stream: number;
}

/** The draw word of each family, attempt 0. Never renumber: golden values and other languages depend on it. */
export const DRAW = {
  uniform: 0x00000000,
  normal: 0x01000000,
  integers: 0x02000000,
  permutation: 0x03000000,
  categorical: 0x04000000,
  split: 0xfe000000,
  fold: 0xff000000,
} as const;

const WORD = 4294967296;
const words = new Uint32Array(4);

/**
 * The key of a seed: k0 = seed mod 2³², k1 = ⌊seed / 2³²⌋. Seeds: 0 ≤ seed < 2⁶⁴, as a safe integer or a bigint.
 * Streams of one seed are independent: 0 ≤ stream < 2³².
 *
 * ```ts
 * import { key, normal } from 'flowproof';
 * const noise = normal(key(7), [1000, 2]);
 * ```
 */
export function key(seed: number | bigint, stream: number = 0): Key {
  const valid =
    typeof seed === 'bigint' ? seed >= 0n && seed < 1n << 64n : Number.isSafeInteger(seed) && seed >= 0;
  if (!valid) {
    throw new ArgumentError({
      argument: 'seed',
      expected: 'an integer in [0, 2^64)',
      received: show(seed),
      wayOut: 'use a bigint for seeds above 2^53 − 1',
    });
  }
  const value = BigInt(seed);
  return withStream({ k0: Number(value & 0xffffffffn), k1: Number(value >> 32n), stream: 0 }, stream);
}

/** The same 64-bit key on another stream, 0 ≤ stream < 2³². */
export function withStream(k: Key, stream: number): Key {
  checkKey(k);
  checkCount('stream', stream, 0, WORD - 1);
  return { k0: k.k0, k1: k.k1, stream };
}

/**
 * `count` new keys on stream 0; child i takes words 0 and 1 of block i under the draw word `DRAW.split` as k0 and k1.
 *
 * ```ts
 * import { key, split } from 'flowproof';
 * const [forNoise, forTimes] = split(key(7), 2);
 * ```
 */
export function split(k: Key, count: number): Key[] {
  checkKey(k);
  checkCount('count', count, 0, WORD);
  return Array.from({ length: count }, (_, i) => derive(k, i, DRAW.split));
}

/**
 * One new key on stream 0 from a key and a safe integer ≥ 0, for example a step or epoch number.
 *
 * ```ts
 * import { fold, key, permutation } from 'flowproof';
 * const epoch = 3;
 * permutation(fold(key(7), epoch), 100);
 * ```
 */
export function fold(k: Key, data: number): Key {
  checkKey(k);
  checkCount('data', data);
  return derive(k, data, DRAW.fold);
}

function derive(k: Key, index: number, draw: number): Key {
  philox(index % WORD, Math.floor(index / WORD), k.stream, draw, k.k0, k.k1, words);
  return { k0: words[0]!, k1: words[1]!, stream: 0 };
}

/** Throws unless `k` holds three unsigned 32-bit integers. */
export function checkKey(k: Key): void {
  const word = (x: unknown): boolean => typeof x === 'number' && x >>> 0 === x;
  if (!k || !word(k.k0) || !word(k.k1) || !word(k.stream)) {
    throw new ArgumentError({
      argument: 'key',
      expected: 'a Key {k0, k1, stream} of unsigned 32-bit integers',
      received: show(k),
      wayOut: 'make one with key(seed)',
    });
  }
}
