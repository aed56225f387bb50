/**
 * Means over the responsibilities, out[i] = Σₖ rₖ (aₖᵢ + bₖᵢ δₖᵢ), δ = x − αm − σm₀, for groups of four rows: the velocity with a = α̇m + σ̇m₀ and b = h/v, the score
 * with a = 0 and b = −1/v (fields/diagonal-components.ts). Sums run over k from left to right.
 *
 * Coefficients are (αm, a, b) [axes, count, 3]. Components that were left out add less than β/2⁵⁶ to a sum; the sum has the bits of
 * the full one under the condition of mixture-omissions.ts, with absolute values.
 */
import type { Mixture } from './mixture-layout';
import { ABSORBING, NEGLIGIBLE } from './mixture-omissions';
import { divide, hasDensity, weigh, weighAgain } from './mixture-weights';

const BYTES: usize = 24;

/** @inline */
function part(w: v128, a: v128, b: v128, x: v128, centre: v128, shift: usize): v128 {
  let d = f64x2.sub(x, centre);
  if (shift) d = f64x2.sub(d, v128.load64_splat(shift));
  return f64x2.mul(w, f64x2.add(a, f64x2.mul(b, d)));
}

/**
 * All components of one axis: more at a time would not fit the registers, and sums in memory are slow. If `divide`, what lies at m.weights are exponentials, and the
 * divisions run beside the rest. @inline */
function oneAxis(m: Mixture, x: usize, coefficients: usize, shift: usize, divide: bool, out: usize): void {
  const sum0 = v128.load(m.sum);
  const sum1 = v128.load(m.sum, 16);
  const x0 = v128.load(x);
  const x1 = v128.load(x, 16);
  let u0 = f64x2.splat(0);
  let u1 = u0;
  const end = m.weights + ((<usize>m.count) << 5);
  for (let w = m.weights; w < end; w += 32) {
    const c = v128.load64_splat(coefficients);
    const a = v128.load64_splat(coefficients, 8);
    const b = v128.load64_splat(coefficients, 16);
    let w0 = v128.load(w);
    let w1 = v128.load(w, 16);
    if (divide) {
      w0 = f64x2.div(w0, sum0);
      w1 = f64x2.div(w1, sum1);
      v128.store(w, w0);
      v128.store(w, w1, 16);
    }
    u0 = f64x2.add(u0, part(w0, a, b, x0, c, shift));
    u1 = f64x2.add(u1, part(w1, a, b, x1, c, shift));
    coefficients += BYTES;
  }
  v128.store(out, u0);
  v128.store(out, u1, 16);
}

/** The means of one group; if `divide`, m.weights are still to be divided by their sum. */
export function means(m: Mixture, x: usize, coefficients: usize, divide: bool, out: usize): void {
  let shift = m.shift;
  const stop = x + ((<usize>m.axes) << 5);
  let undone = divide;
  for (; x < stop; x += 32) {
    if (shift) {
      if (undone) oneAxis(m, x, coefficients, shift, true, out);
      else oneAxis(m, x, coefficients, shift, false, out);
      shift += 8;
    } else if (undone) oneAxis(m, x, coefficients, 0, true, out);
    else oneAxis(m, x, coefficients, 0, false, out);
    undone = false;
    coefficients += BYTES * <usize>m.count;
    out += 32;
  }
}

/**
 * The kept components of two lanes on one axis; false without proof. `bounds` are D, R and M of the axis: |a| ≤ D, |b| ≤ R, |αm| + |σm₀| ≤ M, so that
 * |a + bδ| ≤ D + R(|x| + M).
 */
function keptOfAxis(
  m: Mixture,
  kept: i32,
  x: v128,
  weights: usize,
  coefficients: usize,
  bounds: usize,
  shift: usize,
  out: usize,
): bool {
  const size = f64x2.add(
    v128.load64_splat(bounds),
    f64x2.mul(v128.load64_splat(bounds, 8), f64x2.add(f64x2.abs(x), v128.load64_splat(bounds, 16))),
  );
  const scale = f64x2.mul(size, f64x2.splat(ABSORBING));
  const bound = f64x2.mul(scale, f64x2.splat(NEGLIGIBLE * <f64>(m.count - kept)));
  let before = f64x2.splat(0);
  let sum = f64x2.splat(0);
  let clean = f64x2.splat(0);
  let number = m.numbers;
  for (let r = 0; r < kept; r++) {
    const w = v128.load(weights);
    weights += 32;
    const at = coefficients + BYTES * <usize>load<i32>(number);
    number += 4;
    const summand = part(
      w,
      v128.load64_splat(at, 8),
      v128.load64_splat(at, 16),
      x,
      v128.load64_splat(at),
      shift,
    );
    const still = v128.and(clean, f64x2.ge(f64x2.abs(sum), bound));
    const fresh = f64x2.le(f64x2.add(bound, f64x2.mul(before, scale)), f64x2.abs(summand));
    clean = v128.or(still, fresh);
    before = f64x2.add(before, w);
    sum = f64x2.add(sum, summand);
  }
  v128.store(out, sum);
  return i64x2.all_true(v128.and(clean, f64x2.ge(f64x2.abs(sum), bound)));
}

function meansOfKept(m: Mixture, kept: i32, x: usize, coefficients: usize, bounds: usize, out: usize): bool {
  for (let axis = 0; axis < m.axes; axis++) {
    const at = coefficients + <usize>axis * BYTES * <usize>m.count;
    const shift = m.shift ? m.shift + ((<usize>axis) << 3) : 0;
    for (let half: usize = 0; half < 32; half += 16) {
      if (!keptOfAxis(m, kept, v128.load(x + half), m.weights + half, at, bounds, shift, out + half))
        return false;
    }
    x += 32;
    out += 32;
    bounds += 24;
  }
  return true;
}

/** The means of one group, to the bit; false where a row has no density. */
export function exactMeans(m: Mixture, x: usize, coefficients: usize, bounds: usize, out: usize): bool {
  const kept = weigh(m, x, false);
  if (!hasDensity(m)) return false;
  if (kept === m.count) means(m, x, coefficients, true, out);
  else {
    divide(m, kept);
    if (!meansOfKept(m, kept, x, coefficients, bounds, out)) {
      weighAgain(m);
      means(m, x, coefficients, true, out);
    }
  }
  return true;
}

/** The means of `groups` groups x to out, both [groups, axes, 4]. Returns the first group in which a row has no density, or `groups`. */
export function mixtureMeans(
  layout: usize,
  groups: i32,
  x: usize,
  coefficients: usize,
  bounds: usize,
  out: usize,
): i32 {
  const m = changetype<Mixture>(layout);
  const bytes = (<usize>m.axes) << 5;
  for (let g = 0; g < groups; g++) {
    if (!exactMeans(m, x, coefficients, bounds, out)) return g;
    x += bytes;
    out += bytes;
  }
  return groups;
}
