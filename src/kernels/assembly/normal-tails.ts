/**
 * Float32 draws in the shoulders of Wichura's quantile (math/wichura.ts), 0.425 < |p − ½| and √(−ln min(p, 1 − p)) ≤ 5, to the bit.
 *
 * The definition takes a correctly rounded logarithm, in float64, and its result is rounded to float32 at the end. Here the logarithm is
 * a series, and the rest is as defined. With u = 2⁻⁵³, the series gives ln within 5u: truncated at 8u of ln f, |ln f| ≤ 0.35, beside
 * |ln m| ≥ 2.59. That makes 5u in the root together with the definition's own roundings, and 10u in the result, as the quantile changes
 * less than 1.91 times as fast. Two differences r, 4u; two sets of two polynomials of positive terms and a quotient, 58u. The
 * definition lies within {@link BOUND} = 256u, then; where that whole interval rounds to one float32, it is the definition's.
 */
import { polynomial } from './polynomial';

/** 2⁻⁴⁵. */
const BOUND: f64 = 1 / 35184372088832;

/** Bits of √½, the least fraction f; and 2⁶², that is 1024 as a number of exponents. */
const LEAST: i64 = 0x3fe6a09e667f3bcd;
const BIAS: i64 = 0x4000000000000000;
/** Bits of 2⁵²: what is put into the lower ones becomes a number. */
const MAGIC: i64 = 0x4330000000000000;
const MAGIC_BIAS: f64 = 4503599627370496 + 1024;

/** Constants lie in memory: as in vector-math.ts. */
const LN2: usize = memory.data<f64>([0.6931471805599453]);
/** The series of ½ ln((1 + s)/(1 − s))/s in s², the highest coefficient first, without the 1 at its end. */
const SERIES: usize = memory.data<f64>([1 / 17, 1 / 15, 1 / 13, 1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3]);
/** The coefficients of numerator and denominator, the highest first, in turns. */
// biome-ignore format: a pair a line
const SHOULDER: usize = memory.data<f64>([
  7.7454501427834140764e-4, 1.05075007164441684324e-9,
  0.0227238449892691845833, 5.475938084995344946e-4,
  0.24178072517745061177, 0.0151986665636164571966,
  1.27045825245236838258, 0.14810397642748007459,
  3.64784832476320460504, 0.68976733498510000455,
  5.7694972214606914055, 1.6763848301838038494,
  4.6303378461565452959, 2.05319162663775882187,
  1.42343711074968357734, 1,
]);

/** −ln m for m in (0, 0.075): m = 2ᵏ f with f in [√½, √2), s = (f − 1)/(f + 1). */
function minusLog(m: v128): v128 {
  const k = i64x2.shr_u(i64x2.add(m, i64x2.splat(BIAS - LEAST)), 52);
  const f = i64x2.add(i64x2.sub(m, i64x2.shl(k, 52)), i64x2.splat(BIAS));
  const exponent = f64x2.sub(v128.or(k, i64x2.splat(MAGIC)), f64x2.splat(MAGIC_BIAS));
  const s = f64x2.div(f64x2.sub(f, f64x2.splat(1)), f64x2.add(f, f64x2.splat(1)));
  const z = f64x2.mul(s, s);
  let sum = v128.load64_splat(SERIES);
  for (let at: usize = 8; at < 64; at += 8) {
    sum = f64x2.add(f64x2.mul(sum, z), v128.load64_splat(SERIES + at));
  }
  const fraction = f64x2.add(s, f64x2.mul(f64x2.mul(s, z), sum));
  return f64x2.neg(f64x2.add(f64x2.mul(exponent, v128.load64_splat(LN2)), f64x2.add(fraction, fraction)));
}

/**
 * Writes draws to out[numbers[i]] for the uniforms i < count. What is left undone moves to the front of both lists; returns how many
 * these are. Both have room for an even number.
 */
export function normalTails(count: i32, numbers: usize, uniforms: usize, out: usize): i32 {
  let left = 0;
  for (let i = 0; i < count; i += 2) {
    const p = v128.load(uniforms + 8 * <usize>i);
    const s = f64x2.sqrt(minusLog(f64x2.pmin(p, f64x2.sub(f64x2.splat(1), p))));
    const r = f64x2.sub(s, f64x2.splat(1.6));
    const x = f64x2.div(polynomial(r, SHOULDER), polynomial(r, SHOULDER + 8));
    const sign = v128.and(f64x2.sub(p, f64x2.splat(0.5)), i64x2.splat(i64.MIN_VALUE));
    const least = f32x4.demote_f64x2_zero(v128.or(f64x2.mul(x, f64x2.splat(1 - BOUND)), sign));
    const most = f32x4.demote_f64x2_zero(v128.or(f64x2.mul(x, f64x2.splat(1 + BOUND)), sign));
    const near = i64x2.bitmask(f64x2.lt(s, f64x2.splat(4.99)));
    const done = near & i32x4.bitmask(i32x4.eq(least, most));
    for (let lane = 0; lane < min(2, count - i); lane++) {
      const number = load<i32>(numbers + 4 * <usize>(i + lane));
      if ((done >> lane) & 1) {
        const value = lane === 0 ? f32x4.extract_lane(least, 0) : f32x4.extract_lane(least, 1);
        store<f32>(out + 4 * <usize>number, value);
      } else {
        const uniform = lane === 0 ? f64x2.extract_lane(p, 0) : f64x2.extract_lane(p, 1);
        store<i32>(numbers + 4 * <usize>left, number);
        store<f64>(uniforms + 8 * <usize>left, uniform);
        left++;
      }
    }
  }
  return left;
}
