/**
 * A classic test as a problem: one row, its time rescaled to [0, 1] by y(Ts), so that u(s, y) = T f(Ts, y).
 *
 * f is evaluated in float64 whatever the states hold, and rounded once.
 */
import { checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { checkTime } from '../schedules/domain.ts';
import type { VelocityFunction } from '../solvers/velocity.ts';
import type { Classic } from './classics/classic.ts';
import { classics } from './classics/index.ts';
import type { Problem, ProblemSpec } from './problem.ts';
import { referenceTruth } from './reference.ts';
import { statesAt } from './truth.ts';

/** 2⁻⁴⁸: what a closed form may lose, of |y| and of T|f| (classics/classic.ts). */
const BLUR = 3.552713678800501e-15;

function velocityOf({ length, rate }: Classic, dim: number): VelocityFunction {
  const y = new Float64Array(dim);
  const slope = new Float64Array(dim);
  return (t: number, x: FloatArray, out: FloatArray) => {
    checkTime(t);
    const rows = rowsOf('x', x, dim);
    checkLength('out', out, x.length);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < dim; i++) y[i] = x[r * dim + i]!;
      rate(length * t, y, slope);
      for (let i = 0; i < dim; i++) out[r * dim + i] = length * slope[i]!;
    }
  };
}

const largest = (a: Float64Array): number => a.reduce((size, value) => Math.max(size, Math.abs(value)), 0);

/** @throws {ArgumentError} that lists the names, for any other. */
export function classicProblem(spec: Extract<ProblemSpec, { kind: 'classic' }>): Problem {
  const classic = classics.get(spec.name);
  if (!classic) {
    throw new ArgumentError({
      argument: 'problem.name',
      expected: `one of ${[...classics.keys()].join(', ')}`,
      received: show(spec.name),
    });
  }
  const { solution, length } = classic;
  const dim = classic.start.length;
  const start = Float64Array.from(classic.start);
  const velocity = velocityOf(classic, dim);
  return {
    name: spec.name,
    spec,
    dim,
    velocity,
    schedule: null,
    field: null,
    start,
    truth(times) {
      if (!solution) return referenceTruth(velocity, dim, start, times);
      const slope = new Float64Array(dim);
      return statesAt(times, start, 'closed form', (t, out) => {
        solution(length * t, out);
        velocity(t, out, slope);
        return BLUR * (largest(out) + largest(slope));
      });
    },
  };
}
