/**
 * The boundary conditions of a marginal path: p₀ is the law of σ(0) X₀, p₁ is the target, or the defect is what it must be.
 *
 * Start. α(0) = 0: |ln p₀(x) − ln law(σ(0) X₀)(x)| is rounding only. α(0) ≠ 0 (VP, VE): the path starts from α(0) X₁ + σ(0) X₀, and by
 * convexity of the divergence KL(p₀ ‖ law of σ(0) X₀) ≤ E KL(· | X₁) = α(0)²/(2σ(0)²) E|L⁻¹X₁|², S₀ = L Lᵀ; the left side is measured.
 * End. α(1) = 1, σ(1) = 0: |ln p₁(x) − ln q(x)| is rounding only. Else (OT with σ_min, VE) the path ends in a blurred target, and
 * E|E[X₁|x] − x|² ≤ E|X₁ − x|² = E|(1 − α(1)) X₁ − σ(1) X₀|² by Jensen; the left side is measured.
 * Measured means carry five standard errors, and rounding, without which a defect as small as σ(1) = cos(π/2) = 6·10⁻¹⁷ would be held
 * to 10⁻³³. A target of points has no density at σ = 0: then only the start is reported.
 */
import { checkCount } from '../../array/float-array.ts';
import { gaussianSource } from '../../fields/gaussian-source.ts';
import type { MarginalField } from '../../fields/marginal-field.ts';
import { samplePath, sampleSource } from '../../fields/sample-path.ts';
import { log, solveLower } from '../../math/index.ts';
import { fold, type Key, key as seed } from '../../random/index.ts';
import type { LawResult } from './law-result.ts';

/** How the law is tried. */
export interface BoundaryOptions {
  /** Points at each end; default 512. */
  readonly rows?: number;
  /** Key of the points; default key(0). */
  readonly key?: Key;
}

const EPSILON = 2.220446049250313e-16;
const LOG_TWO_PI = 1.8378770664093454836;
const STANDARD_ERRORS = 5;

/**
 * Tries both boundary conditions; the start comes first.
 *
 * ```ts
 * import { boundaryLaw, condOT, eightGaussians, marginalField } from 'flowproof';
 * const results = boundaryLaw(marginalField({ schedule: condOT, target: eightGaussians() }));
 * console.log(results.every((result) => result.ratio <= 1)); // true
 * ```
 */
export function boundaryLaw(field: MarginalField, options: BoundaryOptions = {}): LawResult[] {
  const rows = checkCount('rows', options.rows ?? 512, 2);
  const key = options.key ?? seed(0);
  const { schedule, target } = field;
  const start = schedule.alpha(0) === 0 ? exactStart(field, rows, key) : blurredStart(field, rows, key);
  if (schedule.sigma(1) !== 0 || schedule.alpha(1) !== 1) return [start, blurredEnd(field, rows, key)];
  if (target.kind === 'empirical' || hasMassPoints(field)) return [start];
  return [start, exactEnd(field, rows, key)];
}

function hasMassPoints({ target }: MarginalField): boolean {
  if (target.kind !== 'gaussian-mixture') return false;
  const S = target.covariances;
  return (S.kind === 'full' ? S.eigenvalues : S.variances).some((v) => v === 0);
}

/** y with L y = x − σm₀ for S₀ = L Lᵀ, and ln det L. */
function whitener(field: MarginalField): {
  apply: (x: Float64Array, sigma: number) => Float64Array;
  logDet: number;
} {
  const { dim } = field;
  const { mean, variances, factor } = gaussianSource(field.source, dim);
  let logDet = 0;
  for (let i = 0; i < dim; i++) logDet += factor ? log(factor[i * dim + i]!) : 0.5 * log(variances![i]!);
  return {
    logDet,
    apply(x, sigma) {
      const centred = x.map((value, i) => value - sigma * mean[i]!);
      if (factor) return solveLower(factor, dim, centred);
      return centred.map((value, i) => value / Math.sqrt(variances![i]!));
    },
  };
}

const squaredLength = (x: Float64Array): number => x.reduce((sum, value) => sum + value * value, 0);

/** ln of the density of σ(0) X₀ at each row. */
function logSource(field: MarginalField, x: Float64Array): Float64Array {
  const { dim } = field;
  const sigma = field.schedule.sigma(0);
  const { apply, logDet } = whitener(field);
  return Float64Array.from({ length: x.length / dim }, (_, r) => {
    const y = apply(x.subarray(r * dim, (r + 1) * dim), sigma);
    return -0.5 * (dim * (LOG_TWO_PI + 2 * log(sigma)) + squaredLength(y) / (sigma * sigma)) - logDet;
  });
}

/**
 * Rounding of a difference of two log-densities that are equal in exact arithmetic.
 *
 * ln p is a sum of d squares, added one after the other, and of logarithms: each of its at most d + 8 roundings is 2⁻⁵³ of
 * a partial sum, and no partial sum exceeds |ln p| + d + 8 by much where the deviations are of order one. Two of them.
 */
const logDensityRounding = (dim: number, logP: number): number =>
  (dim + 8) * (dim + Math.abs(logP) + 8) * EPSILON;

