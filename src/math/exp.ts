/**
 * exp, expm1 and tanh, correctly rounded (to nearest even) over all float64 values.
 *
 * Fast phase in double-double; where its error interval holds a rounding boundary (about once in 2¹⁵ calls) and where the
 * result is subnormal, the fixed-point slow phase decides.
 */
import { addDouble, divideDouble, fastTwoSum, low, twoSum } from './double-double.ts';
import { EXP_ERROR, expm1Small, exponent, expParts } from './exp-kernel.ts';
import { expFixed } from './fixed-exp-log.ts';
import { type Fixed, settle, toFixed } from './fixed-point.ts';
import { decompose, powerOfTwo, scale } from './float-bits.ts';

/** ln of the largest finite float64, plus half an ulp: above it exp rounds to ∞. */
const OVERFLOW = 709.782712893384;
/** ln 2⁻¹⁰⁷⁵: at or below it exp rounds to 0. */
const UNDERFLOW = -745.1332191019412;
/** Results below are subnormal or nearly so. */
const SUBNORMAL = -708.3;
/** 2⁻⁵⁴: closer to 0, exp rounds to 1 and expm1 to x. */
const TINY: number = 1 / 18014398509481984;
/** ln2 / 128, rounded down. */
const SMALL = 0.005415212;
/** 2⁻⁶⁷: relative error of expm1 for small arguments and of tanh. */
const SMALL_ERROR: number = 1 / 147573952589676412928;

function exactExp(x: number): (bits: number) => Fixed {
  const { integer, exponent: e } = decompose(x);
  return (bits) => expFixed(toFixed(integer, e, bits), bits);
}

/**
 * eˣ, correctly rounded. exp(−∞) = 0, exp(∞) = ∞, exp(NaN) = NaN.
 *
 * ```ts
 * import { exp } from 'flowproof';
 * exp(1); // 2.718281828459045
 * ```
 */
export function exp(x: number): number {
  if (!(Math.abs(x) > TINY)) return 1 + x;
  if (!(x >= SUBNORMAL && x <= OVERFLOW)) {
    if (x > OVERFLOW) return Infinity;
    if (x <= UNDERFLOW) return 0;
    return Number.isNaN(x) ? x : settle(exactExp(x));
  }
  const hi = expParts(x, 0);
  const lo = low[0]!;
  const below = hi + (lo - hi * EXP_ERROR);
  if (below === hi + (lo + hi * EXP_ERROR)) return scale(below, exponent[0]!);
  return settle(exactExp(x));
}

/** expm1(x) = eˣ − 1 as hi + lo, for 2⁻⁵⁴ ≤ |x| ≤ 40; relative error below {@link SMALL_ERROR} · ½. */
function expm1Parts(x: number): number {
  if (Math.abs(x) < SMALL) return expm1Small(x);
  const hi = expParts(x, 0);
  const lo = low[0]!;
  const power = powerOfTwo(exponent[0]!);
  const difference = twoSum(hi * power, -1);
  return fastTwoSum(difference, low[0]! + lo * power);
}

function exactExpm1(x: number): number {
  const evaluate = exactExp(x);
  return settle((bits) => {
    const { value, scale: e = 0 } = evaluate(bits);
    // For large x the power is kept as a scale, so that the precision stays relative to the result.
    if (e > 0) return { value: value - toFixed(1n, -e, bits), scale: e };
    return { value: (value >> BigInt(-e)) - (1n << BigInt(bits)) };
  });
}

/** eˣ − 1, correctly rounded, small x included. expm1(−∞) = −1, expm1(∞) = ∞, expm1(±0) = ±0. */
export function expm1(x: number): number {
  if (Math.abs(x) < TINY || Number.isNaN(x)) return x;
  if (x > OVERFLOW) return Infinity;
  // Below, eˣ is less than a quarter of the spacing under 1.
  if (x < -38.2) return -1;
  if (x > 40) {
    const hi = expParts(x, 0);
    // eˣ − 1 differs from eˣ by less than 2⁻⁵⁷ of it.
    const lo = low[0]! - scaledOne(exponent[0]!);
    const below = hi + (lo - hi * EXP_ERROR);
    return below === hi + (lo + hi * EXP_ERROR) ? scale(below, exponent[0]!) : exactExpm1(x);
  }
  const hi = expm1Parts(x);
  const lo = low[0]!;
  const error = Math.abs(hi) * SMALL_ERROR + EXP_ERROR * (hi > 1 ? hi : 0);
  const below = hi + (lo - error);
  return below === hi + (lo + error) ? below : exactExpm1(x);
}

/** 2⁻ᵏ, or 0 where it is beyond double-double anyway. */
function scaledOne(k: number): number {
  return k > 200 ? 0 : powerOfTwo(-k);
}

/** Hyperbolic tangent (e²ˣ − 1)/(e²ˣ + 1), correctly rounded. tanh(±∞) = ±1, tanh(±0) = ±0. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  // Below 2⁻²⁸ the cubic term is under an eighth of an ulp.
  if (a < 3.725290298461914e-9 || Number.isNaN(x)) return x;
  const sign = x < 0 ? -1 : 1;
  if (a > 19.1) return sign;
  const e = expm1Parts(2 * a);
  const eLow = low[0]!;
  const denominator = addDouble(e, eLow, 2, 0);
  const hi = divideDouble(e, eLow, denominator, low[0]!);
  const lo = low[0]!;
  const error = hi * SMALL_ERROR;
  const below = hi + (lo - error);
  if (below === hi + (lo + error)) return sign * below;
  return sign * exactTanh(a);
}

function exactTanh(a: number): number {
  const evaluate = exactExp(2 * a);
  return settle((bits) => {
    const { value, scale: e = 0 } = evaluate(bits);
    const one = 1n << BigInt(bits);
    const power = e >= 0 ? value << BigInt(e) : value >> BigInt(-e);
    return { value: ((power - one) << BigInt(bits)) / (power + one) };
  });
}
