/**
 * Values of a field under test, each checked to be what the interface promises, and points where a law should look.
 */
import { checkCount } from '../../array/float-array.ts';
import { samplePath } from '../../fields/sample-path.ts';
import { fold, type Key, key as keyOf, normalInto } from '../../random/index.ts';
import { givenArray, requireFunction } from '../core/guard.ts';
import { CannotJudge } from '../core/measurement.ts';
import { canDrawPath } from '../core/own-field.ts';
import type { FieldSubject } from '../core/subjects.ts';

/** Throws unless the object has a dimension and the members named. */
export function requireField(field: FieldSubject, members: readonly string[]): void {
  for (const name of members) requireFunction(field, name);
  checkCount('dim', field.dim, 1);
}

const at = (name: string, t: number): string => `${name} at t = ${t}`;

/** u_t at each row of x. */
export function velocityAt(field: FieldSubject, t: number, x: Float64Array): Float64Array {
  return givenArray(at('velocity', t), x.length, (out) => field.velocity(t, x, out));
}

/** ln p_t at each row of x; may be −∞. */
export function logDensityAt(field: FieldSubject, t: number, x: Float64Array): Float64Array {
  const rows = x.length / field.dim;
  return givenArray(at('logDensity', t), rows, (out) => field.logDensity(t, x, out), true);
}

/** ln p_t(x) of one point; CannotJudge where the density has no mass. */
export function logDensityWithMass(field: FieldSubject, t: number, x: Float64Array): number {
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
export function canDraw(field: FieldSubject): boolean {
  return typeof field.sample === 'function' || canDrawPath(field);
}

/** `rows` draws of p_t, the same random numbers at each t; normal numbers of the field's scale where it cannot be drawn. */
export function drawPoints(field: FieldSubject, t: number, seed: number, rows: number): Float64Array {
  const key: Key = fold(keyOf(seed), 77);
  return givenArray(at('sample', t), rows * field.dim, (out) => {
    if (typeof field.sample === 'function') return field.sample(t, key, out);
    if (canDrawPath(field)) return samplePath(field, t, key, out);
    normalInto(key, 0, out);
    const scale = field.scale ?? 1;
    for (let i = 0; i < out.length; i++) out[i]! *= scale;
    return undefined;
  });
}

/** Size of the numbers among which p_t lives for all t: the largest coordinate of a few draws, and at least 1. */
export function reachOf(field: FieldSubject): number {
  let reach = 1;
  for (const t of [0.01, 0.5, 0.99]) {
    for (const value of drawPoints(field, t, 1, 32)) reach = Math.max(reach, Math.abs(value));
  }
  return reach;
}

/** A point in words: '0.25' or '(1, −2)'; the first eight coordinates of a long one. */
export function pointInWords(x: ArrayLike<number>): string {
  if (x.length === 1) return String(x[0]);
  const shown = Array.from({ length: Math.min(8, x.length) }, (_, i) => String(x[i]));
  return `(${shown.join(', ')}${x.length > 8 ? `, … of ${x.length}` : ''})`;
}
