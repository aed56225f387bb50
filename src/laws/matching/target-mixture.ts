/** The distribution of z as laws need it: draws, and, where it is one, a Gaussian mixture z = mₖ + Fₖ ξ, ξ ~ N(0, I), to integrate over. */
import type { Key } from '../../random/index.ts';
import type { Empirical } from '../../targets/empirical.ts';
import {
  type GaussianMixture,
  type GaussianMixtureOptions,
  gaussianMixture,
} from '../../targets/gaussian-mixture.ts';

/** A distribution that can be drawn only. */
export interface SampledTarget {
  readonly dim: number;
  /** Rows first, first + 1, … of the sample of this key, to out [rows, dim]. */
  sampleInto(key: Key, first: number, out: Float64Array): void;
}

/** What z is drawn from: a mixture (ours, or its plain data), data points, or, for Monte Carlo alone, anything that draws. */
export type MatchingTarget = GaussianMixture | GaussianMixtureOptions | Empirical | SampledTarget;

/** Σ wₖ N(mₖ, Fₖ Fₖᵀ). */
export interface TargetMixture {
  readonly dim: number;
  readonly count: number;
  /** [count], sum 1. */
  readonly weights: Float64Array;
  /** [count, dim]. */
  readonly means: Float64Array;
  /** Fₖ [count, dim, dim]. */
  readonly factors: Float64Array;
}

const isPlain = (target: MatchingTarget): target is GaussianMixtureOptions =>
  'means' in target && !('sampleInto' in target);

/** The target as a mixture; null when it can only be drawn. Throws ArgumentError for wrong data. */
export function mixtureOf(target: MatchingTarget): TargetMixture | null {
  if (isPlain(target)) return mixtureOf(gaussianMixture(target));
  if (!('kind' in target)) return null;
  const { dim, count, weights } = target;
  if (target.kind === 'empirical') {
    return { dim, count, weights, means: target.points, factors: new Float64Array(count * dim * dim) };
  }
  if (target.kind !== 'gaussian-mixture') return null;
  return { dim, count, weights, means: target.means, factors: factorsOf(target) };
}

function factorsOf({ dim, count, covariances: S }: GaussianMixture): Float64Array {
  const factors = new Float64Array(count * dim * dim);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < dim; i++) {
      if (S.kind !== 'full') {
        const variance = S.variances[S.kind === 'isotropic' ? k : k * dim + i]!;
        factors[(k * dim + i) * dim + i] = Math.sqrt(variance);
      } else {
        for (let j = 0; j < dim; j++) {
          const root = Math.sqrt(S.eigenvalues[k * dim + j]!);
          factors[(k * dim + i) * dim + j] = S.eigenvectors[(k * dim + i) * dim + j]! * root;
        }
      }
    }
  }
  return factors;
}

/** The target as something to draw from. */
export function samplerOf(target: MatchingTarget): SampledTarget {
  return isPlain(target) ? gaussianMixture(target) : target;
}
