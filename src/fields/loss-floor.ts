/**
 * The floor of the conditional flow-matching loss: C = ∫₀¹ E tr Cov(α̇ X₁ + σ̇ X₀ | X_t) dt, by which L_CFM exceeds L_FM whatever is
 * trained (sum over dims, mean over rows and over t uniform on [0, 1]). N(0, I) → N(m, s² I) under CondOT: πs/2 per dimension.
 *
 * Quadrature (Gaussian mixtures in d = 1, 2): Gauss–Legendre in t; in x, for each component, the trapezoidal rule in the standardised
 * coordinates y of N(αmₖ + σm₀, Vₖ), on [−8, 8]ᵈ, which converges exponentially for analytic integrands; outside lies less than 2·10⁻¹⁵.
 * Both are doubled, each by itself, until their changes sum to at most `tolerance`·C or the
 * work exceeds WORK component evaluations (seconds); the sum of the changes is the error reported, either way.
 * Monte Carlo (all else): one time in each of n equal strata, `rows` exact points of the path there, averages of the closed-form
 * conditional variance; the standard error from the differences of neighbouring strata.
 * C is infinite where α̇² or σ̇² is not integrable: σ̇² ~ 1/(1 − t) for VP and linear VP, α̇² ~ t^(2n − 2) for polynomials with n ≤ ½.
 */
import { checkCount, checkNumber } from '../array/float-array.ts';
import { PoleError } from '../errors.ts';
import { gaussLegendre } from '../math/gauss-legendre.ts';
import { cholesky, exp, log } from '../math/index.ts';
import { fold, type Key, normalInto, key as seed, uniformInto } from '../random/index.ts';
import type { GaussianMixture } from '../targets/gaussian-mixture.ts';
import { gaussianSource } from './gaussian-source.ts';
import type { MarginalField } from './marginal-field.ts';

/** The floor, the size of its error (a change under doubling, or a standard error), and how it was found. */
export interface LossFloor {
  readonly value: number;
  readonly error: number;
  readonly method: 'quadrature' | 'monte-carlo';
}

/** Options of {@link lossFloor}. */
export interface LossFloorOptions {
  /** Default: quadrature for Gaussian mixtures of at most 32 components in one or two dimensions, else Monte Carlo. */
  readonly method?: 'quadrature' | 'monte-carlo';
  /** Relative tolerance of the quadrature; default 1e-4. */
  readonly tolerance?: number;
  /** Monte Carlo: strata of t; default 512. */
  readonly strata?: number;
  /** Monte Carlo: points in each stratum; default 32. */
  readonly rows?: number;
  /** Monte Carlo: key of the points; default key(0). */
  readonly key?: Key;
}

const REACH = 8;
const INVERSE_SQRT_TWO_PI = 0.39894228040143267794;
const WORK = 2e7;

/**
 * The floor of the CFM loss of a marginal field.
 *
 * ```ts
 * import { condOT, gaussianMixture, lossFloor, marginalField } from 'flowproof';
 * const target = gaussianMixture({ means: [[0]], stds: [0.5] });
 * const { value } = lossFloor(marginalField({ schedule: condOT, target }));
 * console.log(value.toFixed(6)); // 0.785398
 * ```
 */
export function lossFloor(field: MarginalField, options: LossFloorOptions = {}): LossFloor {
  const { schedule, target, dim } = field;
  checkIntegrable(schedule.name, 'α̇', 0, (h) => schedule.alphaDot(h));
  checkIntegrable(schedule.name, 'σ̇', 1, (h) => schedule.sigmaDot(1 - h));
  const tolerance = checkNumber('tolerance', options.tolerance ?? 1e-4, 1e-14, 1);
  const small = target.kind === 'gaussian-mixture' && target.count <= 32 && dim <= 2;
  const method = options.method ?? (small ? 'quadrature' : 'monte-carlo');
  if (method === 'monte-carlo') return monteCarlo(field, options);
  if (target.kind !== 'gaussian-mixture' || dim > 2) {
    throw new PoleError({
      argument: 'method',
      expected: 'a Gaussian mixture in one or two dimensions for quadrature',
      received: `${target.kind} in ${dim} dimensions`,
      wayOut: "use method: 'monte-carlo'",
    });
  }
  return quadrature(field, target, tolerance);
}

