/** Points where a field lives: draws of its path rounded to few digits, and short vectors beside them; their words and their window. */
import fc from 'fast-check';
import { key } from '../../random/index.ts';
import { drawField, type Located, pointInWords, reachOf } from '../core/field-calls.ts';
import type { Picture } from '../core/law.ts';
import { vectors } from './points.ts';

/** A time in (0, 1) and a point [dim]. */
export interface FieldPoint {
  readonly t: number;
  readonly x: readonly number[];
}

const DIGITS = 5;

/** Draws of the field at a time that is drawn from `time`. */
export function drawnPoints(field: Located, time: fc.Arbitrary<number>): fc.Arbitrary<FieldPoint> {
  return time.chain((t) =>
    fc.integer({ min: 0, max: 0x7fffffff }).map((seed) => ({
      t,
      x: Array.from(drawField(field, t, key(seed), 1), (v) => Number(v.toPrecision(DIGITS))),
    })),
  );
}

/**
 * As {@link drawnPoints}, with the origin and short vectors within `reach` among them, to which failures shrink where these fail too.
 */
export function fieldPoints(field: Located, time: fc.Arbitrary<number>, reach = 2): fc.Arbitrary<FieldPoint> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: time.map((t) => ({ t, x: new Array<number>(field.dim).fill(0) })) },
    { weight: 2, arbitrary: time.chain((t) => vectors(field.dim, reach).map((x) => ({ t, x }))) },
    { weight: 5, arbitrary: drawnPoints(field, time) },
  );
}

/** The point in words: 't = 0.25, x = (1, -0.5)'. */
export const pointWords = ({ t, x }: FieldPoint): string => `t = ${t}, x = ${pointInWords(x)}`;

/** What p_t reaches, for a field on the line, over the times from t[0] to t[1]. */
export function linePicture(field: Located, t: readonly [number, number]): Picture<FieldPoint> | null {
  if (field.dim !== 1) return null;
  const reach = reachOf(field);
  return { t, x: [-reach, reach], caseAt: (time, x) => ({ t: time, x: [x] }) };
}
