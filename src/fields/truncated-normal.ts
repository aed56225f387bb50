/**
 * The standard normal density on an interval [lo, lo + w]: its mean height, and mean and variance of q = (ξ − lo)/w in [0, 1].
 *
 *   height = 1/w ∫₀ʷ φ(lo + τ) dτ,   E[q], Var[q] under the density ∝ φ(lo + w q).
 *
 * In these variables nothing is singular for w → 0, and the caller needs no division by it. The interval is first reflected so
 * that its nearer end is `lo`. Then, with G = max(lo, 0)·w + w²/2, the range of the exponent:
 * - G ≤ 6: Gauss–Legendre with 14 points, whose error for e^(−Gq) is below 3·10⁻²⁰ of the integral;
 * - lo < 3: error functions; the cancellation in the variance costs at most a factor E[ξ²]/Var[ξ] < 10³;
 * - G ≤ 60: Gauss–Legendre with 40 points, error below 10⁻¹⁸;
 * - else the upper end is e⁻⁶⁰ of the lower, and the tail is that of Mills' ratio M by Laplace's continued fraction,
 *   M = 1/(lo + c), c = 1/(lo + d), d = 2/(lo + 3/(lo + …)): height = φ(lo) M / w, E[ξ − lo] = c, Var[ξ] = c (d − c).
 * Source for the fraction: Abramowitz & Stegun 26.2.14.
 */

import { type GaussLegendre, gaussLegendre } from '../math/gauss-legendre.ts';
import { erfc, exp, log } from '../math/index.ts';

/** Where the three results are written. */
export interface TruncatedNormal {
  /** ln of the mean height of φ on the interval. */
  logHeight: number;
  /** E[q] in [0, 1]. */
  mean: number;
  /** Var[q] in [0, ¼]. */
  variance: number;
  /** Var[ξ] = w² Var[q] in [0, 1], also where w² overflows. */
  varianceXi: number;
}

const HALF_LOG_TWO_PI = 0.91893853320467274178;
const SQRT_HALF: number = Math.SQRT1_2;
const FRACTION_DEPTH = 60;
const terms = new Float64Array(40);

/** Moments of the standard normal on [lo, lo + w], w ≥ 0 finite. */
export function truncatedNormal(lo: number, w: number, out: TruncatedNormal): void {
  const reflected = lo + (lo + w) < 0;
  nearerEndFirst(reflected ? -(lo + w) : lo, w, out);
  if (reflected) out.mean = 1 - out.mean;
}

function nearerEndFirst(lo: number, w: number, out: TruncatedNormal): void {
  const range = Math.max(lo, 0) * w + 0.5 * w * w;
  if (range <= 6) byQuadrature(gaussLegendre(14), lo, w, out);
  else if (lo < 3) byErrorFunctions(lo, w, out);
  else if (range <= 60) byQuadrature(gaussLegendre(40), lo, w, out);
  else byMillsRatio(lo, w, out);
}

function byQuadrature(rule: GaussLegendre, lo: number, w: number, out: TruncatedNormal): void {
  const n = rule.nodes.length;
  let mass = 0;
  let first = 0;
  for (let i = 0; i < n; i++) {
    const q = rule.nodes[i]!;
    terms[i] = rule.weights[i]! * exp(-w * q * (lo + 0.5 * w * q));
    mass += terms[i]!;
    first += terms[i]! * q;
  }
  const mean = first / mass;
  let square = 0;
  for (let i = 0; i < n; i++) square += terms[i]! * (rule.nodes[i]! - mean) * (rule.nodes[i]! - mean);
  out.logHeight = log(mass) - 0.5 * lo * lo - HALF_LOG_TWO_PI;
  out.mean = mean;
  out.variance = square / mass;
  out.varianceXi = w * w * out.variance;
}

function byErrorFunctions(lo: number, w: number, out: TruncatedNormal): void {
  const hi = lo + w;
  const above = 0.5 * erfc(hi * SQRT_HALF);
  const logMass = log(0.5 * erfc(lo * SQRT_HALF) - above);
  const atLo = exp(-0.5 * lo * lo - HALF_LOG_TWO_PI - logMass);
  const atHi = exp(-0.5 * hi * hi - HALF_LOG_TWO_PI - logMass);
  const mean = atLo - atHi;
  out.logHeight = logMass - log(w);
  out.mean = (mean - lo) / w;
  // hi·φ(hi) vanishes with φ; an infinite hi does not occur, because w is finite.
  out.varianceXi = 1 + lo * atLo - hi * atHi - mean * mean;
  out.variance = out.varianceXi / w / w;
}

function byMillsRatio(lo: number, w: number, out: TruncatedNormal): void {
  let tail = 0;
  for (let n = FRACTION_DEPTH; n >= 3; n--) tail = n / (lo + tail);
  const d = 2 / (lo + tail);
  const c = 1 / (lo + d);
  out.logHeight = -0.5 * lo * lo - HALF_LOG_TWO_PI - log(lo + c) - log(w);
  out.mean = c / w;
  out.variance = (c / w) * ((d - c) / w);
  out.varianceXi = c * (d - c);
}
