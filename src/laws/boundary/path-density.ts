/**
 * ln of the density of αX₁ + σX₀ at one point, from the definition of the sum of two random variables: what p₀ and p₁ must be.
 *
 * A component N(m, S) of the target becomes N(αm + σm₀, α²S + σ²S₀), evaluated by a Cholesky factor; a box becomes a product of differences
 * of Φ. Both are derived and computed apart from src/fields, which works with eigenvectors and joint bases.
 *
 * Error bound, to first order, for both computations together. With w = C⁻¹(x − μ): |w|·8ε(|x| + |αm| + |σm₀|) for the rounded
 * difference; ½η(wᵀ|ΔC|w + tr|C⁻¹ΔC|), η = 8(d + 2)ε, for a covariance and its factor, where ΔC is as large as the diagonal of C
 * where C is diagonal, and as the norm of C in every entry where it is full (the backward error of an eigen-decomposition is such); 8ε of all
 * terms; components mixed by their shares. For a box: roundings of both Φ and of their arguments, divided by their difference.
 */

import { type GaussianSource, gaussianSource } from '../../fields/gaussian-source.ts';
import type { MarginalField } from '../../fields/marginal-field.ts';
import {
  cholesky,
  exp,
  log,
  logSumExp,
  normalCdf,
  normalPdf,
  solveLower,
  solveLowerTransposed,
} from '../../math/index.ts';
import type { Covariances } from '../../targets/covariances.ts';
import type { UniformBoxes } from '../../targets/uniform-boxes.ts';
import { EPSILON } from '../core/precision.ts';

const LOG_TWO_PI = 1.8378770664093454836;

/** A logarithm of a density, and how far two computations of it may be apart. */
export interface KnownDensity {
  readonly value: number;
  readonly error: number;
}

type Ends = Pick<MarginalField, 'target' | 'source' | 'dim'>;

/** ln of the density of αX₁ + σX₀ at x [dim]; σ > 0, or a target with a density. */
export function pathDensity(field: Ends, alpha: number, sigma: number, x: Float64Array): KnownDensity {
  const { target, dim } = field;
  const source = gaussianSource(field.source, dim);
  const parts = Array.from({ length: target.count }, (_, k) => {
    if (target.kind === 'uniform-boxes') return box(target, k, source, alpha, sigma, x);
    const mean = (target.kind === 'empirical' ? target.points : target.means).subarray(
      k * dim,
      (k + 1) * dim,
    );
    const S = target.kind === 'empirical' ? null : target.covariances;
    return gaussian(mean, covariance(S, k, source, dim, alpha, sigma), source.mean, alpha, sigma, x);
  });
  const logs = Float64Array.from(parts, ({ value }, k) => log(target.weights[k]!) + value);
  const value = logSumExp(logs, logs.length);
  if (value === -Infinity) return { value, error: 0 };
  // A component without mass has no share; a NaN error of one with mass has to reach the bound, which then refuses.
  const mixed = parts.reduce(
    (sum, { error }, k) => sum + (logs[k] === -Infinity ? 0 : exp(logs[k]! - value) * error),
    0,
  );
  return { value, error: mixed + 8 * EPSILON * (1 + Math.abs(value)) };
}

/** C = α² Sₖ + σ² S₀, and whether it is diagonal. */
function covariance(
  S: Covariances | null,
  k: number,
  { variances, factor }: GaussianSource,
  dim: number,
  alpha: number,
  sigma: number,
): { C: Float64Array; diagonal: boolean } {
  const C = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) {
      let source = i === j && variances ? variances[i]! : 0;
      if (factor)
        for (let l = 0; l <= Math.min(i, j); l++) source += factor[i * dim + l]! * factor[j * dim + l]!;
      C[i * dim + j] = alpha * alpha * entry(S, k, i, j, dim) + sigma * sigma * source;
    }
  }
  return { C, diagonal: S?.kind !== 'full' && factor === null };
}

