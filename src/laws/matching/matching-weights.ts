/**
 * w(t)‖v̂ − u‖² = ‖x̂₁ − x₁‖², ‖ε̂ − x₀‖² or ‖ŝ − s‖², for one guess v̂ of the velocity at x = α x₁ + σ x₀.
 *
 * The guess means x̂₁ = (σv̂ − σ̇x)/D and ε̂ = (α̇x − αv̂)/D, D = α̇σ − ασ̇ (Cramer's rule for x = α x̂₁ + σ ε̂, v̂ = α̇ x̂₁ + σ̇ ε̂), and ŝ = −ε̂/σ.
 * Bound: both sides are squares of differences; δ = 8ε times the sizes of what each difference adds up, carried through the
 * square, 2δ|difference| + δ². Sees weights that are inverted, of the wrong power of σ, or of another schedule.
 * Does not see the loss where its time weight is never used.
 */

import fc from 'fast-check';
import { vectors } from '../arbitraries/points.ts';
import { times } from '../arbitraries/times.ts';
import { givenFinite, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import type { Measurement } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { checkLossSubject, givenValue } from './loss-calls.ts';
import type { LossSubject, MatchingWeighting } from './loss-subject.ts';

/** A point of the path and a guess of its velocity. */
export interface WeightCase {
  readonly t: number;
  readonly x1: readonly number[];
  readonly x0: readonly number[];
  readonly guess: readonly number[];
}

/**
 * The law of matching weights, for a loss that states its `weighting`.
 *
 * ```ts
 * import { condOT, matchingWeight } from 'flowproof';
 * import { matchingWeights, squaredError } from 'flowproof/laws';
 * const noise = matchingWeights({
 *   ...squaredError,
 *   weighting: { schedule: condOT, matching: 'noise', weight: (t) => matchingWeight(condOT, 'noise', t) },
 * });
 * console.log(noise.check().status); // holds
 * ```
 */
export const matchingWeights: Law<LossSubject, WeightCase> = defineLaw({
  id: 'matching-weights',
  number: 6,
  title: 'w(t)‖v̂ − u‖² = ‖x̂₁ − x₁‖², ‖ε̂ − x₀‖² or ‖ŝ − s‖²',
  kind: 'loss',
  assumes: ['a squared error', 'the signal-to-noise ratio rises strictly, σ > 0'],
  export: 'matchingWeights',
  runs: 20,
  refuses(loss) {
    checkLossSubject(loss);
    if (!loss.weighting) return 'the loss states no `weighting`: a schedule, what is matched, and the weight';
    for (const name of ['alpha', 'sigma', 'alphaDot', 'sigmaDot'])
      requireFunction(loss.weighting.schedule, name);
    requireFunction(loss.weighting, 'weight');
    return null;
  },
  cases: () =>
    fc.integer({ min: 1, max: 3 }).chain((dim) =>
      fc.record({
        t: times({ margin: 0.02 }),
        x1: vectors(dim, 3),
        x0: vectors(dim, 3),
        guess: vectors(dim, 3),
      }),
    ),
  words: ({ t, x1, x0, guess }) =>
    `t = ${t}, x₁ = (${x1.join(', ')}), x₀ = (${x0.join(', ')}), v̂ = (${guess.join(', ')})`,
  measure(loss, { t, x1, x0, guess }) {
    const { matching, weight: weightAt } = loss.weighting!;
    const { alpha, sigma, alphaDot, sigmaDot } = coefficients(loss.weighting!, t);
    const weight = givenFinite(`weight(${t})`, weightAt(t));
    const u = x1.map((x, i) => alphaDot * x + sigmaDot * x0[i]!);
    const value = givenValue(loss, guess, u, 1, [1]);
    const d = alphaDot * sigma - alpha * sigmaDot;
    const epsilon = precisionOf(loss);
    let [expected, allowance] = [0, 0];
    for (let i = 0; i < x1.length; i++) {
      const [v, x] = [guess[i]!, alpha * x1[i]! + sigma * x0[i]!];
      const noise = (alphaDot * x - alpha * v) / d;
      const [found, truth, scale] =
        matching === 'target'
          ? [(sigma * v - sigmaDot * x) / d, x1[i]!, sigma / d]
          : matching === 'noise'
            ? [noise, x0[i]!, alpha / d]
            : [-noise / sigma, -x0[i]! / sigma, alpha / (sigma * d)];
      const [own, slope] =
        matching === 'target'
          ? [sigma, sigmaDot]
          : matching === 'noise'
            ? [alpha, alphaDot]
            : [alpha / sigma, alphaDot / sigma];
      const parts = Math.abs(alpha * x1[i]!) + Math.abs(sigma * x0[i]!);
      // α̇σ and ασ̇ may cancel in D, which then is less precise than they are, on both sides alike.
      const velocity = Math.abs(v) + Math.abs(alphaDot * x1[i]!) + Math.abs(sigmaDot * x0[i]!);
      const delta =
        8 *
        epsilon *
        (Math.abs(scale) * velocity +
          (Math.abs(own * v) + Math.abs(slope) * parts) / Math.abs(d) +
          Math.abs(truth));
      expected += (found - truth) * (found - truth);
      allowance += 2 * delta * Math.abs(found - truth) + delta * delta;
    }
    return measurement(weight * value, expected, allowance);
  },
});

function coefficients(
  { schedule }: MatchingWeighting,
  t: number,
): Record<'alpha' | 'sigma' | 'alphaDot' | 'sigmaDot', number> {
  return {
    alpha: givenFinite(`alpha(${t})`, schedule.alpha(t)),
    sigma: givenFinite(`sigma(${t})`, schedule.sigma(t)),
    alphaDot: givenFinite(`alphaDot(${t})`, schedule.alphaDot(t)),
    sigmaDot: givenFinite(`sigmaDot(${t})`, schedule.sigmaDot(t)),
  };
}

function measurement(weighted: number, expected: number, bound: number): Measurement {
  return {
    residual: Math.abs(weighted - expected),
    bound,
    why: '8 roundings of every term of both differences, carried through their squares',
    detail: `the weighted velocity loss is ${weighted}, the matching loss ${expected}`,
  };
}
