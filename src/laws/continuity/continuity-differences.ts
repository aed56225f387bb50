/**
 * The continuity equation by differences that must show their order of convergence.
 *
 * Only ln p and u are taken, and differenced in t and in x (central-scheme.ts): nothing is known of formulas, so this law sees wrong α̇ and σ̇,
 * to which the identity is blind. Judged in three ways, the worst of which counts:
 *
 *   limit          S(h) → 0 as h → 0. Residual: the Richardson limit. Bound: its error estimate and 2δ/h for rounding (schedules/richardson.ts)
 *   second order   S(h) falls like h². Residual: by how much the observed order misses 2. Bound: order-of-fall.ts
 *   fourth order   S₄(h) = (4S(h/2) − S(h))/3, the five-point scheme, falls like h⁴, likewise; δ(S₄) ≤ 3δ(S(h))
 *
 * Orders above the expected ones are no mistake: a coefficient may vanish. Where the field violates the equation, S(h) stops at
 * the violation, above the rounding: limit and order both fail. Where rounding hides the order at all steps, the limit alone counts.
 * First steps: where ln p bends by 1 (local-scales.ts), at most 0.1 and half the way to the nearer end in t; half of that length in x, since there u
 * is differenced too, which follows the shares of components, and these turn over where ln p bends by 1. CannotJudge where the limit
 * is not known to 10⁻³ of the terms, or of 1 (ln p changing by 1 in the unit of time) where they are smaller: not smooth, or too noisy.
 * Sources: Richardson (1911); Ridders (1982); Roache, Verification and Validation in Computational Science (1998), chapter 5.
 */

import { extrapolate } from '../../schedules/richardson.ts';
import { type FieldPoint, linePicture, pointWords } from '../arbitraries/field-points.ts';
import { logDensityWithMass, requireField } from '../core/field-calls.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { centralScheme, type SchemeValues } from './central-scheme.ts';
import { lengthScale, timeScale } from './local-scales.ts';
import { orderOfFall } from './order-of-fall.ts';
import { continuityPoints } from './points.ts';

const LEVELS = 9;
const COARSE = 1e-3;
const MOST_DIMENSIONS = 64;

/**
 * The continuity equation from values of ln p and u, at falling steps.
 *
 * ```ts
 * import { continuityDifferences } from 'flowproof/laws';
 * // X_t = t X₁ + (1 − t) X₀ with X₁ ~ N(0, 4), written down by hand.
 * const variance = (t: number) => 4 * t * t + (1 - t) * (1 - t);
 * const byHand = (slope: (t: number) => number) => ({
 *   dim: 1,
 *   velocity: (t: number, x: Float64Array, out: Float64Array) => {
 *     for (let i = 0; i < x.length; i++) out[i] = (slope(t) / variance(t)) * x[i]!;
 *   },
 *   logDensity: (t: number, x: Float64Array, out: Float64Array) => {
 *     for (let i = 0; i < x.length; i++) out[i] = -0.5 * (Math.log(variance(t)) + (x[i]! * x[i]!) / variance(t));
 *   },
 * });
 * console.log(continuityDifferences(byHand((t) => 5 * t - 1)).check().status); // holds
 * console.log(continuityDifferences(byHand((t) => 4 * t - 1)).check().status); // violated
 * ```
 */
export const continuityDifferences: Law<FieldSubject, FieldPoint> = defineLaw({
  id: 'continuity-differences',
  number: 3,
  title: '∂ₜ ln p + div u + u·∇ ln p = 0, by differences of second and fourth order',
  kind: 'field',
  assumes: ['p is positive and smooth inside (0, 1)', `at most ${MOST_DIMENSIONS} dimensions`],
  export: 'continuityDifferences',
  runs: 20,
  refuses(field) {
    requireField(field, ['velocity', 'logDensity']);
    if (field.dim <= MOST_DIMENSIONS) return null;
    return `${field.dim} dimensions: differences along each are too many; give dtLogDensity, divergence and score, and use continuity-identity`;
  },
  cases: continuityPoints,
  words: pointWords,
  picture: (field) => linePicture(field, [0.002, 0.998]),
  measure(field, at) {
    const x = Float64Array.from(at.x);
    logDensityWithMass(field, at.t, x);
    const steps = {
      time: timeScale(field, at.t, x),
      length: 0.5 * lengthScale(field, at.t, x),
      levels: LEVELS,
    };
    return judgeScheme(centralScheme(field, at.t, x, steps), precisionOf(field), pointWords(at));
  },
});

function judgeScheme(scheme: SchemeValues, precision: number, words: string): Measurement {
  const { sums, firstStep, noise, magnitude } = scheme;
  const limit = extrapolate(sums, firstStep, 4, noise);
  const bound = limit.error + 4 * precision * magnitude;
  if (!(bound <= COARSE * Math.max(1, magnitude))) {
    throw new CannotJudge(
      `the differences converge to ${limit.value} ± ${bound} only, terms of ${magnitude}: not smooth near ${words}`,
    );
  }
  const fourth = Float64Array.from({ length: sums.length - 1 }, (_, l) => (4 * sums[l + 1]! - sums[l]!) / 3);
  const detail = inWords(sums, fourth, noise / firstStep);
  return worstOf([
    {
      residual: Math.abs(limit.value),
      bound,
      why: 'error estimate of the extrapolation, and the measured rounding of ln p and u divided by the step',
      detail,
    },
    ...falls(sums, 2, noise / firstStep, detail),
    ...falls(fourth, 4, (3 * noise) / firstStep, detail),
  ]);
}

function falls(values: Float64Array, expected: number, noise: number, detail: string): Measurement[] {
  const seen = orderOfFall(values, noise);
  if (seen === null) return [];
  return [
    {
      residual: Math.max(0, expected - seen.order),
      bound: seen.uncertainty,
      why: `differences of order ${expected}: half an order, and as much as the observed order changes from step to step`,
      detail,
    },
  ];
}

function inWords(second: Float64Array, fourth: Float64Array, noise: number): string {
  const show = (values: Float64Array, rounding: number): string => {
    const list = Array.from(values.subarray(0, 4), (value) => value.toExponential(1)).join(', ');
    const seen = orderOfFall(values, rounding);
    return `${list}, … (order ${seen === null ? 'hidden by rounding' : seen.order.toFixed(2)})`;
  };
  return `second-order residuals at h, h/2, …: ${show(second, noise)}; fourth-order: ${show(fourth, 3 * noise)}`;
}
