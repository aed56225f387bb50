/**
 * sin and cos, correctly rounded (to nearest even) over all float64 values, and sinPi(t) = sin πt, cosPi(t) = cos πt,
 * exact at every multiple of ½.
 *
 * x = k·π/128 + r; with S = sin(kπ/128), C = cos(kπ/128) from a table over the whole circle,
 * sin x = S + C·r − S·r²/2 + (C·(sin r − r) + S·(cos r − 1 + r²/2)): the first three to double-double, the last two, below 2⁻²¹,
 * in float64. cos is sin a quarter turn further. What the error bound leaves open goes to the fixed-point slow phase.
 */
import { fastTwoSum, low, twoProduct, twoSum } from './double-double.ts';
import { settle, toDoubleDouble } from './fixed-point.ts';
import { sinFixed, sinPiFixed } from './fixed-sin-cos.ts';
import { decompose } from './float-bits.ts';
import { reduce, reducePi, rest } from './sin-cos-reduction.ts';

/** 2⁻⁶⁶: relative error of the evaluation. */
const ERROR: number = 1 / 73786976294838206464;
/** 2⁻¹¹³ per step: error of the reduction, beyond double-double only where r cancels. */
const REDUCTION_ERROR: number = 1 / 10384593717069655257060992658440192;
const PER_STEP = 41;
/** Steps at most for which Cody–Waite ran; beyond, the reduction is as good as for one step. */
const CODY_WAITE_STEPS = 10747905;
/** 2⁻²⁷: below, x³/6 and x²/2 are under a quarter of an ulp of x and of 1. */
const TINY = 7.450580596923828e-9;
const BITS = 192;

/** sin(kπ/128) as hi, lo at 2k, 2k + 1; exact 0 and ±1 where they belong. */
const SINES: Float64Array = new Float64Array(512);
for (let k = 0; k <= 64; k++) {
  const [hi, lo] =
    k % 64 === 0 ? [k / 64, 0] : toDoubleDouble(sinPiFixed(BigInt(k), -7, 0, BITS).value, BITS);
  for (const [at, sign] of [
    [k, 1],
    [128 - k, 1],
    [128 + k, -1],
    [(256 - k) & 255, -1],
  ] as const) {
    SINES[2 * at] = hi === 0 ? 0 : sign * hi;
    SINES[2 * at + 1] = lo === 0 ? 0 : sign * lo;
  }
}

/** sin(kπ/128 + r) as hi + lo with r = `rest`. */
function sinParts(k: number): number {
  const s = SINES[2 * k]!;
  const sLow = SINES[2 * k + 1]!;
  const c = SINES[(2 * k + 128) & 511]!;
  const cLow = SINES[((2 * k + 128) & 511) + 1]!;
  const r = rest[0]!;
  const rLow = rest[1]!;
  const square = twoProduct(r, r);
  const squareLow = low[0]!;
  const linear = twoProduct(c, r);
  const linearLow = low[0]! + (c * rLow + cLow * r);
  const quadratic = twoProduct(s, -0.5 * square);
  const quadraticLow = low[0]! - (s * (0.5 * squareLow + r * rLow) + 0.5 * sLow * square);
  const higher =
    c * r * square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square * (1 / 362880)))) +
    s * square * square * (1 / 24 + square * (-1 / 720 + square * (1 / 40320)));
  const s1 = twoSum(s, linear);
  let lost = low[0]!;
  const s2 = twoSum(s1, quadratic);
  lost += low[0]!;
  const s3 = twoSum(s2, higher);
  lost += low[0]!;
  return fastTwoSum(s3, lost + (sLow + (linearLow + quadraticLow)));
}

function sinTurned(x: number, quarters: 0 | 1): number {
  const k = reduce(x);
  const hi = sinParts((k + 64 * quarters) & 255);
  const lo = low[0]!;
  const steps = Math.min(Math.abs(x) * PER_STEP + 1, CODY_WAITE_STEPS);
  const error = Math.abs(hi) * ERROR + steps * REDUCTION_ERROR;
  const below = hi + (lo - error);
  if (below === hi + (lo + error)) return below;
  const { integer, exponent } = decompose(x);
  return settle((bits) => sinFixed(integer, exponent, quarters, bits));
}

/**
 * Sine of x radians, correctly rounded for all x, however large. sin(±0) = ±0; NaN at ±∞.
 *
 * ```ts
 * import { sin } from 'flowproof';
 * sin(1e300); // -0.8178819121159085
 * ```
 */
export function sin(x: number): number {
  if (Math.abs(x) < TINY) return x;
  return Number.isFinite(x) ? sinTurned(x, 0) : Number.NaN;
}

/** Cosine of x radians, correctly rounded for all x, however large. NaN at ±∞. */
export function cos(x: number): number {
  if (Math.abs(x) < TINY) return 1;
  return Number.isFinite(x) ? sinTurned(x, 1) : Number.NaN;
}

function sinPiTurned(t: number, quarters: 0 | 1): number {
  const k = (reducePi(t) + 64 * quarters) & 255;
  if (rest[0] === 0 && (k & 63) === 0) return SINES[2 * k]!;
  const hi = sinParts(k);
  const lo = low[0]!;
  const error = Math.abs(hi) * ERROR;
  const below = hi + (lo - error);
  // Below the normal numbers hi + lo is no longer a double-double.
  if (below === hi + (lo + error) && Math.abs(hi) > 1e-270) return below;
  const { integer, exponent } = decompose(t);
  return settle((bits) => sinPiFixed(integer, exponent, quarters, bits));
}

/**
 * sin πt, correctly rounded; exactly 0 at integers (with the sign of t) and ±1 at odd multiples of ½. NaN at ±∞.
 *
 * ```ts
 * import { sinPi } from 'flowproof';
 * [sinPi(0.5), sinPi(1)]; // [1, 0]
 * ```
 */
export function sinPi(t: number): number {
  if (!Number.isFinite(t)) return Number.NaN;
  return Number.isInteger(t) ? 0 * t : sinPiTurned(t, 0);
}

/** cos πt, correctly rounded; exactly 0 at odd multiples of ½ and ±1 at integers. NaN at ±∞. */
export function cosPi(t: number): number {
  return Number.isFinite(t) ? sinPiTurned(t, 1) : Number.NaN;
}
