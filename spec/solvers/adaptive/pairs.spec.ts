import { describe, expect, test } from 'vitest';
import {
  bs3,
  dop853,
  dopri5,
  solve,
  solveAdaptive,
  type Tableau,
  tsit5,
} from '../../../src/solvers/index.ts';
import { exactProblems, largestError } from './exact-problems.ts';

const pairs: readonly Tableau[] = [bs3, dopri5, tsit5, dop853];
const cases = pairs.flatMap((solver) => exactProblems.map((problem) => ({ solver, problem })));

/** −Δ log error / Δ log N between the last two of the ascending N whose error is above rounding. */
function lastSlope(counts: readonly number[], errors: readonly number[], rounding: number): number {
  const last = errors.findLastIndex((e) => !(e <= rounding));
  return Math.log(errors[last - 1]! / errors[last]!) / Math.log(counts[last]! / counts[last - 1]!);
}

describe.each(cases)('$solver.name on $problem.name', ({ solver, problem }) => {
  const { velocity, dim, solution } = problem;
  const x0 = Float64Array.from(solution(0));

  test('is of its order with fixed steps, and not of the next', () => {
    const counts = [4, 6, 8, 12, 16, 24, 32, 48, 64, 96];
    const errors = counts.map((steps) =>
      largestError(solve(velocity, x0, { dim, solver, steps }).x, solution(1)),
    );
    // Rounding: at most 24 steps before the errors of the order 8, and 96 before those of order 5, each of some 10 roundings of values
    // below 3. The slope of order p + O(1/N) stays within 0.7 of p: below p + 1, and above p − 1.
    const slope = lastSlope(counts, errors, 1e-14);
    expect(Math.abs(slope - solver.order)).toBeLessThanOrEqual(0.7);
  });

  /** One step of size h from the exact state at 1/8, whatever its error. */
  const step = (h: number) =>
    solveAdaptive(velocity, Float64Array.from(solution(0.125)), {
      dim,
      solver,
      from: 0.125,
      to: 0.125 + h,
      firstStep: h,
      rtol: 1e9,
      atol: 1e9,
      dense: true,
    });
  const counts = [2, 4, 8, 16, 32];

  test('has a dense output of its order, and not of the next', () => {
    // At the θ of the largest error, so that no node of the error polynomial is hit: its local slope is q + 1.
    const thetas = [0.15, 0.3, 0.45, 0.55, 0.7, 0.85];
    const errors = counts.map((count) => {
      const h = 1 / count;
      const { at, accepted } = step(h);
      expect(accepted).toBe(1);
      return thetas.reduce(
        (e, theta) => Math.max(e, largestError(at!(0.125 + theta * h), solution(0.125 + theta * h))),
        0,
      );
    });
    // One step of a few roundings of values below 3.
    const slope = lastSlope(counts, errors, 3e-15);
    expect(Math.abs(slope - (solver.dense!.order + 1))).toBeLessThanOrEqual(0.7);
  });

  test('has a dense output that meets both ends to the bit', () => {
    const { at, x } = step(0.25);
    expect(at!(0.125)).toEqual(Float64Array.from(solution(0.125)));
    expect(at!(0.375)).toEqual(x);
  });

  test('has a dense output without a jump in its slope between steps', () => {
    const run = solveAdaptive(velocity, x0, { dim, solver, rtol: 1e-4, atol: 1e-4, dense: true });
    const joint = run.times[1]!;
    const d = 2 ** -20;
    const [before, at, after] = [joint - d, joint, joint + d].map((t) => run.at!(t));
    const slope = new Float64Array(dim);
    velocity(joint, at!, slope);
    for (let i = 0; i < dim; i++) {
      // One-sided differences: error d |x″|/2 with |x″| < 60 for these problems, and rounding 2⁻⁵² · 4 / d.
      const tolerance = 30 * d + 4 * 2 ** -32;
      expect(Math.abs((at![i]! - before![i]!) / d - slope[i]!)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs((after![i]! - at![i]!) / d - slope[i]!)).toBeLessThanOrEqual(tolerance);
    }
  });
});

describe('embedded weights', () => {
  test('of Shampine estimate two thirds of those of Dormand and Prince: their step is (3/2)^(1/5) times as long', () => {
    const { velocity, dim } = exactProblems[0]!;
    const second = (embedded: string): number => {
      // A first step with 1 < E < 1800 is rejected: the size of the second trial is 0.9 h E^(−1/5), above the least 0.2 h.
      const { rejectedTimes, times } = solveAdaptive(velocity, new Float64Array([1]), {
        dim,
        solver: dopri5,
        embedded,
        firstStep: 0.5,
        rtol: 1e-6,
        atol: 1e-6,
      });
      expect(rejectedTimes.filter((t) => t === 0)).toEqual(Float64Array.of(0));
      expect(times[1]).toBeGreaterThan(0.1);
      return times[1]!;
    };
    const ratio = second('shampine') / second('dormand-prince');
    // Both estimates sum seven stages; their rounding is far below E.
    expect(Math.abs(ratio - 1.5 ** 0.2)).toBeLessThanOrEqual(1e-12);
  });
});
