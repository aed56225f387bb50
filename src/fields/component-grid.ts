/**
 * Quadrature nodes for the components of a mixture on its path: the trapezoidal rule for N(0, I) in d = 1, 2, carried to
 * N(αmₖ + σm₀, Vₖ), Vₖ = α²Sₖ + σ²S₀. It converges exponentially for analytic integrands; outside the ball of radius 8 lies
 * 1.2·10⁻¹⁵ of N(0, 1), and e⁻³² = 1.3·10⁻¹⁴ of N(0, I) in the plane.
 */
import { cholesky, exp } from '../math/index.ts';
import type { GaussianMixture } from '../targets/gaussian-mixture.ts';
import { gaussianSource } from './gaussian-source.ts';
import type { MarginalField } from './marginal-field.ts';

const REACH = 8;
const INVERSE_SQRT_TWO_PI = 0.39894228040143267794;

/** Trapezoidal nodes y [n, dim] with step h = 16/points inside the ball of radius 8, and weights φ(y) hᵈ. */
export function standardGrid(
  points: number,
  dim: number,
): { readonly offsets: Float64Array; readonly weights: Float64Array } {
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
export function placeGrid(
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
  // Cholesky reads the lower triangle only.
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
      V[i * dim + j] = alpha * alpha * entry + sigma * sigma * source;
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
