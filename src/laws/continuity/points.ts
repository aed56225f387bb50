/** Times and points at which the pointwise laws are tried. */

import fc from 'fast-check';
import { key } from '../../random/index.ts';
import { vectors } from '../arbitraries/points.ts';
import { times } from '../arbitraries/times.ts';
import { drawField, pointInWords, reachOf } from '../core/field-calls.ts';
import type { Picture } from '../core/law.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';

/** A time in (0, 1) and a point [dim]. */
export interface FieldPoint {
  readonly t: number;
  readonly x: readonly number[];
}

/** From here on steps in time as short as they must be near an end drown in rounding. */
const SINGLE = 1e-10;

/** Points of short numbers anywhere that p_t reaches, tails included, and points drawn from p_t. */
export function fieldPoints(field: FieldSubject): fc.Arbitrary<FieldPoint> {
  const margin = precisionOf(field) > SINGLE ? 0.05 : 0.001;
  const reach = Math.ceil(reachOf(field));
  const time = times({ margin });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.record({ t: time, x: vectors(field.dim, reach) }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(time, fc.integer({ min: 1, max: 1_000_000 }))
        .map(([t, seed]) => ({ t, x: Array.from(drawField(field, t, key(seed), 1)) })),
    },
  );
}

/** The case in words. */
export const pointWords = ({ t, x }: FieldPoint): string => `t = ${t}, x = ${pointInWords(x)}`;

/** The whole of (0, 1) and of what p_t reaches, for a field on the line. */
export function pointPicture(field: FieldSubject): Picture<FieldPoint> | null {
  if (field.dim !== 1) return null;
  const reach = reachOf(field);
  return { t: [0.002, 0.998], x: [-reach, reach], caseAt: (t, x) => ({ t, x: [x] }) };
}