/**
 * Throws when the square of a derivative that is infinite at an end cannot be integrated there. With h the distance from the end,
 * h·f(h)² ~ h^p near it, and the integral converges for p > 0; p is read off between h = 10⁻¹² and 10⁻⁶.
 */
function checkIntegrable(
  schedule: string,
  name: string,
  end: 0 | 1,
  derivative: (h: number) => number,
): void {
  if (Number.isFinite(derivative(0))) return;
  const level = (h: number): number => log(h) + 2 * log(Math.abs(derivative(h)));
  const power = (level(1e-6) - level(1e-12)) / log(1e6);
  if (!(power > 1e-3)) {
    throw new PoleError({
      argument: `schedule ${schedule}`,
      expected: `${name}² integrable up to t = ${end}`,
      received: `${name}² that grows like the distance from t = ${end} to the power ${(power - 1).toFixed(2)}: the floor is infinite`,
      wayOut: 'predict x1, epsilon or v, or keep training times away from this end',
    });
  }
}

function quadrature(field: MarginalField, target: GaussianMixture, tolerance: number): LossFloor {
  let times = 12;
  let points = 24;
  let coarse = integrate(field, target, times, points);
  let value = coarse;
  let error = Infinity;
  while (!(error <= tolerance * Math.abs(value)) && work(target, times, points) <= WORK) {
    const finerTime = integrate(field, target, 2 * times, points);
    const finerSpace = integrate(field, target, times, 2 * points);
    const [inTime, inSpace] = [Math.abs(finerTime - coarse), Math.abs(finerSpace - coarse)];
    error = inTime + inSpace;
    value = finerTime + finerSpace - coarse;
    // Doubles what still changes; the other stays cheap.
    const limit = 0.5 * tolerance * Math.abs(value);
    if (inTime > limit) times *= 2;
    if (inSpace > limit) points *= 2;
    coarse =
      inTime > limit && inSpace > limit
        ? integrate(field, target, times, points)
        : inTime > limit
          ? finerTime
          : finerSpace;
  }
  return { value, error, method: 'quadrature' };
}

/** Component evaluations of one more round of doubling. */
function work({ count, dim }: GaussianMixture, times: number, points: number): number {
  const nodes = dim === 1 ? points : points * points;
  return count * count * nodes * times * (2 + (dim === 1 ? 2 : 4));
}

/** Σ over times, components and grid points of weight · tr Cov. */
function integrate(field: MarginalField, target: GaussianMixture, times: number, points: number): number {
  const { dim } = field;
  const rule = gaussLegendre(times);
  const { offsets, weights } = standardGrid(points, dim);
  const x = new Float64Array(offsets.length);
  const variance = new Float64Array(weights.length);
  let total = 0;
  for (let j = 0; j < times; j++) {
    const t = rule.nodes[j]!;
    for (let k = 0; k < target.count; k++) {
      if (target.weights[k] === 0) continue;
      place(field, target, t, k, offsets, x);
      field.conditionalVariance(t, x, variance);
      let sum = 0;
      for (let r = 0; r < weights.length; r++) sum += weights[r]! * variance[r]!;
      total += rule.weights[j]! * target.weights[k]! * sum;
    }
  }
  return total;
}

