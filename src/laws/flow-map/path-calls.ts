/** A conditional path under test: every call checked (core/guard.ts), every input a copy, so that nothing can be written into it. */

import type { PathPoints } from '../arbitraries/paths.ts';
import {
  givenArray,
  givenFinite,
  requireDimension,
  requireFunction,
  requireUntouched,
} from '../core/guard.ts';
import { precisionOf } from '../core/precision.ts';
import type { PathSubject } from '../core/subjects.ts';

/** Members of a path that map (t, points, z) to numbers. */
export type PathMember = 'sample' | 'targetVelocity' | 'velocity' | 'inverseFlow' | 'score' | 'logDensity';

/** The same calls, checked. */
export interface PathCalls {
  readonly dim: number;
  /** ε, the relative precision of all values. */
  readonly precision: number;
  /** True when the path has this member. */
  has(member: PathMember | 'divergence'): boolean;
  /** What `member` answers, [rows, dim], or [rows] for 'logDensity'. */
  call(member: PathMember, t: number, points: ArrayLike<number>, z: ArrayLike<number>): Float64Array;
  divergence(t: number): number;
}

/** The largest dimension in which whole Jacobians are differenced. */
export const MOST_DIMENSIONS = 16;

/** Throws ObjectError unless the object has an integer `dim` ≥ 1, and a function `sample`. */
export function pathCalls(path: PathSubject): PathCalls {
  requireFunction(path, 'sample');
  const dim = requireDimension(path);
  const has = (member: PathMember | 'divergence'): boolean => {
    if (path[member] === undefined) return false;
    requireFunction(path, member);
    return true;
  };
  return {
    dim,
    precision: precisionOf(path),
    has,
    call(member, t, points, z) {
      const length = member === 'logDensity' ? points.length / dim : points.length;
      const name = `${member} at t = ${t}`;
      const [x, condition] = [Float64Array.from(points), Float64Array.from(z)];
      const answer = givenArray(name, length, (out) => path[member]!(t, x, condition, out));
      requireUntouched(name, member === 'sample' || member === 'targetVelocity' ? 'x0' : 'x', points, x);
      requireUntouched(name, 'z', z, condition);
      return answer;
    },
    divergence: (t) => givenFinite(`divergence(${t})`, path.divergence!(t)),
  };
}

/** A point in words: rows of x₀ and z. */
export function pointWords(t: number, { x0, z }: PathPoints): string {
  const list = (values: readonly number[]): string =>
    values.length === 1 ? String(values[0]) : `(${values.join(', ')})`;
  return `t = ${t}, x₀ = ${list(x0)}, z = ${list(z)}`;
}
