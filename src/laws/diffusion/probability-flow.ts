/**
 * The velocity of a Gaussian path is that of the probability-flow equation of a diffusion:
 *
 *   u = f x + ½ g² s,   f = α̇/α,   g² = 2(α̇/α)σ² − 2σσ̇ ≥ 0,   s = ∇ ln p_t, t from noise to data.
 *
 * Signs: the diffusion runs in τ = 1 − t from data to noise, dX = f_τ X dτ + g dB with f_τ = −α̇/α and dσ²/dτ = 2f_τσ² + g², and its
 * probability flow dx/dτ = f_τ x − ½g²s; dt = −dτ turns both signs. Where the path is a known diffusion the rates are taken from it, and
 * not from α̇, σ̇: variance preserving with β(τ), u = ½β(x + s); variance exploding, u = −½ (dσ²/dt) s with dσ²/dt by differences of σ².
 *
 * Bound: n = d + 4 + |ln p| roundings of the weights on what each side adds up (scheduled-field.ts), 4 of each coefficient:
 * ε[|α̇/α|(4L + n σM) + (|α̇/α|σ + |σ̇|)(4L/σ + nM)] twice, plus ½g²E(s), plus the error of dσ²/dt times ½|s|.
 * Poles: α = 0 (f is infinite) and σ̇ = ±∞, both at ends only; the law keeps 0.001 away from them. Blind to: an error that u and s share.
 * Sources: Song et al., Score-Based Generative Modeling through SDEs (2021), eq. 13, 29, 33; Karras et al. (2022), eq. 1.
 */

import { measuredDerivative } from '../../schedules/measured-derivative.ts';
import { type FieldPoint, fieldPoints, linePicture, pointWords } from '../arbitraries/field-points.ts';
import { times } from '../arbitraries/times.ts';
import { pointAt } from '../conversions/linear-relations.ts';
import { givenFinite } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import {
  type FieldValues,
  refusesField,
  roundingSizes,
  type ScheduledFieldSubject,
  valuesAt,
} from './scheduled-field.ts';

/**
 * The law of the probability-flow equation.
 *
 * ```ts
 * import { eightGaussians, marginalField, vp } from 'flowproof';
 * import { probabilityFlow } from 'flowproof/laws';
 * const field = marginalField({ schedule: vp(), target: eightGaussians() });
 * console.log(probabilityFlow(field).check().status); // holds
 * ```
 */
export const probabilityFlow: Law<ScheduledFieldSubject, FieldPoint> = defineLaw({
  id: 'probability-flow',
  number: 7,
  title: 'u = f x + ½g²∇ ln p, f = α̇/α, g² = 2(α̇/α)σ² − 2σσ̇ (in the time of the diffusion: f x − ½g²∇ ln p)',
  kind: 'field',
  assumes: ['X_t = αX₁ + σX₀ with X₀ ~ N(0, I) and a known schedule', 'α ≠ 0, 0 < t < 1'],
  export: 'probabilityFlow',
  runs: 30,
  refuses: refusesField,
  cases: (field) => fieldPoints(field, times()),
  words: pointWords,
  picture: (field) => linePicture(field, [0.01, 0.99]),
  measure(field, { t, x: at }) {
    const values = valuesAt(field, t, at);
    const { alpha, sigma, alphaDot, sigmaDot } = pointAt(field.schedule!, t);
    if (alpha === 0 || !Number.isFinite(sigmaDot / alpha)) {
      throw new CannotJudge(`α = ${alpha} and σ̇ = ${sigmaDot} at t = ${t}: a pole of f or g²`);
    }
    const f = alphaDot / alpha;
    const half = f * sigma * sigma - sigma * sigmaDot;
    const { roundings, noise, reach } = roundingSizes(field, t, values, sigma);
    const n = roundings;
    const rounding =
      2 *
      values.precision *
      (Math.abs(f) * (4 * reach + n * sigma * noise) +
        (Math.abs(f) * sigma + Math.abs(sigmaDot)) * ((4 * reach) / sigma + n * noise));
    const found = [compare('f x + ½g²s', f, half, rounding, values)];
    const known = knownRates(field, t);
    if (known) found.push(compare(known.name, known.f, known.half, rounding, values, known.error));
    return worstOf(found);
  },
});

interface Rates {
  readonly name: string;
  readonly f: number;
  /** ½g². */
  readonly half: number;
  /** Absolute error of ½g². */
  readonly error: number;
}

/** The rates of a known diffusion, without α̇ and σ̇. */
function knownRates(field: ScheduledFieldSubject, t: number): Rates | null {
  const spec = field.schedule!.spec as { kind?: string; betaMin?: number; betaMax?: number } | undefined;
  const linear = (tau: number): number => spec!.betaMin! + tau * (spec!.betaMax! - spec!.betaMin!);
  const beta = field.beta?.bind(field) ?? (spec?.kind === 'vp' ? linear : null);
  if (beta) {
    const half = 0.5 * givenFinite(`beta(${1 - t})`, beta(1 - t));
    return { name: '½β(x + s)', f: half, half, error: 0 };
  }
  if (spec?.kind === 've') {
    const square = (s: number): number => {
      const sigma = givenFinite(`schedule.sigma(${s})`, field.schedule!.sigma(s));
      return sigma * sigma;
    };
    const slope = measuredDerivative(square, t, 0);
    return { name: '−½(dσ²/dt)s', f: 0, half: -0.5 * slope.value, error: 0.5 * slope.error };
  }
  return null;
}

function compare(
  name: string,
  f: number,
  half: number,
  rounding: number,
  { x, u, score }: FieldValues,
  error = 0,
): Measurement {
  return worstOf(
    Array.from(x, (value, i) => {
      const flow = f * value + half * score.value[i]!;
      return {
        residual: Math.abs(u[i]! - flow),
        bound: rounding + Math.abs(half) * score.error[i]! + error * Math.abs(score.value[i]!),
        why: 'roundings of x, score, weights and rates, and of what is a difference',
        detail: `u is ${u[i]}, ${name} is ${flow}${i === 0 ? '' : ` (coordinate ${i})`}`,
      };
    }),
  );
}
