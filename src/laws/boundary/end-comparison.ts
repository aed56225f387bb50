/** What boundary-start and boundary-end share: cases, ln p at the end against what it must be, and means with their standard errors. */

import fc from 'fast-check';
import { exp } from '../../math/index.ts';
import { pointWords } from '../arbitraries/field-points.ts';
import { vectors } from '../arbitraries/points.ts';
import { logDensityAt } from '../core/field-calls.ts';
import { givenArray } from '../core/guard.ts';
import type { Measurement } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { meanWithError } from '../core/statistics.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { endLimit } from '../schedule/end-limits.ts';
import type { KnownDensity } from './path-density.ts';

/** A point x [dim], or with `seed` a mean over random points. */
export interface EndCase {
  readonly x?: readonly number[];
  readonly seed?: number;
}

/** Points in a box of the field's scale and, where a defect is to be measured, seeds of samples. */
export function endCases(field: FieldSubject, scale: number, defect: boolean): fc.Arbitrary<EndCase> {
  const points = vectors(field.dim, Math.max(0.01, 4 * scale)).map((x): EndCase => ({ x }));
  if (!defect) return points;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 5, arbitrary: points },
    { weight: 1, arbitrary: fc.nat({ max: 65535 }).map((seed): EndCase => ({ seed })) },
  );
}

export function endWords(t: 0 | 1, { x, seed }: EndCase): string {
  if (x === undefined) return `t = ${t}, points of seed ${seed}`;
  return pointWords({ t, x });
}

/** Why two values of ln p may differ, by where one of them comes from. */
export const ROUNDINGS = {
  stated: 'roundings of two sums of d squares',
  marginal: 'roundings of two computations of one density',
} as const;

/** ln p_t(x) against what it must be, −∞ where that is. */
export function compareAt(
  field: FieldSubject,
  t: 0 | 1,
  x: Float64Array,
  { value, error }: KnownDensity,
  why: string,
): Measurement {
  const given = logDensityAt(field, t, x)[0]!;
  return {
    residual: given === value ? 0 : Math.abs(given - value),
    bound: error,
    why,
    detail: `ln p(x) is ${given} at t = ${t}, and ${value} by the definition`,
  };
}

/** ln p_s(x) next to the end, or p_s(x) where that is 0, against its value at the end: schedule/end-limits.ts. */
export function comesTo(
  field: FieldSubject,
  t: 0 | 1,
  x: Float64Array,
  { value, error }: KnownDensity,
): Measurement {
  const logP = (s: number): number => logDensityAt(field, s, x)[0]!;
  return value === -Infinity
    ? endLimit(
        'p(x)',
        (s) => exp(logP(s)),
        t,
        () => 0,
      )
    : endLimit('ln p(x)', logP, t, () => error);
}

/** The density that a foreign field states. Rounding as of a sum of d squares and d + 8 other terms: ours is not known to be better. */
export function statedDensity(
  field: FieldSubject,
  member: 'sourceLogDensity' | 'targetLogDensity',
  x: Float64Array,
): KnownDensity {
  const value = givenArray(member, 1, (out) => field[member]!(x.slice(), out), true)[0]!;
  const finite = value === -Infinity ? 0 : Math.abs(value);
  const terms = field.dim + 8;
  return { value, error: terms * (terms + finite) * precisionOf(field) };
}

/** Rows of which a mean is taken. */
export const ROWS = 256;
/**
 * Half-width of the interval around a mean. Normal values leave it once in 5·10⁸, values of skewness γ about exp(6³|γ|/(3√256)) times as often
 * (core/statistics.ts): at γ = 2 once in 6·10⁴, and that only where the inequality that is judged is an equality.
 */
const STANDARD_ERRORS = 6;

/** Mean of the values, and six standard errors of it. */
export function meanWithMargin(values: Float64Array): { mean: number; margin: number } {
  const { mean, error } = meanWithError(values);
  return { mean, margin: STANDARD_ERRORS * error };
}
