/**
 * Which components of a mixture may be left out for four rows: those whose exponential is below e⁻¹⁰⁰ of the largest in all lanes, where it is proved that no bit of a
 * sum can depend on them.
 *
 * Rounding to nearest keeps a in a + b where |b| < 2⁻⁵⁴|a|. So a sum of what is kept has the bits of the full one if there is a summand beside which all before it
 * vanish, and if from there on every value of the sum is so large that whatever was left out, at unknown places, vanishes beside it.
 */
import type { Mixture } from './mixture-layout';

/** What is left out is below e⁻¹⁰⁰ < 2⁻¹⁴⁴ of the largest. */
const CUT: f64 = -100;
export const NEGLIGIBLE: f64 = 4.4841550858394146e-44;
/** 2⁵⁶: what is 2⁵⁴ times smaller than a sum does not change it; two bits more cover the roundings of the bounds. */
export const ABSORBING: f64 = 72057594037927936;

/** Copies the logarithms that count in some lane, and lists their numbers. Returns how many they are. */
export function select(m: Mixture): i32 {
  const cut0 = f64x2.add(v128.load(m.top), f64x2.splat(CUT));
  const cut1 = f64x2.add(v128.load(m.top, 16), f64x2.splat(CUT));
  let from = m.logarithms;
  let to = m.kept;
  let number = m.numbers;
  for (let c = 0; c < m.count; c++) {
    const l0 = v128.load(from);
    const l1 = v128.load(from, 16);
    v128.store(to, l0);
    v128.store(to, l1, 16);
    store<i32>(number, c);
    const counts: usize = i64x2.bitmask(v128.or(f64x2.ge(l0, cut0), f64x2.ge(l1, cut1))) !== 0 ? 1 : 0;
    to += counts << 5;
    number += counts << 2;
    from += 32;
  }
  return <i32>((number - m.numbers) >> 2);
}

/**
 * The sum of those that are kept; false unless it is proved to have the bits of the full sum. What was left out is below β/2⁵⁶ together, at unknown places. The sum
 * is clean from a summand on beside which all before it vanish, as long as each of its values is at least β: rounding to nearest keeps a where
 * |b| < 2⁻⁵⁴|a|.
 */
export function totalOfKept(m: Mixture, rows: i32): bool {
  const bound = f64x2.splat(NEGLIGIBLE * ABSORBING * <f64>(m.count - rows));
  const scale = f64x2.splat(ABSORBING);
  let all = true;
  for (let half: usize = 0; half < 32; half += 16) {
    let sum = f64x2.splat(0);
    let clean = f64x2.splat(0);
    let at = m.weights + half;
    for (let r = 0; r < rows; r++) {
      const e = v128.load(at);
      at += 32;
      const still = v128.and(clean, f64x2.ge(sum, bound));
      clean = v128.or(still, f64x2.le(f64x2.add(bound, f64x2.mul(sum, scale)), e));
      sum = f64x2.add(sum, e);
    }
    clean = v128.and(clean, f64x2.ge(sum, bound));
    all = all && i64x2.all_true(clean);
    v128.store(m.sum + half, sum);
  }
  return all;
}