function entry(S: Covariances | null, k: number, i: number, j: number, dim: number): number {
  if (S?.kind === 'full') return S.matrices[(k * dim + i) * dim + j]!;
  if (i !== j || S === null) return 0;
  return S.variances[S.kind === 'isotropic' ? k : k * dim + i]!;
}

function gaussian(
  mean: Float64Array,
  { C, diagonal }: { C: Float64Array; diagonal: boolean },
  sourceMean: Float64Array,
  alpha: number,
  sigma: number,
  x: Float64Array,
): KnownDensity {
  const dim = x.length;
  const L = cholesky(C, dim);
  const centred = x.map((value, i) => value - alpha * mean[i]! - sigma * sourceMean[i]!);
  const y = solveLower(L, dim, centred);
  const w = solveLowerTransposed(L, dim, y);
  let [square, logDet, terms, rounding, length, inverse, spread] = [0, 0, dim * LOG_TWO_PI, 0, 0, 0, 0];
  const norm = Math.sqrt(C.reduce((sum, value) => sum + value * value, 0));
  const eta = 8 * (dim + 2) * EPSILON;
  for (let i = 0; i < dim; i++) {
    square += y[i]! * y[i]!;
    logDet += log(L[i * dim + i]!);
    terms += 2 * Math.abs(log(L[i * dim + i]!));
    const size = Math.abs(x[i]!) + Math.abs(alpha * mean[i]!) + Math.abs(sigma * sourceMean[i]!);
    rounding += 8 * EPSILON * size * Math.abs(w[i]!);
    length += Math.abs(w[i]!);
    spread += w[i]! * w[i]! * C[i * dim + i]!;
    const axis = new Float64Array(dim);
    axis[i] = 1;
    const column = solveLowerTransposed(L, dim, solveLower(L, dim, axis));
    inverse += column.reduce((sum, value) => sum + Math.abs(value), 0);
  }
  const moved = diagonal ? spread + dim : norm * (length * length + inverse);
  return {
    value: -0.5 * (dim * LOG_TWO_PI + square) - logDet,
    error: rounding + 0.5 * eta * moved + 4 * EPSILON * (terms + square),
  };
}

function box(
  { lower, upper }: UniformBoxes,
  k: number,
  { mean, variances }: GaussianSource,
  alpha: number,
  sigma: number,
  x: Float64Array,
): KnownDensity {
  const dim = x.length;
  let [value, error] = [0, 0];
  for (let i = 0; i < dim; i++) {
    const [a, b] = [lower[k * dim + i]!, upper[k * dim + i]!];
    if (alpha === 0) {
      const s = sigma * Math.sqrt(variances![i]!);
      const y = (x[i]! - sigma * mean[i]!) / s;
      value -= 0.5 * (LOG_TWO_PI + y * y) + log(s);
      error += 8 * EPSILON * (1 + y * y + (Math.abs(y) * Math.abs(sigma * mean[i]!)) / s + Math.abs(log(s)));
      continue;
    }
    const s = sigma * Math.sqrt(variances![i]!);
    const [far, near] = [a, b].map((edge) => (x[i]! - sigma * mean[i]! - alpha * edge) / s) as [
      number,
      number,
    ];
    // Φ(far) − Φ(near), taken in the lower tail, where Φ has its relative precision.
    const [high, low] = near > 0 ? [-near, -far] : [far, near];
    const difference = normalCdf(high) - normalCdf(low);
    const size =
      (Math.abs(x[i]!) + Math.abs(alpha * a) + Math.abs(alpha * b) + Math.abs(sigma * mean[i]!)) / s;
    const moved = normalCdf(high) + normalCdf(low) + (normalPdf(high) + normalPdf(low)) * size;
    value += log(difference) - log(alpha * (b - a));
    error += difference > 0 ? 8 * EPSILON * (1 + Math.abs(log(difference)) + moved / difference) : 0;
  }
  return { value, error };
}
