/**
 * The correctly rounded sum of any float64 values: order, grouping and cancellation do not matter.
 *
 * Every finite float64 is an integer multiple of 2⁻¹⁰⁷⁴. The accumulator is that integer in digits of 32 bits, each
 * kept in a float64, so that 2²⁰ additions fit before carries must be passed on; it is rounded once, to nearest even,
 * at the end. Source: Kulisch & Miranker, Computer Arithmetic in Theory and Practice (the long accumulator).
 */
import type { FloatArray } from '../array/float-array.ts';
import { roundScaled } from './float-bits.ts';

const DIGIT = 4294967296;
/** 2098 bits from 2⁻¹⁰⁷⁴ up to 2¹⁰²⁴, and 64 more for the carries of 2⁵³ terms. */
const DIGITS = 68;
const TERMS_PER_CARRY = 1 << 20;

const bits = new DataView(new ArrayBuffer(8));

/** An exact accumulator: add any number of float64 values, in any order, then read the rounded sum. */
export interface ExactAccumulator {
  add(x: number): void;
  /** The sum of everything added so far, rounded once; NaN after a NaN or after both infinities; an empty sum is 0. */
  sum(): number;
}

export function exactAccumulator(): ExactAccumulator {
  const digits = new Float64Array(DIGITS);
  let terms = 0;
  let special = 0;
  return {
    add(x: number): void {
      if (!Number.isFinite(x)) {
        special += x;
        return;
      }
      addTo(digits, x);
      if (++terms === TERMS_PER_CARRY) {
        carry(digits);
        terms = 0;
      }
    },
    sum(): number {
      carry(digits);
      terms = 0;
      return special === 0 ? rounded(digits) : special;
    },
  };
}

/**
 * Correctly rounded Σ aᵢ.
 *
 * ```ts
 * import { exactSum } from 'flowproof';
 * exactSum([1e308, 1, 1e308, -1e308, -1e308]); // 1
 * ```
 */
export function exactSum(values: FloatArray | readonly number[]): number {
  const accumulator = exactAccumulator();
  for (let i = 0; i < values.length; i++) accumulator.add(values[i]!);
  return accumulator.sum();
}

function addTo(digits: Float64Array, x: number): void {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  const low = bits.getUint32(4);
  const biased = (high >>> 20) & 0x7ff;
  const significandHigh = biased === 0 ? high & 0xfffff : (high & 0xfffff) | 0x100000;
  const position = biased === 0 ? 0 : biased - 1;
  const digit = position >>> 5;
  const shift = position & 31;
  const sign = high >>> 31 === 0 ? 1 : -1;
  // The 53-bit significand shifted by up to 31 bits spans three digits.
  const shiftedLow = (low << shift) >>> 0;
  const lowOver = shift === 0 ? 0 : low >>> (32 - shift);
  const shiftedHigh = (significandHigh << shift) >>> 0;
  const highOver = shift === 0 ? 0 : significandHigh >>> (32 - shift);
  digits[digit]! += sign * shiftedLow;
  digits[digit + 1]! += sign * (lowOver + shiftedHigh);
  digits[digit + 2]! += sign * highOver;
}

/** Brings every digit but the top one into [0, 2³²); the top one carries the sign. */
function carry(digits: Float64Array): void {
  let over = 0;
  for (let i = 0; i < DIGITS - 1; i++) {
    const d = digits[i]! + over;
    over = Math.floor(d / DIGIT);
    digits[i] = d - over * DIGIT;
  }
  digits[DIGITS - 1]! += over;
}

function rounded(digits: Float64Array): number {
  let integer = BigInt(digits[DIGITS - 1]!);
  for (let i = DIGITS - 2; i >= 0; i--) integer = (integer << 32n) + BigInt(digits[i]!);
  return roundScaled(integer, -1074);
}
