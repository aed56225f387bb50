/**
 * Gaussian components with full covariances: X₁ ~ N(m, S), X₀ ~ N(m₀, S₀), S₀ = L Lᵀ.
 *
 * Precomputed once: L⁻¹ S L⁻ᵀ = Q diag(λ) Qᵀ, B = L Q, so that S = B diag(λ) Bᵀ and S₀ = B Bᵀ at the same time. In the coordinates
 * y = B⁻¹ (x − αm − σm₀) every time is diagonal, with v = α² λ + σ², h = αα̇ λ + σσ̇, D = α̇σ − ασ̇:
 *
 *   ln p = −½ (d ln 2π + 2 ln det L + Σ ln v + Σ y²/v)      ∇ ln p = −B⁻ᵀ (y/v)
 *   ∂ₜ ln p = Σ (−h/v + h y²/v² + y ṁ/v),  ṁ = B⁻¹ (α̇m + σ̇m₀)
 *   u = α̇m + σ̇m₀ + B (h y/v)                                  ∂u/∂x = B diag(h/v) B⁻¹
 *   E[X₁|x] = m + B (αλ y/v)                                  E[X₀|x] = m₀ + B (σ y/v)
 *   Cov[X₁|x] = B diag(σ² λ/v) Bᵀ                             Cov[α̇X₁ + σ̇X₀|x] = B diag(λ D²/v) Bᵀ
 */
import { log } from '../math/index.ts';
import { type Components, massPointPole, meanDrift, type PathPoint, scheduleSpeed } from './components.ts';
import type { JointBasis } from './joint-basis.ts';

const LOG_TWO_PI = 1.8378770664093454836;