/** The worst row of two log-densities that are equal in exact arithmetic. */
function compareLogDensities(
  law: string,
  t: number,
  dim: number,
  x: Float64Array,
  a: Float64Array,
  b: Float64Array,
): LawResult {
  let worst = { ratio: -Infinity, residual: 0, bound: 0, row: 0 };
  for (let r = 0; r < a.length; r++) {
    const residual = Math.abs(a[r]! - b[r]!);
    const bound = logDensityRounding(dim, b[r]!);
    const ratio = residual / bound;
    if (!(ratio <= worst.ratio) && !Number.isNaN(worst.ratio)) worst = { ratio, residual, bound, row: r };
  }
  return {
    law,
    residual: worst.residual,
    bound: worst.bound,
    why: 'difference of equal log-densities, each a sum of d squares: (d + 8)(d + |ln p| + 8)·2⁻⁵²',
    ratio: worst.ratio,
    worst: { t, x: Array.from(x.subarray(worst.row * dim, (worst.row + 1) * dim)) },
  };
}

function exactStart(field: MarginalField, rows: number, key: Key): LawResult {
  const x = new Float64Array(rows * field.dim);
  samplePath(field, 0, key, x);
  const logP = new Float64Array(rows);
  field.logDensity(0, x, logP);
  return compareLogDensities('boundary: p₀ = source', 0, field.dim, x, logP, logSource(field, x));
}

function exactEnd(field: MarginalField, rows: number, key: Key): LawResult {
  const x = new Float64Array(rows * field.dim);
  samplePath(field, 1, key, x);
  const logP = new Float64Array(rows);
  const logQ = new Float64Array(rows);
  field.logDensity(1, x, logP);
  if (field.target.kind !== 'empirical') field.target.logDensity(x, logQ);
  return compareLogDensities('boundary: p₁ = target', 1, field.dim, x, logP, logQ);
}

/** Mean of the values, and `STANDARD_ERRORS` standard errors of it. */
function meanWithMargin(values: Float64Array): { mean: number; margin: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, margin: STANDARD_ERRORS * Math.sqrt(square / (n - 1) / n) };
}

/** `limit` bounds `measured` in the mean; `rounding` maps that bound to one that rounding respects. */
function defect(
  law: string,
  measured: Float64Array,
  limit: Float64Array,
  rounding: (exact: number) => number,
  why: string,
): LawResult {
  const left = meanWithMargin(measured);
  const right = meanWithMargin(limit);
  const bound = rounding(right.mean + right.margin) + left.margin;
  return { law, residual: Math.abs(left.mean), bound, why, ratio: Math.abs(left.mean) / bound };
}

function blurredStart(field: MarginalField, rows: number, key: Key): LawResult {
  const { dim, schedule } = field;
  const x = new Float64Array(rows * dim);
  samplePath(field, 0, key, x);
  const logP = new Float64Array(rows);
  field.logDensity(0, x, logP);
  const reference = logSource(field, x);
  const x1 = new Float64Array(rows * dim);
  field.target.sampleInto(fold(key, 2), 0, x1);
  const { apply } = whitener(field);
  const factor = (0.5 * schedule.alpha(0) * schedule.alpha(0)) / (schedule.sigma(0) * schedule.sigma(0));
  const limit = Float64Array.from(
    logP,
    (_, r) => factor * squaredLength(apply(x1.subarray(r * dim, (r + 1) * dim), 0)),
  );
  return defect(
    'boundary: p₀ is the source up to the stated defect',
    logP.map((value, r) => value - reference[r]!),
    limit,
    (exact) => exact + reference.reduce((sum, value) => sum + logDensityRounding(dim, value), 0) / rows,
    `KL(p₀ ‖ law of σ(0) X₀), measured, against α(0)²/(2σ(0)²) E|L⁻¹X₁|² with α(0) = ${schedule.alpha(0)}`,
  );
}

/**
 * Rounding of |E[X₁|x] − x|, at most. Coordinate i of the mean adds mₖ + g(x − αmₖ) with weights that sum to one: d + 8 roundings of
 * numbers no larger than the points of p₁ reach, Mᵢ. So |rounding| ≤ (d + 8)·2⁻⁵²·√ΣMᵢ², and a root mean square grows by
 * no more than that (Minkowski).
 */
function meanRounding(x: Float64Array, dim: number): number {
  const reach = new Float64Array(dim);
  for (let i = 0; i < x.length; i++) reach[i % dim] = Math.max(reach[i % dim]!, Math.abs(x[i]!));
  return (dim + 8) * EPSILON * Math.sqrt(squaredLength(reach));
}

function blurredEnd(field: MarginalField, rows: number, key: Key): LawResult {
  const { dim, schedule } = field;
  const x0 = new Float64Array(rows * dim);
  const x1 = new Float64Array(rows * dim);
  sampleSource(field, fold(key, 3), x0);
  field.target.sampleInto(fold(key, 4), 0, x1);
  const [alpha, sigma] = [schedule.alpha(1), schedule.sigma(1)];
  const x = x1.map((value, i) => alpha * value + sigma * x0[i]!);
  const mean = new Float64Array(rows * dim);
  field.posterior(1, x, { x1: mean });
  const squares = (a: Float64Array): Float64Array =>
    Float64Array.from({ length: rows }, (_, r) => {
      let sum = 0;
      for (let i = r * dim; i < (r + 1) * dim; i++) sum += (a[i]! - x[i]!) * (a[i]! - x[i]!);
      return sum;
    });
  return defect(
    'boundary: p₁ is the target up to the stated defect',
    squares(mean),
    squares(x1),
    (exact) => {
      const root = Math.sqrt(exact) + meanRounding(x, dim);
      return root * root;
    },
    `E|E[X₁|x] − x|², measured, against E|X₁ − x|², with α(1) = ${alpha}, σ(1) = ${sigma}`,
  );
}
