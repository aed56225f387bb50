/**
 * Scalars of a mixture for groups of four rows, to the bit as fields/mixture-rows.ts and fields/diagonal-components.ts compute them, Σₖ rₖ cₖ from left to right:
 *
 *   divergence            cₖ = div uₖ + Σᵢ (sₖᵢ − sᵢ)(uₖᵢ − uᵢ)
 *   velocity variance     cₖ = tr Covₖ + Σᵢ (uₖᵢ − uᵢ)²
 *   ∂ₜ ln p               cₖ = Σᵢ (h/v (δ²/v − 1) + δ (α̇m + σ̇m₀)/v)
 *
 * with uₖᵢ = aₖᵢ + bₖᵢ δₖᵢ and sₖᵢ = −δₖᵢ/v. Coefficients: (αm, 1/v, a, b) [count, axes, 4], and what stands before the sums [count].
 */
import type { Mixture } from './mixture-layout';
import { means } from './mixture-means';
import { divide, hasDensity, weigh } from './mixture-weights';

const DIVERGENCE = 0;
const VARIANCE = 1;

/** @inline */
function residual(shift: usize, x: v128, coefficients: usize, axis: usize): v128 {
  const d = f64x2.sub(x, v128.load64_splat(coefficients));
  return shift ? f64x2.sub(d, v128.load64_splat(shift + (axis >> 2))) : d;
}

/** What two lanes of one axis add to the sum over axes; `axis` is 32 times its number. @inline */
function summand(
  shift: usize,
  kind: i32,
  axis: usize,
  coefficients: usize,
  x: usize,
  u: usize,
  s: usize,
): v128 {
  const d = residual(shift, v128.load(x + axis), coefficients, axis);
  const inverse = v128.load64_splat(coefficients, 8);
  const a = v128.load64_splat(coefficients, 16);
  const b = v128.load64_splat(coefficients, 24);
  if (kind > VARIANCE) {
    const square = f64x2.sub(f64x2.mul(f64x2.mul(d, d), inverse), f64x2.splat(1));
    return f64x2.add(f64x2.mul(b, square), f64x2.mul(f64x2.mul(d, a), inverse));
  }
  const v = f64x2.sub(f64x2.add(a, f64x2.mul(b, d)), v128.load(u + axis));
  if (kind === VARIANCE) return f64x2.mul(v, v);
  return f64x2.mul(f64x2.sub(f64x2.neg(f64x2.mul(d, inverse)), v128.load(s + axis)), v);
}

/** @inline */
function spreadOf(
  m: Mixture,
  kind: i32,
  x: usize,
  coefficients: usize,
  before: usize,
  u: usize,
  s: usize,
  out: usize,
): void {
  const stop = (<usize>m.axes) << 5;
  const shift = m.shift;
  let sum0 = f64x2.splat(0);
  let sum1 = sum0;
  const end = m.weights + ((<usize>m.count) << 5);
  for (let w = m.weights; w < end; w += 32) {
    let along0 = f64x2.splat(0);
    let along1 = along0;
    for (let axis: usize = 0; axis < stop; axis += 32) {
      along0 = f64x2.add(along0, summand(shift, kind, axis, coefficients, x, u, s));
      along1 = f64x2.add(along1, summand(shift, kind, axis, coefficients, x + 16, u + 16, s + 16));
      coefficients += 32;
    }
    if (kind <= VARIANCE) {
      const own = v128.load64_splat(before);
      along0 = f64x2.add(own, along0);
      along1 = f64x2.add(own, along1);
    }
    sum0 = f64x2.add(sum0, f64x2.mul(v128.load(w), along0));
    sum1 = f64x2.add(sum1, f64x2.mul(v128.load(w, 16), along1));
    before += 8;
  }
  v128.store(out, sum0);
  v128.store(out, sum1, 16);
}

/**
 * The quantity `kind` of `groups` groups x to out [groups, 4]. `velocity` and `score` are coefficients of mixtureMeans, u and s scratch [axes, 4]. Returns the
 * first group in which a row has no density, or `groups`.
 */
export function mixtureSpreads(
  layout: usize,
  kind: i32,
  groups: i32,
  x: usize,
  velocity: usize,
  score: usize,
  coefficients: usize,
  before: usize,
  u: usize,
  s: usize,
  out: usize,
): i32 {
  const m = changetype<Mixture>(layout);
  for (let g = 0; g < groups; g++) {
    weigh(m, x, true);
    if (!hasDensity(m)) return g;
    if (kind > VARIANCE) divide(m, m.count);
    else means(m, x, velocity, true, u);
    if (kind === DIVERGENCE) {
      means(m, x, score, false, s);
      spreadOf(m, DIVERGENCE, x, coefficients, before, u, s, out);
    } else if (kind === VARIANCE) spreadOf(m, VARIANCE, x, coefficients, before, u, s, out);
    else spreadOf(m, 2, x, coefficients, before, u, s, out);
    x += (<usize>m.axes) << 5;
    out += 32;
  }
  return groups;
}