export function fullComponents(
  weights: Float64Array,
  means: Float64Array,
  sourceMean: Float64Array,
  joint: JointBasis,
): Components {
  const { dim, basis, inverseBasis, ratios, lengths, logDetFactor } = joint;
  const count = weights.length;
  const size = dim * dim;
  const sets = joint.count;
  // Components that share one covariance share one basis.
  const matrixStride = sets === 1 ? 0 : size;
  const rowStride = sets === 1 ? 0 : dim;
  const inverse = new Float64Array(sets * dim);
  const rate = new Float64Array(sets * dim);
  const logNormaliser = new Float64Array(count);
  const logWeights = Float64Array.from(weights, log);
  const drift0 = new Float64Array(dim);
  const y = new Float64Array(dim);
  const work = new Float64Array(dim);
  let p: PathPoint;
  let x: Float64Array;

  /** y = B⁻¹ (x − αm − σm₀) of component k. */
  const whiten = (k: number): void => {
    for (let i = 0; i < dim; i++) work[i] = x[i]! - p.alpha * means[k * dim + i]! - p.sigma * sourceMean[i]!;
    multiply(inverseBasis, k * matrixStride, dim, work, y);
  };
  /** out = B (coefficient · y). */
  const back = (k: number, coefficient: (i: number) => number, out: Float64Array): void => {
    for (let i = 0; i < dim; i++) work[i] = coefficient(i) * y[i]!;
    multiply(basis, k * matrixStride, dim, work, out);
  };
  /** out += weight · B diag(coefficient) C, with C = B⁻¹ or Bᵀ. */
  const addProduct = (
    k: number,
    weight: number,
    coefficient: (i: number) => number,
    right: 'inverse' | 'transpose',
    out: Float64Array,
  ): void => {
    for (let l = 0; l < dim; l++) work[l] = weight * coefficient(l);
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j < dim; j++) {
        let sum = 0;
        for (let l = 0; l < dim; l++) {
          const c =
            right === 'inverse'
              ? inverseBasis[k * matrixStride + l * dim + j]!
              : basis[k * matrixStride + j * dim + l]!;
          sum += basis[k * matrixStride + i * dim + l]! * work[l]! * c;
        }
        out[i * dim + j]! += sum;
      }
    }
  };

  return {
    dim,
    count,
    lanes: {
      logNormaliser,
      inverse,
      rate,
      componentStride: rowStride,
      axisStride: 1,
      means,
      sourceMean,
      sourceDrift: drift0,
      bases: { basis, inverseBasis, stride: matrixStride },
    },
    setTime(point) {
      p = point;
      for (let set = 0; set < sets; set++) {
        let value = -0.5 * dim * LOG_TWO_PI - logDetFactor;
        for (let i = set * dim; i < (set + 1) * dim; i++) {
          const v = p.alpha * p.alpha * ratios[i]! + p.sigma * p.sigma;
          if (!(v > 0) && weights[set]! > 0) throw massPointPole(p.t, set);
          inverse[i] = 1 / v;
          rate[i] = (p.alpha * p.alphaDot * ratios[i]! + p.sigmaSigmaDot) / v;
          value -= 0.5 * log(v);
        }
        if (sets === 1) logNormaliser.fill(value);
        else logNormaliser[set] = value;
      }
      for (let k = 0; k < count; k++) {
        logNormaliser[k] = weights[k] === 0 ? -Infinity : logNormaliser[k]! + logWeights[k]!;
      }
      for (let i = 0; i < dim; i++) drift0[i] = meanDrift(p, sourceMean[i]!);
    },
    setRow(row, out) {
      x = row;
      for (let k = 0; k < count; k++) {
        whiten(k);
        let square = 0;
        for (let i = 0; i < dim; i++) square += y[i]! * y[i]! * inverse[k * rowStride + i]!;
        out[k] = logNormaliser[k] === -Infinity ? -Infinity : logNormaliser[k]! - 0.5 * square;
      }
    },
    velocity(k, out) {
      whiten(k);
      back(k, (i) => rate[k * rowStride + i]!, out);
      for (let i = 0; i < dim; i++) out[i]! += p.alphaDot * means[k * dim + i]! + drift0[i]!;
    },
    score(k, out) {
      whiten(k);
      for (let i = 0; i < dim; i++) work[i] = -y[i]! * inverse[k * rowStride + i]!;
      for (let j = 0; j < dim; j++) {
        let sum = 0;
        for (let i = 0; i < dim; i++) sum += inverseBasis[k * matrixStride + i * dim + j]! * work[i]!;
        out[j] = sum;
      }
    },
    dtLogDensity(k) {
      whiten(k);
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        let drift = 0;
        for (let j = 0; j < dim; j++) {
          const mean = p.alphaDot * means[k * dim + j]! + drift0[j]!;
          drift += inverseBasis[k * matrixStride + i * dim + j]! * mean;
        }
        const pull = y[i]! * inverse[k * rowStride + i]!;
        sum += rate[k * rowStride + i]! * (y[i]! * pull - 1) + pull * drift;
      }
      return sum;
    },
    dtMagnitude(k) {
      whiten(k);
      let sum = 0;
      for (let i = 0; i < dim; i++) {
        let drift = 0;
        for (let j = 0; j < dim; j++) {
          const mean = Math.abs(p.alphaDot * means[k * dim + j]!) + Math.abs(drift0[j]!);
          drift += Math.abs(inverseBasis[k * matrixStride + i * dim + j]!) * mean;
        }
        const pull = Math.abs(y[i]!) * inverse[k * rowStride + i]!;
        sum += Math.abs(rate[k * rowStride + i]!) * (Math.abs(y[i]!) * pull + 1) + pull * drift;
      }
      return sum;
    },
    divergence(k) {
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += rate[k * rowStride + i]!;
      return sum;
    },
    addJacobian: (k, weight, out) => addProduct(k, weight, (i) => rate[k * rowStride + i]!, 'inverse', out),
    posteriorMeans(k, x1, x0) {
      whiten(k);
      back(k, (i) => p.alpha * ratios[k * rowStride + i]! * inverse[k * rowStride + i]!, x1);
      back(k, (i) => p.sigma * inverse[k * rowStride + i]!, x0);
      for (let i = 0; i < dim; i++) {
        x1[i]! += means[k * dim + i]!;
        x0[i]! += sourceMean[i]!;
      }
    },
    addPosteriorCovariance(k, weight, out) {
      const s2 = p.sigma * p.sigma;
      addProduct(
        k,
        weight,
        (i) => s2 * ratios[k * rowStride + i]! * inverse[k * rowStride + i]!,
        'transpose',
        out,
      );
    },
    velocityVariance(k) {
      const speed = scheduleSpeed(p);
      let sum = 0;
      for (let i = k * rowStride; i < k * rowStride + dim; i++) sum += lengths[i]! * ratios[i]! * inverse[i]!;
      return sum * speed * speed;
    },
  };
}

/** out = A v for the row-major matrix A [dim, dim] that starts at `at`. */
function multiply(a: Float64Array, at: number, dim: number, v: Float64Array, out: Float64Array): void {
  for (let i = 0; i < dim; i++) {
    let sum = 0;
    for (let j = 0; j < dim; j++) sum += a[at + i * dim + j]! * v[j]!;
    out[i] = sum;
  }
}
