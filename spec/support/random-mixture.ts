/** Random mixtures, sources, times and points for the properties of the exact field, from one integer each. */
import type { GaussianSourceSpec } from '../../src/fields/gaussian-source.ts';
import { type GaussianMixture, gaussianMixture } from '../../src/targets/gaussian-mixture.ts';
import type { DenseMixture } from './generating-function.ts';

export type Kind = 'isotropic' | 'diagonal' | 'full';
export const KINDS: readonly Kind[] = ['isotropic', 'diagonal', 'full'];

/** A small generator of its own (xorshift32), so that the tests do not depend on src/random. */
export function generator(seed: number): { uniform: () => number; normal: () => number } {
  let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return (state + 0.5) / 4294967296;
  };
  for (let i = 0; i < 8; i++) uniform();
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

const diagonal = (values: readonly number[]): number[][] =>
  values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));

/** A Aᵀ/d + floor·I, symmetric to the bit, and its square root as a function of two normal vectors. */
function randomCovariance(dim: number, normal: () => number, floor: number): number[][] {
  const A = Array.from({ length: dim }, () => Array.from({ length: dim }, normal));
  const out = diagonal(Array.from({ length: dim }, () => floor));
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = 0; l < dim; l++) sum += (A[i]![l]! * A[j]![l]!) / dim;
      out[i]![j]! += sum;
      if (i !== j) out[j]![i] = out[i]![j]!;
    }
  }
  return out;
}

export interface RandomProblem {
  readonly target: GaussianMixture;
  readonly source: GaussianSourceSpec;
  readonly dense: DenseMixture;
}

/** A mixture of `count` components in `dim` dimensions, and a source, each of the given kind ('isotropic' source: N(0, I)). */
export function randomProblem(
  seed: number,
  dim: number,
  count: number,
  kind: Kind,
  sourceKind: Kind | 'standard',
): RandomProblem {
  const { uniform, normal } = generator(seed);
  const vector = (size: number): number[] => Array.from({ length: dim }, () => size * normal());
  const means = Array.from({ length: count }, () => vector(2));
  const raw = means.map(() => 0.1 + uniform());
  const total = raw.reduce((a, b) => a + b);
  const stds = means.map(() => 0.15 + 1.2 * uniform());
  const variances = means.map(() => vector(1).map((z) => 0.03 + z * z));
  const full = means.map(() => randomCovariance(dim, normal, 0.05));
  const covariances =
    kind === 'full'
      ? full
      : kind === 'diagonal'
        ? variances.map(diagonal)
        : stds.map((s) => diagonal(means[0]!.map(() => s * s)));
  const options = kind === 'full' ? { covariances: full } : kind === 'diagonal' ? { variances } : { stds };
  const target = gaussianMixture({ weights: raw, means, ...options });

  const sourceVariances = vector(1).map((z) => 0.3 + z * z);
  const sourceFull = randomCovariance(dim, normal, 0.3);
  const std = 0.5 + uniform();
  const sourceMean = sourceKind === 'standard' ? vector(0).map(() => 0) : vector(1);
  const source: GaussianSourceSpec =
    sourceKind === 'standard'
      ? {}
      : sourceKind === 'isotropic'
        ? { mean: sourceMean, std }
        : sourceKind === 'diagonal'
          ? { mean: sourceMean, variances: sourceVariances }
          : { mean: sourceMean, covariance: sourceFull };
  const sourceCovariance =
    sourceKind === 'full'
      ? sourceFull
      : diagonal(
          sourceKind === 'diagonal'
            ? sourceVariances
            : sourceMean.map(() => (sourceKind === 'standard' ? 1 : std * std)),
        );
  const dense = { dim, weights: raw.map((w) => w / total), means, covariances, sourceMean, sourceCovariance };
  return { target, source, dense };
}
