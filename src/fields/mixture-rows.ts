/**
 * One row of the marginal field from its components. With responsibilities rₖ = wₖ pₖ(x)/p(x), a softmax shifted by its largest logarithm:
 *
 *   ln p = ln Σ wₖ pₖ         u = Σ rₖ uₖ         s = ∇ ln p = Σ rₖ sₖ         ∂ₜ ln p = Σ rₖ ∂ₜ ln pₖ
 *   ∂u/∂x = Σ rₖ (∂uₖ/∂x + (uₖ − u)(sₖ − s)ᵀ)      div u = Σ rₖ (div uₖ + (sₖ − s)·(uₖ − u)),   since ∇rₖ = rₖ (sₖ − s)
 *   tr Cov(α̇X₁ + σ̇X₀ | x) = Σ rₖ (tr Covₖ + |uₖ − u|²)
 *
 * Products of deviations are formed component by component, so that far components do not cancel. Components of weight rₖ = 0 are skipped.
 */
import { exp, log } from '../math/index.ts';
import type { Components } from './components.ts';

/** The evaluator of one row at a time; `begin` first. */
export interface MixtureRows {
  /** Reads the row, computes the responsibilities and returns ln p, −∞ where p underflows. */
  begin(x: Float64Array): number;
  readonly responsibilities: Float64Array;
  velocity(out: Float64Array): void;
  score(out: Float64Array): void;
  dtLogDensity(): number;
  /** Sum of the magnitudes of what ∂ₜ ln p + div u + u·s adds up, component by component. */
  termMagnitude(): number;
  divergence(): number;
  jacobian(out: Float64Array): void;
  posteriorMeans(x1: Float64Array, x0: Float64Array): void;
  /** Cov(X₁ | x), given E[X₁ | x] = x1. */
  posteriorCovariance(x1: Float64Array, out: Float64Array): void;
  velocityVariance(): number;
}

export function mixtureRows(components: Components): MixtureRows {
  const { dim, count } = components;
  const r = new Float64Array(count);
  const u = new Float64Array(dim);
  const s = new Float64Array(dim);
  const uk = new Float64Array(dim);
  const sk = new Float64Array(dim);

  /** out = Σ rₖ vₖ, vₖ written by `of` to `each`. */
  const mean = (of: (k: number, out: Float64Array) => void, each: Float64Array, out: Float64Array): void => {
    out.fill(0);
    for (let k = 0; k < count; k++) {
      const weight = r[k]!;
      if (weight === 0) continue;
      of(k, each);
      for (let i = 0; i < dim; i++) out[i]! += weight * each[i]!;
    }
  };
  const rows: MixtureRows = {
    responsibilities: r,
    begin(x) {
      components.setRow(x, r);
      let max = -Infinity;
      for (let k = 0; k < count; k++) if (r[k]! > max) max = r[k]!;
      if (max === -Infinity) return max;
      let sum = 0;
      for (let k = 0; k < count; k++) {
        r[k] = r[k]! - max < -750 ? 0 : exp(r[k]! - max);
        sum += r[k]!;
      }
      for (let k = 0; k < count; k++) r[k]! /= sum;
      return max + log(sum);
    },
    velocity: (out) => mean(components.velocity, uk, out),
    score: (out) => mean(components.score, sk, out),
    dtLogDensity() {
      let sum = 0;
      for (let k = 0; k < count; k++) if (r[k]! > 0) sum += r[k]! * components.dtLogDensity(k);
      return sum;
    },
    termMagnitude() {
      rows.velocity(u);
      rows.score(s);
      let sum = norm(u) * norm(s);
      for (let k = 0; k < count; k++) {
        if (r[k] === 0) continue;
        components.velocity(k, uk);
        components.score(k, sk);
        const products = (norm(uk) + norm(u)) * (norm(sk) + norm(s));
        sum += r[k]! * (components.dtMagnitude(k) + Math.abs(components.divergence(k)) + products);
      }
      return sum;
    },
    divergence() {
      rows.velocity(u);
      rows.score(s);
      let sum = 0;
      for (let k = 0; k < count; k++) {
        if (r[k] === 0) continue;
        components.velocity(k, uk);
        components.score(k, sk);
        let along = 0;
        for (let i = 0; i < dim; i++) along += (sk[i]! - s[i]!) * (uk[i]! - u[i]!);
        sum += r[k]! * (components.divergence(k) + along);
      }
      return sum;
    },
    jacobian(out) {
      rows.velocity(u);
      rows.score(s);
      out.fill(0);
      for (let k = 0; k < count; k++) {
        if (r[k] === 0) continue;
        components.addJacobian(k, r[k]!, out);
        components.velocity(k, uk);
        components.score(k, sk);
        addOuter(r[k]!, uk, u, sk, s, out);
      }
    },
    posteriorMeans(x1, x0) {
      x1.fill(0);
      x0.fill(0);
      for (let k = 0; k < count; k++) {
        if (r[k] === 0) continue;
        components.posteriorMeans(k, uk, sk);
        for (let i = 0; i < dim; i++) {
          x1[i]! += r[k]! * uk[i]!;
          x0[i]! += r[k]! * sk[i]!;
        }
      }
    },
    posteriorCovariance(x1, out) {
      out.fill(0);
      for (let k = 0; k < count; k++) {
        if (r[k] === 0) continue;
        components.addPosteriorCovariance(k, r[k]!, out);
        components.posteriorMeans(k, uk, sk);
        addOuter(r[k]!, uk, x1, uk, x1, out);
      }
    },
    velocityVariance() {
      rows.velocity(u);
      let sum = 0;
      for (let k = 0; k < count; k++) {
        if (r[k] === 0) continue;
        components.velocity(k, uk);
        let spread = 0;
        for (let i = 0; i < dim; i++) spread += (uk[i]! - u[i]!) * (uk[i]! - u[i]!);
        sum += r[k]! * (components.velocityVariance(k) + spread);
      }
      return sum;
    },
  };
  return rows;
}

const norm = (a: Float64Array): number => Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));

/** out += weight · (a − a₀)(b − b₀)ᵀ. */
function addOuter(
  weight: number,
  a: Float64Array,
  a0: Float64Array,
  b: Float64Array,
  b0: Float64Array,
  out: Float64Array,
): void {
  const dim = a.length;
  for (let i = 0; i < dim; i++) {
    const left = weight * (a[i]! - a0[i]!);
    for (let j = 0; j < dim; j++) out[i * dim + j]! += left * (b[j]! - b0[j]!);
  }
}
