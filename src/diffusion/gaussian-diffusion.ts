/**
 * The marginal-preserving process between Gaussians, X₀ ~ N(m₀, S₀) and X₁ ~ N(m₁, S₁) independent: a linear equation
 *
 *   dX = [A(t) X + a(t)] dt + w(t) dB,   A = (αα̇S₁ + σσ̇S₀ − ½w² I) V⁻¹,   a = μ̇ − A μ,
 *   μ = αm₁ + σm₀,   V = α²S₁ + σ²S₀.
 *
 * From u = μ̇ + (αα̇S₁ + σσ̇S₀) V⁻¹(x − μ) and s = −V⁻¹(x − μ). The law of X_t is N(μ, V) for every w, known without solving
 * anything: truth for the weak error of any scheme (moment-recursion.ts). In general A is not symmetric: S₀ and S₁ need not commute.
 */
import { checkCount, checkFinite, checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { type GaussianSourceSpec, gaussianSource } from '../fields/gaussian-source.ts';
import { cholesky, solveLower, solveLowerTransposed } from '../math/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { DiffusionProcess } from './marginal-diffusion.ts';
import { type NoiseInput, noiseSchedule } from './noise-schedule.ts';

/** dX = [A(t) X + a(t)] dt + w(t) dB. */
export interface LinearProcess {
  readonly dim: number;
  /** Writes A(t) [dim, dim] and a(t) [dim]. */
  coefficients(t: number, matrix: Float64Array, offset: Float64Array): void;
  readonly diffusion: number | ((t: number) => number);
}

/** A mean [dim] and a covariance [dim, dim]. */
export interface Moments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

/** The linear process of a Gaussian target; also a `DiffusionProcess`, whose drift is A x + a. */
export interface GaussianDiffusion extends LinearProcess, DiffusionProcess {
  readonly dim: number;
  readonly diffusion: (t: number) => number;
  /** The law N(μ, V) of X_t. */
  moments(t: number): Moments;
}

export interface GaussianDiffusionOptions {
  readonly schedule: Schedule;
  /** m₁ [dim]. */
  readonly mean: ArrayLike<number>;
  /** S₁ [dim, dim], row-major, symmetric positive definite. */
  readonly covariance: ArrayLike<number>;
  /** Default N(0, I). */
  readonly source?: GaussianSourceSpec;
  /** Default 'pole-free'. */
  readonly noise?: NoiseInput;
}

/**
 * The process from a Gaussian source to a Gaussian target.
 *
 * ```ts
 * import { condOT, gaussianDiffusion } from 'flowproof';
 * const process = gaussianDiffusion({ schedule: condOT, mean: [1], covariance: [0.25], noise: 'sigma' });
 * console.log(process.moments(0.5).covariance[0]); // 0.3125
 * ```
 *
 * @throws {ArgumentError} for a covariance that is not symmetric positive definite, and for wrong noise.
 */
export function gaussianDiffusion(options: GaussianDiffusionOptions): GaussianDiffusion {
  const { schedule, source, noise = 'pole-free', mean, covariance } = options ?? {};
  const { w, halfSquare } = noiseSchedule(noise, schedule);
  const m1 = Float64Array.from(mean ?? []);
  const S1 = Float64Array.from(covariance ?? []);
  const dim = checkCount('mean.length', m1.length, 1);
  checkLength('covariance', S1, dim * dim);
  checkFinite('mean', m1);
  checkFinite('covariance', S1);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < i; j++) {
      if (S1[i * dim + j] !== S1[j * dim + i]) {
        throw new ArgumentError({
          argument: `covariance[${i}, ${j}]`,
          expected: `a symmetric matrix: ${S1[j * dim + i]}`,
          received: show(S1[i * dim + j]),
        });
      }
    }
  }
  cholesky(S1, dim);
  const { mean: m0, matrix: S0 } = sourceMoments(source, dim);

  const covarianceAt = (t: number, out = new Float64Array(dim * dim)): Float64Array => {
    const a = schedule.alpha(t);
    const s = schedule.sigma(t);
    for (let k = 0; k < out.length; k++) out[k] = a * a * S1[k]! + s * s * S0[k]!;
    return out;
  };
  // Written anew at every time, and allocated once: the drift is called at each stage of each step.
  const V = new Float64Array(dim * dim);
  const factor = new Float64Array(dim * dim);
  const row = new Float64Array(dim);
  const matrix = new Float64Array(dim * dim);
  const offset = new Float64Array(dim);
  const coefficients = (t: number, matrix: Float64Array, offset: Float64Array): void => {
    const a = schedule.alpha(t);
    const s = schedule.sigma(t);
    const aDot = schedule.alphaDot(t);
    const sDot = schedule.sigmaDot(t);
    const ssDot = schedule.sigmaSigmaDot(t);
    const half = halfSquare(t);
    cholesky(covarianceAt(t, V), dim, factor);
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j < dim; j++) {
        row[j] = a * aDot * S1[i * dim + j]! + ssDot * S0[i * dim + j]! - (i === j ? half : 0);
      }
      // V is symmetric, so the row of (…)V⁻¹ solves V y = row.
      solveLowerTransposed(factor, dim, solveLower(factor, dim, row, row), row);
      matrix.set(row, i * dim);
      offset[i] = aDot * m1[i]! + (m0[i] === 0 ? 0 : sDot * m0[i]!);
    }
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j < dim; j++) offset[i]! -= matrix[i * dim + j]! * (a * m1[j]! + s * m0[j]!);
    }
  };
  return {
    name: `Gaussian to Gaussian on ${schedule.name}`,
    dim,
    coefficients,
    diffusion: w,
    drift(t, x, out) {
      const rows = rowsOf('x', x, dim);
      coefficients(t, matrix, offset);
      for (let r = 0; r < rows; r++) writeRow(matrix, offset, x, r * dim, out);
    },
    moments(t) {
      const a = schedule.alpha(t);
      const s = schedule.sigma(t);
      return { mean: m1.map((m, i) => a * m + s * m0[i]!), covariance: covarianceAt(t) };
    },
  };
}

function writeRow(
  matrix: Float64Array,
  offset: Float64Array,
  x: FloatArray,
  at: number,
  out: FloatArray,
): void {
  const dim = offset.length;
  for (let i = 0; i < dim; i++) {
    let sum = offset[i]!;
    for (let j = 0; j < dim; j++) sum += matrix[i * dim + j]! * x[at + j]!;
    out[at + i] = sum;
  }
}

/** m₀ and S₀ of a source as a matrix. */
function sourceMoments(
  source: GaussianSourceSpec | undefined,
  dim: number,
): { mean: Float64Array; matrix: Float64Array } {
  const { mean, variances } = gaussianSource(source, dim);
  const matrix = new Float64Array(dim * dim);
  if (variances) for (let i = 0; i < dim; i++) matrix[i * dim + i] = variances[i]!;
  else matrix.set(source!.covariance!.flat());
  return { mean, matrix };
}
