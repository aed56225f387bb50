/**
 * The error function erf x = 2/√π ∫₀ˣ e^(−s²) ds and its complement erfc x = 1 − erf x, correctly rounded (to nearest even)
 * over all float64 values.
 *
 * erfc x = e^(−x²) erfcx x with both factors in double-double; erf = 1 − erfc beyond ½ and a series below. What the error
 * bound leaves open, and subnormal results, go to the fixed-point slow phase.
 */
import { addDouble, fastTwoSum, low, multiplyDouble, twoProduct, twoSum } from './double-double.ts';
import { ERF_ERROR, erfcxParts, erfParts } from './erf-kernel.ts';
import { exponent, expParts } from './exp-kernel.ts';
import { erfcFixed, erfFixed } from './fixed-erf.ts';
import { settle, toFixed } from './fixed-point.ts';
import { decompose, powerOfTwo, scale } from './float-bits.ts';

/** Below, products in double-double lose bits to underflow. */
const UNDERFLOW = 1e-150;
/** 2⁻⁵⁵: closer to 0, erfc rounds to 1. */
const TINY: number = 1 / 36028797018963968;
/** Up to here e^(−x²) erfcx x is a normal number. */
const NORMAL_LIMIT = 26.5;

/** erfc x for 0 ≤ x ≤ 27.3 as (hi + lo) · 2^`exponent[0]`, hi in about [1/64, 2]. */
function erfcParts(x: number): number {
  const factor = erfcxParts(x, 0);
  const factorLow = low[0]!;
  const square = twoProduct(x, x);
  const power = expParts(-square, -low[0]!);
  return multiplyDouble(power, low[0]!, factor, factorLow);
}

/** 1 − erfc x for ½ ≤ x ≤ 6 as hi + lo. */
function complement(x: number): number {
  const tail = erfcParts(x);
  const tailLow = low[0]!;
  const unit = powerOfTwo(exponent[0]!);
  const sum = twoSum(1, -tail * unit);
  return fastTwoSum(sum, low[0]! - tailLow * unit);
}

/**
 * Error function, correctly rounded. erf(±0) = ±0, erf(±∞) = ±1.
 *
 * ```ts
 * import { erf } from 'flowproof';
 * erf(0.5); // 0.5204998778130465
 * ```
 */
export function erf(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x;
  const a = Math.abs(x);
  const sign = x < 0 ? -1 : 1;
  // Above, erfc is less than half of the spacing under 1.
  if (a > 5.93) return sign;
  if (a > UNDERFLOW) {
    const hi = a < 0.5 ? erfParts(a, 0) : complement(a);
    const lo = low[0]!;
    const error = hi * ERF_ERROR;
    const below = hi + (lo - error);
    if (below === hi + (lo + error)) return sign * below;
  }
  const { integer, exponent: e } = decompose(a);
  return sign * settle((bits) => ({ value: erfFixed(toFixed(integer, e, bits), bits) }));
}

/** Complementary error function, correctly rounded far into the tail. erfc(−∞) = 2, erfc(∞) = 0. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < TINY) return 1;
  if (x > 27.23) return 0;
  if (x < -5.9) return 2;
  const a = Math.abs(x);
  if (x < NORMAL_LIMIT) {
    let hi = erfcParts(a);
    let lo = low[0]!;
    let e = exponent[0]!;
    if (x < 0) {
      const unit = powerOfTwo(e);
      hi = addDouble(2, 0, -hi * unit, -lo * unit);
      lo = low[0]!;
      e = 0;
    }
    const error = hi * ERF_ERROR;
    const below = hi + (lo - error);
    if (below === hi + (lo + error)) return scale(below, e);
  }
  const { integer, exponent: e } = decompose(a);
  if (x > 0) return settle((bits) => erfcFixed(integer, e, bits));
  return settle((bits) => ({
    value: (1n << BigInt(bits)) + erfFixed(toFixed(integer, e, bits), bits),
  }));
}
