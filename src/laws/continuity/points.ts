/** Times and points at which the pointwise continuity laws are tried. */
import type fc from 'fast-check';
import { type FieldPoint, fieldPoints } from '../arbitraries/field-points.ts';
import { times } from '../arbitraries/times.ts';
import { reachOf } from '../core/field-calls.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';

/** From here on steps in time as short as they must be near an end drown in rounding. */
const SINGLE = 1e-10;

/** Points drawn from p_t, and short numbers anywhere that it reaches, tails included. */
export function continuityPoints(field: FieldSubject): fc.Arbitrary<FieldPoint> {
  const margin = precisionOf(field) > SINGLE ? 0.05 : 0.001;
  return fieldPoints(field, times({ margin }), Math.ceil(reachOf(field)));
}
