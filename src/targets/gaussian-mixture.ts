/**
 * Gaussian mixture q(x) = Σₖ wₖ N(x; mₖ, Sₖ) on ℝᵈ, the target for which everything on the path is known in closed form.
 *
 * Weights are normalised; covariances are isotropic (stds), diagonal (variances) or full (covariances), see covariances.ts.
 * Sampling, row i: component k from the categorical draw i, then mₖ + Sₖ^(1/2) z with z the normal draws i·dim … i·dim + dim − 1;
 * Sₖ^(1/2) z = Qₖ √λₖ z for full covariances.
 */
import { checkCount, checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { PoleError } from '../errors.ts';
import { exp, log } from '../math/index.ts';
import { categoricalFrom, cumulative } from '../random/categorical.ts';
import { normalInto } from '../random/index.ts';
import { type CovarianceOptions, type Covariances, covariancesFrom } from './covariances.ts';
import { BLOCK_ROWS, drawScratch } from './draw-scratch.ts';
import { extentsOf, nested, type Rows, rowsInput } from './matrix-input.ts';
import type { GaussianMixtureSpec, TargetWithDensity } from './target.ts';
import { normalisedWeights } from './weights.ts';

/** A Gaussian mixture with its parameters, row-major. */
export interface GaussianMixture extends TargetWithDensity {
  readonly kind: 'gaussian-mixture';
  readonly spec: GaussianMixtureSpec;
  readonly count: number;
  /** [count], sum 1. */
  readonly weights: Float64Array;
  /** [count, dim]. */
  readonly means: Float64Array;
  readonly covariances: Covariances;
}

/** Parameters of {@link gaussianMixture}; exactly one of stds, variances, covariances. */
export interface GaussianMixtureOptions extends CovarianceOptions {
  /** [count], ≥ 0, any positive sum; default equal. */
  readonly weights?: ArrayLike<number>;
  /** [count][dim]. */
  readonly means: Rows;
  readonly name?: string;
}

const LOG_TWO_PI = 1.8378770664093454836;

/**
 * The mixture Σ wₖ N(mₖ, Sₖ). Throws ArgumentError or ShapeError naming the argument and index at fault.
 *
 * ```ts
 * import { gaussianMixture } from 'flowproof';
 * const anchor = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
 * anchor.dim; // 1
 * ```
 */
export function gaussianMixture(options: GaussianMixtureOptions): GaussianMixture {
  const { rows: count, cols: dim } = extentsOf('means', options.means);
  const means = rowsInput('means', options.means, count, dim);
  const weights = normalisedWeights(options.weights, count);
  const covariances = covariancesFrom(options, count, dim);
  const sums = cumulative(weights);
  const scratch = drawScratch(dim);
  const mixture: GaussianMixture = {
    kind: 'gaussian-mixture',
    name: options.name ?? 'gaussian-mixture',
    spec: specOf(weights, means, covariances, dim),
    dim,
    count,
    weights,
    means,
    covariances,
    sampleInto(key, first, out) {
      checkCount('first', first);
      const rows = rowsOf('out', out, dim);
      for (let done = 0; done < rows; done += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, rows - done);
        const { chosen, uniforms, values } = scratch(count);
        categoricalFrom(key, first + done, sums, uniforms, chosen);
        normalInto(key, (first + done) * dim, values);
        for (let r = 0; r < count; r++) placeRow(mixture, chosen[r]!, values, r * dim, out, (done + r) * dim);
      }
    },
    logDensity(x, out) {
      const rows = rowsOf('x', x, dim);
      checkLength('out', out, rows);
      for (let r = 0; r < rows; r++) out[r] = rowLogDensity(mixture, x, r * dim);
    },
  };
  return mixture;
}

function placeRow(
  m: GaussianMixture,
  k: number,
  noise: Float64Array,
  from: number,
  out: FloatArray,
  to: number,
): void {
  const { dim, covariances: S } = m;
  for (let i = 0; i < dim; i++) {
    let shift = 0;
    if (S.kind === 'full') {
      for (let j = 0; j < dim; j++) {
        const root = Math.sqrt(S.eigenvalues[k * dim + j]!);
        shift += S.eigenvectors[(k * dim + i) * dim + j]! * (root * noise[from + j]!);
      }
    } else {
      shift = Math.sqrt(S.variances[S.kind === 'isotropic' ? k : k * dim + i]!) * noise[from + i]!;
    }
    out[to + i] = m.means[k * dim + i]! + shift;
  }
}

/** ln Σ wₖ N(x; mₖ, Sₖ), shifted by the largest term as the terms come. */
function rowLogDensity(m: GaussianMixture, x: FloatArray, at: number): number {
  let max = -Infinity;
  let sum = 0;
  for (let k = 0; k < m.count; k++) {
    if (m.weights[k] === 0) continue;
    const term = log(m.weights[k]!) + componentLogDensity(m, k, x, at);
    if (term > max) {
      sum = sum * exp(max - term) + 1;
      max = term;
    } else if (term > -Infinity) sum += exp(term - max);
  }
  return sum === 0 ? max : max + log(sum);
}

function componentLogDensity(m: GaussianMixture, k: number, x: FloatArray, at: number): number {
  const { dim, covariances: S } = m;
  let value = -0.5 * dim * LOG_TWO_PI;
  for (let i = 0; i < dim; i++) {
    let variance: number;
    let along = x[at + i]! - m.means[k * dim + i]!;
    if (S.kind === 'full') {
      variance = S.eigenvalues[k * dim + i]!;
      along = 0;
      for (let j = 0; j < dim; j++) {
        along += S.eigenvectors[(k * dim + j) * dim + i]! * (x[at + j]! - m.means[k * dim + j]!);
      }
    } else variance = S.variances[S.kind === 'isotropic' ? k : k * dim + i]!;
    if (variance === 0) {
      throw new PoleError({
        argument: `target (component ${k})`,
        expected: 'positive variances in every direction',
        received: 'a variance 0: the target has no density',
        wayOut: 'take the log-density of the path at a time t < 1, where it has one',
      });
    }
    value -= 0.5 * (log(variance) + (along * along) / variance);
  }
  return value;
}

function specOf(
  weights: Float64Array,
  means: Float64Array,
  S: Covariances,
  dim: number,
): GaussianMixtureSpec {
  const head = {
    kind: 'gaussian-mixture' as const,
    weights: Array.from(weights),
    means: nested(means, dim),
  };
  if (S.kind === 'isotropic') return { ...head, stds: Array.from(S.variances, Math.sqrt) };
  if (S.kind === 'diagonal') return { ...head, variances: nested(S.variances, dim) };
  const matrix = (k: number): number[][] =>
    nested(S.matrices.subarray(k * dim * dim, (k + 1) * dim * dim), dim);
  return { ...head, covariances: Array.from(weights, (_, k) => matrix(k)) };
}
