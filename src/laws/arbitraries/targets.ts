/** Gaussian mixtures with short numbers, as plain data; shrink to one component N(0, I). */
import fc from 'fast-check';
import type { GaussianMixtureSpec } from '../../targets/target.ts';
import { positive, vectors } from './points.ts';

/** Which mixtures. */
export interface MixtureOptions {
  readonly dim: number;
  /** Components, at most; default 3. */
  readonly count?: number;
  /** Means lie in [−reach, reach]ᵈ; default 3. */
  readonly reach?: number;
  /** Standard deviations; default from 0.2 to 2. */
  readonly stds?: readonly [number, number];
}

/**
 * Σ wₖ N(mₖ, Sₖ) with weights that are multiples of 1/Σ of small integers; covariances isotropic, diagonal, or full: a diagonal and a
 * rotation in the plane of two axes.
 */
export function mixtureSpecs(options: MixtureOptions): fc.Arbitrary<GaussianMixtureSpec> {
  const { dim, count = 3, reach = 3, stds = [0.2, 2] } = options;
  const std = positive(stds[0], stds[1]);
  const form = fc.constantFrom(...(dim > 1 ? [isotropic, diagonal, full] : [isotropic, diagonal]));
  return fc.tuple(fc.integer({ min: 1, max: count }), form).chain(([n, build]) =>
    fc
      .tuple(
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: n, maxLength: n }),
        fc.array(vectors(dim, reach), { minLength: n, maxLength: n }),
        build(dim, n, std),
      )
      .map(([parts, means, spread]): GaussianMixtureSpec => {
        const total = parts.reduce((a, b) => a + b);
        return { kind: 'gaussian-mixture', weights: parts.map((part) => part / total), means, ...spread };
      }),
  );
}

type Spread = Pick<GaussianMixtureSpec, 'stds' | 'variances' | 'covariances'>;

function isotropic(_dim: number, count: number, std: fc.Arbitrary<number>): fc.Arbitrary<Spread> {
  return fc.array(std, { minLength: count, maxLength: count }).map((stds) => ({ stds }));
}

function variancesOf(dim: number, count: number, std: fc.Arbitrary<number>): fc.Arbitrary<number[][]> {
  const one = fc.array(std, { minLength: dim, maxLength: dim }).map((row) => row.map((s) => s * s));
  return fc.array(one, { minLength: count, maxLength: count });
}

function diagonal(dim: number, count: number, std: fc.Arbitrary<number>): fc.Arbitrary<Spread> {
  return variancesOf(dim, count, std).map((variances) => ({ variances }));
}

/** diag(v) turned by the angle with cosine 0.8 and sine 0.6 (both exact to the last bit that matters) in the plane of the first and last axis. */
function full(dim: number, count: number, std: fc.Arbitrary<number>): fc.Arbitrary<Spread> {
  return variancesOf(dim, count, std).map((variances) => ({ covariances: variances.map(turned) }));
}

function turned(v: readonly number[]): number[][] {
  const [c, s, last] = [0.8, 0.6, v.length - 1];
  const S = v.map((value, i) => v.map((_, j) => (i === j ? value : 0)));
  const [a, b] = [v[0]!, v[last]!];
  S[0]![0] = c * c * a + s * s * b;
  S[last]![last] = s * s * a + c * c * b;
  S[0]![last] = S[last]![0] = c * s * (a - b);
  return S;
}
