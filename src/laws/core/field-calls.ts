/**
 * Values of a field under test, each checked to be what the interface promises, and points where a law should look.
 */
import { samplePath } from '../../fields/sample-path.ts';
import { type Key, key, normalInto } from '../../random/index.ts';
import { givenArray, requireDimension, requireFunction, requireUntouched } from './guard.ts';
import { CannotJudge } from './measurement.ts';
import { canDrawPath } from './own-field.ts';
import type { FieldSubject } from './subjects.ts';

/** The part of a field that says where it lives. */
export type Located = Pick<FieldSubject, 'dim' | 'sample' | 'scale'>;
/** The part that says how dense it is. */
type Dense = Pick<FieldSubject, 'dim' | 'logDensity'>;

/** Throws ObjectError unless the object has a dimension and the members named. */
export function requireField(field: Pick<FieldSubject, 'dim'>, members: readonly string[]): void {
  for (const name of members) requireFunction(field, name);
  requireDimension(field);
}

const at = (name: string, t: number): string => `${name} at t = ${t}`;

/** u_t at each row of x. */
export function velocityAt(field: FieldSubject, t: number, x: Float64Array): Float64Array {
  const given = x.slice();
  const u = givenArray(at('velocity', t), x.length, (out) => field.velocity(t, given, out));
  requireUntouched(at('velocity', t), 'x', x, given);
  return u;
}

/** ln p_t at each row of x; may be −∞. */
export function logDensityAt(field: Dense, t: number, x: Float64Array): Float64Array {
  const rows = x.length / field.dim;
  const given = x.slice();
  const logs = givenArray(at('logDensity', t), rows, (out) => field.logDensity(t, given, out), true);
  requireUntouched(at('logDensity', t), 'x', x, given);
  return logs;
}

/** ln p_t(x) of one point; CannotJudge where the density has no mass. */
export function logDensityWithMass(field: Dense, t: number, x: Float64Array): number {
  const value = logDensityAt(field, t, x)[0]!;
  if (value > -Infinity && value < Infinity) return value;
  throw new CannotJudge(`ln p is ${value} at t = ${t}, x = ${pointInWords(x)}: there is no density to judge`);
}

/** One of the members with a value for each row. */
export function scalarAt(
  field: FieldSubject,
  name: 'divergence' | 'dtLogDensity' | 'termMagnitude',
  t: number,
  x: Float64Array,
): Float64Array {
  return givenArray(at(name, t), x.length / field.dim, (out) => field[name]!(t, x, out));
}

/** ∇ ln p_t at each row of x. */
export function scoreAt(field: FieldSubject, t: number, x: Float64Array): Float64Array {
  return givenArray(at('score', t), x.length, (out) => field.score!(t, x, out));
}

/** True where p_t can be drawn: the field says how, or is a marginal field of this project. */
export function canDraw(field: Located): boolean {
  return typeof field.sample === 'function' || canDrawPath(field);
}

/**
 * `rows` draws of p_t, the same random numbers at each t: the object's own, those of a marginal field of this project, or normal
 * numbers of the field's scale.
 */
export function drawField(field: Located, t: number, draw: Key, rows: number): Float64Array {
  return givenArray(at('sample', t), rows * field.dim, (out) => {
    if (typeof field.sample === 'function') return field.sample(t, draw, out);
    if (canDrawPath(field)) return samplePath(field, t, draw, out);
    normalInto(draw, 0, out);
    const scale = field.scale ?? 1;
    for (let i = 0; i < out.length; i++) out[i]! *= scale;
    return undefined;
  });
}

/** Size of the numbers among which p_t lives for all t: the largest coordinate of a few draws, and at least 1. */
export function reachOf(field: Located): number {
  let reach = 1;
  for (const t of [0.01, 0.5, 0.99]) {
    for (const value of drawField(field, t, key(1), 32)) reach = Math.max(reach, Math.abs(value));
  }
  return reach;
}

/** A point in words: '0.25' or '(1, −2)'; the first eight coordinates of a long one. */
export function pointInWords(x: ArrayLike<number>): string {
  if (x.length === 1) return String(x[0]);
  const shown = Array.from({ length: Math.min(8, x.length) }, (_, i) => String(x[i]));
  return `(${shown.join(', ')}${x.length > 8 ? `, … of ${x.length}` : ''})`;
}
