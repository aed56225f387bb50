/**
 * Philox4x32-10: a bijection of a 128-bit counter under a 64-bit key, good enough that consecutive counters give
 * independent-looking words. Any word of any block can be computed by itself, which is what makes draws independent of
 * threads and chunks.
 *
 * One round maps (c0, c1, c2, c3) to (hi(M₁c2) ⊕ c1 ⊕ k0, lo(M₁c2), hi(M₀c0) ⊕ c3 ⊕ k1, lo(M₀c0)), where hi and lo
 * are the upper and lower 32 bits of the 64-bit product; after each of the ten rounds but the last, the key is bumped by
 * the Weyl constants. Source: Salmon, Moraes, Dror & Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011).
 */

/** M₀ = 0xD2511F53 and M₁ = 0xCD9E8D57 as 16-bit halves: products of halves fit 32 unsigned bits. */
const M0 = 0xd2511f53;
const M0_HIGH = 0xd251;
const M0_LOW = 0x1f53;
const M1 = 0xcd9e8d57;
const M1_HIGH = 0xcd9e;
const M1_LOW = 0x8d57;
/** Weyl constants: the golden ratio and √3 − 1, times 2³². */
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** Upper 32 bits (as a signed integer) of a · (mHigh·2¹⁶ + mLow). */
function multiplyHigh(a: number, mHigh: number, mLow: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  // Both sums stay below 2³²: (2¹⁶ − 1)² + 2¹⁶ − 1.
  const cross = (Math.imul(aHigh, mLow) + (Math.imul(aLow, mLow) >>> 16)) | 0;
  const middle = (Math.imul(aLow, mHigh) + (cross & 0xffff)) | 0;
  return (Math.imul(aHigh, mHigh) + (cross >>> 16) + (middle >>> 16)) | 0;
}

/**
 * Writes the four words of block (c0, c1, c2, c3) under key (k0, k1) to `out[0..3]`. All words are taken modulo 2³².
 *
 * ```ts
 * import { philox } from 'flowproof';
 * const words = new Uint32Array(4);
 * philox(0, 0, 0, 0, 0, 0, words); // 6627e8d5 e169c58d bc57ac4c 9b00dbd8
 * ```
 */
export function philox(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  let key0 = k0 | 0;
  let key1 = k1 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(x0, M0_HIGH, M0_LOW);
    const low0 = Math.imul(x0, M0);
    const high1 = multiplyHigh(x2, M1_HIGH, M1_LOW);
    const low1 = Math.imul(x2, M1);
    x0 = high1 ^ x1 ^ key0;
    x1 = low1;
    x2 = high0 ^ x3 ^ key1;
    x3 = low0;
    key0 = (key0 + W0) | 0;
    key1 = (key1 + W1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
