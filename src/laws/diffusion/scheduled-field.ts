/**
 * A field that also says on which schedule its path runs, X_t = α X₁ + σ X₀ with X₀ ~ N(0, I): what Tweedie's formula and the
 * probability-flow equation need. Every marginal field of flowproof from the source N(0, I) is one.
 *
 * How large rounding may be: a value of E[X₀|x] = −σs is a sum Σ rₖ x₀ₖ with weights rₖ = softmax(lₖ). Each lₖ carries about
 * (d + 4 + |ln p|) roundings, and so does each weight; |x₀ₖ| is at most M = |σs| + 4√d + √(2|ln p|) at points that matter, since a
 * component that is farther off in units of its width has no weight. So E[X₀|x] errs by n·ε·M, n = d + 4 + |ln p|, besides the
 * rounding of x − αmₖ, which divides by σ and is that of L: |x|, or numbers of the size that the path has at t (the largest of 16 draws),
 * since mₖ may be large where x is 0. And αE[X₁|x] = x − σE[X₀|x] errs by εL + nεσM.
 */

import type { GaussianSourceSpec } from '../../fields/gaussian-source.ts';
import { key } from '../../random/index.ts';
import { drawField, logDensityWithMass } from '../core/field-calls.ts';
import { givenArray, requireDimension } from '../core/guard.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject, ScheduleSubject } from '../core/subjects.ts';
import { type Measured, scoreByDifferences } from './differences.ts';

/** A field with its schedule. Batches are [rows, dim]. */
export interface ScheduledFieldSubject extends FieldSubject {
  /** Without it these laws say nothing. */
  readonly schedule?: ScheduleSubject & { readonly spec?: object };
  /** The law of X₀, when it is not N(0, I). */
  readonly source?: GaussianSourceSpec;
  /** E[X₁ | X_t = x] to out.x1 [rows, dim]. */
  posterior?(t: number, x: Float64Array, out: { readonly x1: Float64Array }): void;
  /** For a variance preserving path: the rate β(τ) of dX = −½βX dτ + √β dB in the diffusion's own time τ = 1 − t. */
  beta?(tau: number): number;
}

/** Why such a law cannot judge the field, or null. */
export function refusesField(field: ScheduledFieldSubject): string | null {
  if (typeof field?.velocity !== 'function') return 'it has no velocity(t, x, out)';
  if (typeof field.logDensity !== 'function') return 'it has no logDensity(t, x, out)';
  if (typeof field.schedule?.alpha !== 'function') return 'it does not say on which schedule its path runs';
  requireDimension(field);
  const { mean, std, variances, covariance } = field.source ?? {};
  const standard = (mean ?? []).every((m) => m === 0) && (std ?? 1) === 1;
  if (!standard || (variances ?? []).some((v) => v !== 1) || covariance) {
    return 'its source is not N(0, I), for which these formulas are written';
  }
  return null;
}

/** What a field says at one point. */
export interface FieldValues {
  readonly x: Float64Array;
  readonly u: Float64Array;
  /** The field's own score, or differences of its ln p. */
  readonly score: Measured;
  readonly logP: number;
  readonly precision: number;
}

const DRAWS = key(0);

export function valuesAt(field: ScheduledFieldSubject, t: number, at: readonly number[]): FieldValues {
  const x = Float64Array.from(at);
  const { dim } = field;
  const precision = precisionOf(field);
  // First, since where p is 0 a velocity may not exist.
  const logP = logDensityWithMass(field, t, x);
  const u = givenArray(`velocity(${t}, …)`, dim, (out) => field.velocity(t, x, out));
  const score = field.score
    ? {
        value: givenArray(`score(${t}, …)`, dim, (out) => field.score!(t, x, out)),
        error: new Float64Array(dim),
      }
    : scoreByDifferences(field, t, x, precision);
  return { x, u, score, logP, precision };
}

/** n, M and L, as above. */
export function roundingSizes(
  field: ScheduledFieldSubject,
  t: number,
  values: FieldValues,
  sigma: number,
): { readonly roundings: number; readonly noise: number; readonly reach: number } {
  const dim = values.x.length;
  const most = (a: Float64Array): number => a.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const size = Math.abs(values.logP);
  return {
    roundings: dim + 4 + size,
    noise: sigma * most(values.score.value) + 4 * Math.sqrt(dim) + Math.sqrt(2 * size),
    reach: Math.max(most(values.x), most(drawField(field, t, DRAWS, 16))),
  };
}
