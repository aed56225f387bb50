/**
 * Gaussian components whose covariances are diagonal, as is that of the source: X₁ ~ N(m, diag S), X₀ ~ N(m₀, diag S₀).
 * Per coordinate, with v = α² S + σ² S₀, h = αα̇ S + σσ̇ S₀ (half of v̇), D = α̇σ − ασ̇, δ = x − αm − σm₀:
 *
 *   ln p = −½ (ln 2πv + δ²/v)            ∇ ln p = −δ/v            ∂ₜ ln p = −h/v + h δ²/v² + δ (α̇m + σ̇m₀)/v
 *   u = α̇m + σ̇m₀ + (h/v) δ               ∂u/∂x = h/v
 *   E[X₁|x] = m + (αS/v) δ                E[X₀|x] = m₀ + (σS₀/v) δ
 *   Var[X₁|x] = σ² S S₀ / v              Var[α̇X₁ + σ̇X₀|x] = S S₀ D² / v
 *
 * Nothing divides by σ, so that all is finite wherever v > 0. S has one entry per component (isotropic), one per component and
 * coordinate (diagonal), or one in all (points): strides tell which.
 */
import { log } from '../math/index.ts';
import { type Components, massPointPole, meanDrift, type PathPoint, scheduleSpeed } from './components.ts';
import type { GaussianSource } from './gaussian-source.ts';

const LOG_TWO_PI = 1.8378770664093454836;

/** Means [count, dim], log-weights [count], and variances at index k·componentStride + i·axisStride. */
export interface DiagonalMixture {
  readonly dim: number;
  readonly count: number;
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  readonly componentStride: number;
  readonly axisStride: number;
}

export function diagonalComponents(mixture: DiagonalMixture, source: GaussianSource): Components {
  const { dim, count, weights, means, variances: S } = mixture;
  const m0 = source.mean;
  const S0 = source.variances!;
  // One entry per distinct variance: an isotropic source leaves isotropic components isotropic.
  const axisStride = mixture.axisStride === 1 || !source.isotropic ? 1 : 0;
  const axes = axisStride === 1 ? dim : 1;
  const sets = mixture.componentStride === 0 ? 1 : count;
  const stride = sets === 1 ? 0 : axes;
  const inverse = new Float64Array(sets * axes);
  const rate = new Float64Array(sets * axes);
  const logNormaliser = new Float64Array(count);
  const drift0 = new Float64Array(dim);
  const logWeights = Float64Array.from(weights, log);
  const varianceOf = (k: number, i: number): number =>
    S[k * mixture.componentStride + i * mixture.axisStride]!;
  let p: PathPoint;
  let x: Float64Array;
  /** The last variance whose logarithm was taken: components are often equally wide. */
  let known = Number.NaN;
  let logKnown = 0;

  const residual = (k: number, i: number): number => x[i]! - p.alpha * means[k * dim + i]! - p.sigma * m0[i]!;

  return {
    dim,
    count,
    lanes: {
      logNormaliser,
      inverse,
      rate,
      componentStride: stride,
      axisStride,
      means,
      sourceMean: m0,
      sourceDrift: drift0,
    },
    setTime(point) {
      p = point;
      const a2 = p.alpha * p.alpha;
      const s2 = p.sigma * p.sigma;
      for (let set = 0; set < sets; set++) {
        let logDet = 0;
        for (let i = 0; i < axes; i++) {
          const v = a2 * varianceOf(set, i) + s2 * S0[i]!;
          if (!(v > 0) && weights[set]! > 0) throw massPointPole(p.t, set);
          inverse[set * axes + i] = 1 / v;
          rate[set * axes + i] = (p.alpha * p.alphaDot * varianceOf(set, i) + p.sigmaSigmaDot * S0[i]!) / v;
          if (v !== known) {
            known = v;
            logKnown = log(v);
          }
          logDet += logKnown;
        }
        const value = -0.5 * (dim * LOG_TWO_PI + (axes === 1 ? dim * logDet : logDet));
        if (sets === 1) logNormaliser.fill(value);
        else logNormaliser[set] = value;
      }
      for (let k = 0; k < count; k++) {
        logNormaliser[k] = weights[k] === 0 ? -Infinity : logNormaliser[k]! + logWeights[k]!;
      }
      for (let i = 0; i < dim; i++) drift0[i] = meanDrift(p, m0[i]!);
    },
    setRow(row, out) {
      x = row;
      for (let k = 0; k < count; k++) {
        let square = 0;
        for (let i = 0; i < dim; i++) {
          const delta = residual(k, i);
          square += delta * delta * inverse[k * stride + i * axisStride]!;
        }
        out[k] = logNormaliser[k]! === -Infinity ? -Infinity : logNormaliser[k]! - 0.5 * square;
      }
    },
    velocity(k, out) {
      for (let i = 0; i < dim; i++) {
        const drift = p.alphaDot * means[k * dim + i]! + drift0[i]!;
        out[i] = drift + rate[k * stride + i * axisStride]! * residual(k, i);
      }
    },
    score(k, out) {
      for (let i = 0; i < dim; i++) out[i] = -residual(k, i) * inverse[k * stride + i * axisStride]!;
    },
    dtLogDensity(k) {
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        const at = k * stride + i * axisStride;
        const delta = residual(k, i);
        const drift = p.alphaDot * means[k * dim + i]! + drift0[i]!;
        sum += rate[at]! * (delta * delta * inverse[at]! - 1) + delta * drift * inverse[at]!;
      }
      return sum;
    },
    dtMagnitude(k) {
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        const at = k * stride + i * axisStride;
        const delta = residual(k, i);
        const drift = Math.abs(p.alphaDot * means[k * dim + i]!) + Math.abs(drift0[i]!);
        sum += Math.abs(rate[at]!) * (delta * delta * inverse[at]! + 1);
        sum += Math.abs(delta) * drift * inverse[at]!;
      }
      return sum;
    },
    divergence(k) {
      if (axisStride === 0) return dim * rate[k * stride]!;
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += rate[k * stride + i]!;
      return sum;
    },
    addJacobian(k, weight, out) {
      for (let i = 0; i < dim; i++) out[i * dim + i]! += weight * rate[k * stride + i * axisStride]!;
    },
    posteriorMeans(k, x1, x0) {
      for (let i = 0; i < dim; i++) {
        const pull = residual(k, i) * inverse[k * stride + i * axisStride]!;
        x1[i] = means[k * dim + i]! + p.alpha * varianceOf(k, i) * pull;
        x0[i] = m0[i]! + p.sigma * S0[i]! * pull;
      }
    },
    addPosteriorCovariance(k, weight, out) {
      for (let i = 0; i < dim; i++) {
        const share = p.sigma * p.sigma * S0[i]! * inverse[k * stride + i * axisStride]!;
        out[i * dim + i]! += weight * varianceOf(k, i) * share;
      }
    },
    velocityVariance(k) {
      const speed = scheduleSpeed(p);
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        sum += varianceOf(k, i) * S0[i]! * inverse[k * stride + i * axisStride]!;
      }
      return sum * speed * speed;
    },
  };
}
