/**
 * Gaussian to Gaussian in closed form, for any two covariances, whether they commute or not.
 *
 * With X₀ ~ N(m₀, S₀) and X₁ ~ N(m₁, S₁) independent, X_t has the mean c = αm₁ + σm₀ and the covariance V = α²S₁ + σ²S₀, and
 *
 *   u_t(x) = ċ + ½ V̇ V⁻¹ (x − c),   since Cov(α̇X₁ + σ̇X₀, X_t) = αα̇ S₁ + σσ̇ S₀ = ½ V̇.
 *
 * One congruence diagonalises both: S₀ = PPᵀ, S₁ = P diag(λ) Pᵀ (from S₀ = LLᵀ and L⁻¹S₁L⁻ᵀ = Q diag(λ) Qᵀ, P = LQ). Hence
 * V = P diag(v) Pᵀ with vᵢ = α²λᵢ + σ², ½ V̇ V⁻¹ = P diag(v̇/2v) P⁻¹, and in the coordinates z = P⁻¹(x − c), which depend on no time but
 * for c, the flow falls apart into ż = (v̇/2v) z:
 *
 *   x_t = c_t + P diag(√(vᵢ(t)/vᵢ(0))) P⁻¹ (x_0 − c_0).
 *
 * It is no optimal transport unless S₀ and S₁ commute: at t = 1 under cond-ot its matrix is P diag(√λ) P⁻¹ = (S₁ # S₀) S₀⁻¹, # the
 * geometric mean, which is symmetric only then.
 */
import type { GaussianSource } from '../fields/gaussian-source.ts';
import { jointBasis } from '../fields/joint-basis.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { Covariances } from '../targets/covariances.ts';

/** The coordinates in which source and target have the covariances I and diag(λ). */
export interface NormalCoordinates {
  readonly dim: number;
  /** P and P⁻¹, [dim, dim]. */
  readonly basis: Float64Array;
  readonly inverse: Float64Array;
  /** λ [dim] ≥ 0. */
  readonly ratios: Float64Array;
  /** The largest row sum of |P⁻¹||P| ≥ 1: how much rounding may grow on the way there and back. */
  readonly condition: number;
  /** P is a multiple of the identity or diagonal: products with it lose nothing to cancellation. */
  readonly diagonal: boolean;
}

/** `S` of the component that counts, of which there is one. */
export function normalCoordinates(S: Covariances, source: GaussianSource, dim: number): NormalCoordinates {
  const { basis, inverseBasis: inverse, ratios } = jointBasis(S, source, 1, dim);
  let condition = 1;
  let diagonal = true;
  for (let i = 0; i < dim; i++) {
    let sum = 0;
    for (let l = 0; l < dim; l++) {
      if (l !== i && basis[i * dim + l] !== 0) diagonal = false;
      for (let j = 0; j < dim; j++) sum += Math.abs(inverse[i * dim + l]! * basis[l * dim + j]!);
    }
    condition = Math.max(condition, sum);
  }
  return { dim, basis, inverse, ratios, condition, diagonal };
}

/** M x [dim], and |M||x| beside it, out of which rounding is bounded. */
export function product(
  matrix: Float64Array,
  x: Float64Array,
  out: Float64Array,
  magnitude: Float64Array,
): void {
  const dim = x.length;
  for (let i = 0; i < dim; i++) {
    let sum = 0;
    let size = 0;
    for (let j = 0; j < dim; j++) {
      const term = matrix[i * dim + j]! * x[j]!;
      sum += term;
      size += Math.abs(term);
    }
    out[i] = sum;
    magnitude[i] = size;
  }
}

/** √(vᵢ(t)/vᵢ(0)) [dim], v = α²λ + σ². */
export function growth(schedule: Schedule, t: number, ratios: Float64Array): Float64Array {
  const [a0, s0, a, s] = [schedule.alpha(0), schedule.sigma(0), schedule.alpha(t), schedule.sigma(t)];
  return ratios.map((r) => Math.sqrt((a * a * r + s * s) / (a0 * a0 * r + s0 * s0)));
}
