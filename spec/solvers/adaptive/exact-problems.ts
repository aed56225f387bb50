/** Three problems with exact solutions: scalar and forced, a nonlinear system, and one whose slope depends on time and state. */
import { cos, exp, sin } from '../../../src/math/index.ts';
import type { VelocityFunction } from '../../../src/solvers/velocity.ts';
import { riccati, riccatiSolution } from '../problems.ts';

export interface ExactProblem {
  readonly name: string;
  readonly dim: number;
  readonly velocity: VelocityFunction;
  readonly solution: (t: number) => number[];
}

const OMEGA = 2;

export const exactProblems: readonly ExactProblem[] = [
  { name: 'Riccati', dim: 1, velocity: riccati, solution: (t) => [riccatiSolution(t)] },
  {
    // |x|² = 1 is kept, so the angular speed 2|x|² stays 2.
    name: 'a nonlinear rotation',
    dim: 2,
    velocity: (_t, x, out) => {
      for (let i = 0; i < x.length; i += 2) {
        const square = x[i]! * x[i]! + x[i + 1]! * x[i + 1]!;
        out[i] = -OMEGA * square * x[i + 1]!;
        out[i + 1] = OMEGA * square * x[i]!;
      }
    },
    solution: (t) => [cos(OMEGA * t), sin(OMEGA * t)],
  },
  {
    name: 'growth at a rate 3 cos 3t',
    dim: 1,
    velocity: (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = 3 * cos(3 * t) * x[i]!;
    },
    solution: (t) => [exp(sin(3 * t))],
  },
];

export function largestError(x: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(x[i]! - expected[i]!));
  return largest;
}

export const swirlStart = (): Float64Array => new Float64Array([0.3, -0.2, 1.1, 0.7]);

/** A field that remembers at which times it was called. */
export function watched(velocity: VelocityFunction): { field: VelocityFunction; times: number[] } {
  const times: number[] = [];
  return {
    times,
    field: (t, x, out) => {
      times.push(t);
      velocity(t, x, out);
    },
  };
}

/** Grows as eᵗ, and is not finite after t = ½. */
export const wall: VelocityFunction = (t, x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = t > 0.5 ? Number.NaN : x[i]!;
};
