/**
 * x = k·π/128 + r with |r| ≤ π/256, r in double-double; k modulo 256 and r suffice for sin and cos.
 *
 * Up to 2¹⁸: k·π/128 is subtracted in three parts, the first two exact (Cody & Waite). Beyond: Payne & Hanek, Radian
 * reduction for trigonometric functions (1983): of x · 128/π only the bits of weight 2⁷ down to 2⁻¹⁴⁰ are computed, from
 * a window of the binary digits of 1/π as long as the significand needs.
 */
import { low, multiplyDouble, twoSum } from './double-double.ts';
import { piFixed, toDoubleDouble } from './fixed-point.ts';
import { decompose, roundScaled } from './float-bits.ts';

/** r of the last {@link reduce}: hi, lo. */
export const rest: Float64Array = new Float64Array(2);

/** Beyond, k · STEP_1 is no longer exact. */
const CODY_WAITE_LIMIT = 262144;
const BITS = 256;
const STEP: bigint = piFixed(BITS) >> 7n;
/** π/128 to 2⁻³⁴, the next part to 2⁻⁶³, and the remainder. */
const FIRST: bigint = (STEP >> BigInt(BITS - 34)) << BigInt(BITS - 34);
const SECOND: bigint = ((STEP - FIRST) >> BigInt(BITS - 63)) << BigInt(BITS - 63);
const STEP_1: number = roundScaled(FIRST, -BITS);
const STEP_2: number = roundScaled(SECOND, -BITS);
const STEP_3: number = roundScaled(STEP - FIRST - SECOND, -BITS);
const PER_STEP: number = 1 / roundScaled(STEP, -BITS);
const [STEP_HIGH, STEP_LOW]: [number, number] = toDoubleDouble(STEP, BITS);

/** 1/π = INVERSE_PI · 2^−INVERSE_BITS: enough digits for the largest float64. */
const INVERSE_BITS = 1280;
const INVERSE_PI: bigint = (1n << BigInt(2 * INVERSE_BITS)) / piFixed(INVERSE_BITS);
/** Fraction bits kept of x · 128/π. */
const FRACTION_BITS = 140;

/** Writes r to `rest` and returns k modulo 256, for any finite x. Error of r: below 2⁻¹¹⁴ · max(1, |k|). */
export function reduce(x: number): number {
  if (!(Math.abs(x) < CODY_WAITE_LIMIT)) return reduceHuge(x);
  const k = Math.floor(x * PER_STEP + 0.5);
  const r = twoSum(x - k * STEP_1, -k * STEP_2);
  const rLow = low[0]!;
  const last = k * STEP_3;
  rest[0] = twoSum(r, rLow - last);
  // What rounding rLow − last lost is below 2⁻⁹² even for the largest k, and part of the stated error.
  rest[1] = low[0]!;
  return k & 255;
}

function reduceHuge(x: number): number {
  const { integer, exponent } = decompose(x);
  // Digits of 1/π of weight 2^w make x·128/π digits from 2^(w + exponent + 7) on: those that only add multiples of 256 are
  // masked away, those that stay below the fraction are cut off.
  const topDigits = Math.max(0, INVERSE_BITS - exponent + 1);
  const cut = Math.max(0, INVERSE_BITS - exponent - 7 - 53 - FRACTION_BITS);
  const window = BigInt.asUintN(topDigits - cut, INVERSE_PI >> BigInt(cut));
  const product = integer * window;
  const shift = INVERSE_BITS - cut - exponent - 7;
  const one = 1n << BigInt(shift);
  const k = (product + (one >> 1n)) >> BigInt(shift);
  const [fraction, fractionLow] = toDoubleDouble(product - k * one, shift);
  rest[0] = multiplyDouble(fraction, fractionLow, STEP_HIGH, STEP_LOW);
  rest[1] = low[0]!;
  return Number(BigInt.asUintN(8, k));
}

/** t = k/128 + r/π for |t| ≤ 2⁵³: writes r to `rest` and returns k modulo 256. */
export function reducePi(t: number): number {
  const turn = t - 2 * Math.floor(t / 2 + 0.5);
  const k = Math.floor(turn * 128 + 0.5);
  rest[0] = multiplyDouble(turn * 128 - k, 0, STEP_HIGH, STEP_LOW);
  rest[1] = low[0]!;
  return k & 255;
}
