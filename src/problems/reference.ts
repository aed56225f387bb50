/**
 * Truth where no closed form is known: DOP853 with every row on steps of its own, the rounding of each step carried along, and a radius
 * out of two more runs.
 *
 *   fine       at the tolerance τ = 2.5e-14 of 1 + |x|
 *   other      at 2τ, from starts moved by 2 units in the last place of |x|, up or down by turns: other steps and other rounding, which
 *              no tolerance removes; their distance shows how much the flow magnifies it
 *   coarse     at 40τ: an error in proportion to τ^{7/8} at least (the estimate is of order 7) makes that of `fine` less than a 25th
 *              of the distance between the two
 *
 * radius = 4 max |fine − other| + ⅛ max |fine − coarse| + 4 · 2⁻⁵² max |fine|: on problems with a closed form the true error stays far
 * below it (spec/problems). An estimate all the same: where a flow magnifies a rounding so much that its curvature tells, it may be too small.
 *
 * Source of the pair: E. Hairer, S. P. Nørsett and G. Wanner, Solving Ordinary Differential Equations I (1993), II.10.
 */
import { DivergenceError, PoleError } from '../errors.ts';
import { dop853, solveAdaptive, type VelocityFunction } from '../solvers/index.ts';
import type { Truth } from './problem.ts';
import { checkTimes } from './truth.ts';

const UNIT = 2.220446049250313e-16;
const TOLERANCE = 2.5e-14;

/** The states at `times` of the solutions through `start` [rows, dim]; throws DivergenceError where they cannot be followed. */
export function referenceTruth(
  velocity: VelocityFunction,
  dim: number,
  start: Float64Array,
  times: readonly number[],
): Truth {
  checkTimes(times);
  const cautious = refusing(velocity);
  const run = (tolerance: number, from: Float64Array): Float64Array =>
    follow(cautious, dim, from, times, tolerance);
  const states = run(TOLERANCE, start);
  const other = run(
    2 * TOLERANCE,
    start.map((x, i) => x + (i % 2 === 0 ? 2 : -2) * UNIT * Math.abs(x)),
  );
  const coarse = run(40 * TOLERANCE, start);
  const rounding = 4 * distance(states, other) + 4 * UNIT * distance(states, null);
  return { states, radius: rounding + distance(states, coarse) / 8, from: 'dop853 at 2.5e-14' };
}

/** A pole that a trial step meets is a step too long, which the step-size control answers to as to any value that is no number. */
function refusing(velocity: VelocityFunction): VelocityFunction {
  return (t, x, out) => {
    try {
      velocity(t, x, out);
    } catch (error) {
      if (!(error instanceof PoleError)) throw error;
      out.fill(Number.NaN);
    }
  };
}

/** Few times are hit by steps; many are read off the dense output, which would otherwise cost a step or more for each. */
const FEW = 8;

function follow(
  velocity: VelocityFunction,
  dim: number,
  start: Float64Array,
  times: readonly number[],
  tolerance: number,
): Float64Array {
  const out = new Float64Array(times.length * start.length);
  let x = start;
  let from = 0;
  // Relative to |x| alone, a coordinate that passes 0 would stop the run.
  const options = {
    solver: dop853,
    rtol: tolerance,
    atol: tolerance,
    control: 'sample',
    compensated: true,
  } as const;
  const stretch = times.length <= FEW ? 1 : times.length;
  for (let first = 0; first < times.length; first += stretch) {
    const inside = times.slice(first, first + stretch);
    const to = inside.at(-1)!;
    if (to > from) {
      const solution = solveAdaptive(velocity, x, { ...options, dim, from, to, times: inside });
      if (solution.status !== 'done') throw unreachable(to, solution.reason ?? solution.status);
      out.set(solution.path!, first * start.length);
      x = solution.x;
      from = to;
    } else for (const i of inside.keys()) out.set(x, (first + i) * start.length);
  }
  return out;
}

function unreachable(t: number, reason: string): DivergenceError {
  return new DivergenceError({
    argument: 'truth',
    expected: `a reference at t = ${t}`,
    received: reason,
    wayOut: 'stop before the time where the field has a pole, or choose a problem with a closed form',
  });
}

/** max |a − b|, or max |a|. */
function distance(a: Float64Array, b: Float64Array | null): number {
  return a.reduce((size, value, i) => Math.max(size, Math.abs(b ? value - b[i]! : value)), 0);
}
