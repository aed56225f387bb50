/** Points where a field lives: draws of its path rounded to few decimals, and short vectors beside them. */
import fc from 'fast-check';
import { samplePath } from '../../fields/sample-path.ts';
import { type Key, key, normalInto } from '../../random/index.ts';
import type { FieldPoint } from '../continuity/points.ts';
import { givenArray } from '../core/guard.ts';
import { canDrawPath } from '../core/own-field.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { vectors } from './points.ts';

/** The part of a field that says where it lives. */
export type Located = Pick<FieldSubject, 'dim' | 'sample' | 'scale'>;

/** Draws of p_t [rows, dim]: the object's own, those of a marginal field of flowproof, or normal numbers times `scale`. */
export function drawField(field: Located, t: number, draw: Key, rows: number): Float64Array {
  const n = rows * field.dim;
  if (field.sample) return givenArray(`sample(${t})`, n, (out) => field.sample!(t, draw, out));
  const out = new Float64Array(n);
  if (canDrawPath(field)) samplePath(field, t, draw, out);
  else {
    normalInto(draw, 0, out);
    for (let i = 0; i < n; i++) out[i]! *= field.scale ?? 1;
  }
  return out;
}

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