/** Trapezoidal nodes y [n, dim] on [−8, 8]ᵈ inside the ball of radius 8, and weights φ(y) hᵈ, normalised to sum 1. */
function standardGrid(points: number, dim: number): { offsets: Float64Array; weights: Float64Array } {
  const offsets: number[] = [];
  const weights: number[] = [];
  const h = (2 * REACH) / points;
  for (let a = 0; a <= points; a++) {
    const y = -REACH + a * h;
    for (let b = 0; b <= (dim === 2 ? points : 0); b++) {
      const z = dim === 2 ? -REACH + b * h : 0;
      if (y * y + z * z > REACH * REACH) continue;
      offsets.push(...(dim === 2 ? [y, z] : [y]));
      weights.push(
        exp(-0.5 * (y * y + z * z)) * (h * INVERSE_SQRT_TWO_PI) * (dim === 2 ? h * INVERSE_SQRT_TWO_PI : 1),
      );
    }
  }
  return { offsets: Float64Array.from(offsets), weights: Float64Array.from(weights) };
}

/** x = αmₖ + σm₀ + C y with C Cᵀ = Vₖ = α²Sₖ + σ²S₀. */
function place(
  field: MarginalField,
  target: GaussianMixture,
  t: number,
  k: number,
  y: Float64Array,
  x: Float64Array,
): void {
  const { dim, schedule } = field;
  const { mean, variances, factor } = gaussianSource(field.source, dim);
  const alpha = schedule.alpha(t);
  const sigma = schedule.sigma(t);
  const S = target.covariances;
  const V = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let source = i === j && variances ? variances[i]! : 0;
      if (factor) for (let l = 0; l <= j; l++) source += factor[i * dim + l]! * factor[j * dim + l]!;
      const own = i === j ? 1 : 0;
      const entry =
        S.kind === 'full'
          ? S.matrices[(k * dim + i) * dim + j]!
          : own * S.variances[S.kind === 'isotropic' ? k : k * dim + i]!;
      V[i * dim + j] = V[j * dim + i] = alpha * alpha * entry + sigma * sigma * source;
    }
  }
  const C = cholesky(V, dim);
  for (let at = 0; at < y.length; at += dim) {
    for (let i = 0; i < dim; i++) {
      let value = alpha * target.means[k * dim + i]! + sigma * mean[i]!;
      for (let j = 0; j <= i; j++) value += C[i * dim + j]! * y[at + j]!;
      x[at + i] = value;
    }
  }
}

function monteCarlo(field: MarginalField, options: LossFloorOptions): LossFloor {
  const strata = checkCount('strata', options.strata ?? 512, 2);
  const rows = checkCount('rows', options.rows ?? 32, 1);
  const key = options.key ?? seed(0);
  const { dim, schedule, target } = field;
  const { mean, variances, factor } = gaussianSource(field.source, dim);
  const shift = new Float64Array(strata);
  uniformInto(fold(key, 0), 0, shift);
  const noise = new Float64Array(rows * dim);
  const x = new Float64Array(rows * dim);
  const variance = new Float64Array(rows);
  const means = new Float64Array(strata);
  for (let j = 0; j < strata; j++) {
    const t = (j + shift[j]!) / strata;
    const [alpha, sigma] = [schedule.alpha(t), schedule.sigma(t)];
    target.sampleInto(fold(key, 1), j * rows, x);
    normalInto(fold(key, 2), j * rows * dim, noise);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < dim; i++) {
        let x0 = mean[i]!;
        if (factor) for (let l = 0; l <= i; l++) x0 += factor[i * dim + l]! * noise[r * dim + l]!;
        else x0 += Math.sqrt(variances![i]!) * noise[r * dim + i]!;
        x[r * dim + i] = alpha * x[r * dim + i]! + sigma * x0;
      }
    }
    field.conditionalVariance(t, x, variance);
    for (let r = 0; r < rows; r++) means[j]! += variance[r]! / rows;
  }
  let sum = 0;
  let differences = 0;
  for (let j = 0; j < strata; j++) {
    sum += means[j]!;
    if (j > 0) differences += (means[j]! - means[j - 1]!) * (means[j]! - means[j - 1]!);
  }
  // Neighbouring strata differ by twice the variance of one, plus the drift of the integrand: an upper estimate.
  const error = Math.sqrt(differences / 2 / (strata - 1) / strata);
  return { value: sum / strata, error, method: 'monte-carlo' };
}
