/** exp and log in fixed point, for the slow phase and for the tables of the fast one. */

import { type Fixed, ln2Fixed, toFixed } from './fixed-point.ts';
import { bitLength } from './float-bits.ts';

const HALVINGS = 10;

/**
 * exp of the fixed-point number x, as value · 2^scale with value in about [½, 2]: r = x − k ln 2, the Taylor series of
 * exp(r / 2¹⁰), and ten squarings. |x| < 2¹² and an error of x of up to 2¹⁰ units are within the bound.
 */
export function expFixed(x: bigint, bits: number): { value: bigint; scale: number } {
  const wide = bits + 16;
  const shift = BigInt(wide);
  const ln2 = ln2Fixed(wide);
  const wideX = x << 16n;
  const k = (wideX + ln2 / 2n) / ln2;
  const r = (wideX - k * ln2) >> BigInt(HALVINGS);
  let term = 1n << shift;
  let sum = term;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = ((term * r) >> shift) / n;
    sum += term;
  }
  for (let i = 0; i < HALVINGS; i++) sum = (sum * sum) >> shift;
  return { value: sum >> 16n, scale: Number(k) };
}

/** ln(integer · 2^exponent) for a positive integer: 2 atanh((m − 1)/(m + 1)) + e ln 2 with m in [¾, 3/2). */
export function logFixed(integer: bigint, exponent: number, bits: number): Fixed {
  const shift = BigInt(bits);
  const one = 1n << shift;
  let e = bitLength(integer) + exponent;
  let m = toFixed(integer, exponent - e, bits);
  if (4n * m < 3n * one) {
    m <<= 1n;
    e -= 1;
  }
  const z = ((m - one) << shift) / (m + one);
  const square = (z * z) >> shift;
  let power = z;
  let sum = z;
  for (let n = 3n; power !== 0n && power !== -1n; n += 2n) {
    power = (power * square) >> shift;
    sum += power / n;
  }
  return { value: 2n * sum + BigInt(e) * ln2Fixed(bits) };
}
