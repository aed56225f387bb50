/** Points where a field lives: draws of its path rounded to few decimals, and short vectors beside them. */
import fc from 'fast-check';
import { key } from '../../random/index.ts';
import type { FieldPoint } from '../continuity/points.ts';
import { drawField, type Located } from '../core/field-calls.ts';
import { vectors } from './points.ts';

const DIGITS = 1e4;

/** Draws of the field at a time that is drawn from `time`. */
export function drawnPoints(field: Located, time: fc.Arbitrary<number>): fc.Arbitrary<FieldPoint> {
  return time.chain((t) =>
    fc.integer({ min: 0, max: 0x7fffffff }).map((seed) => ({
      t,
      x: Array.from(drawField(field, t, key(seed), 1), (v) => Math.round(v * DIGITS) / DIGITS),
    })),
  );
}

/** As {@link drawnPoints}, with the origin and short vectors among them, to which failures shrink where these fail too. */
export function fieldPoints(field: Located, time: fc.Arbitrary<number>): fc.Arbitrary<FieldPoint> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: time.map((t) => ({ t, x: new Array<number>(field.dim).fill(0) })) },
    { weight: 1, arbitrary: time.chain((t) => vectors(field.dim, 2).map((x) => ({ t, x }))) },
    { weight: 6, arbitrary: drawnPoints(field, time) },
  );
}
