/** Local slopes, the asymptotic window and its confidence interval; the quantiles of a few times. */
import { describe, expect, it } from 'vitest';
import { medianAndRange } from '../../src/benchmark/quartiles.ts';
import { localSlopes, type SlopePoint, slopeWindow } from '../../src/benchmark/slopes.ts';
import { studentQuantile } from '../../src/benchmark/student.ts';
import { timed } from '../../src/benchmark/timed.ts';

const series = (steps: readonly number[], rmse: (n: number) => number | null, floor = 0): SlopePoint[] =>
  steps.map((n) => ({ n, rmse: rmse(n), floor }));
const POWERS = [4, 8, 16, 32, 64, 128];
const power =
  (order: number, scale = 1) =>
  (n: number): number =>
    scale * n ** -order;

describe('local slopes', () => {
  it('are the order of a pure power, for any ratio of step counts', () => {
    const slopes = localSlopes(series([3, 5, 11, 400], power(3)));
    expect(slopes[0]).toBeNull();
    for (const slope of slopes.slice(1)) expect(Math.abs(slope! - 3)).toBeLessThan(1e-13);
  });

  it('are null beside what is missing, zero or infinite, and where n stands still', () => {
    const points = [1, null, 0.25, 0, 0.1, Infinity, 0.01].map((rmse, i) => ({
      n: 2 * (i + 1),
      rmse,
      floor: 0,
    }));
    expect(localSlopes(points)).toEqual(points.map(() => null));
    expect(
      localSlopes([
        { n: 4, rmse: 1, floor: 0 },
        { n: 4, rmse: 0.5, floor: 0 },
      ])[1],
    ).toBeNull();
    expect(
      localSlopes([
        { n: null, rmse: 1, floor: 0 },
        { n: 4, rmse: 0.5, floor: 0 },
      ])[1],
    ).toBeNull();
  });
});

describe('the window', () => {
  it('takes all rows of a pure power, with no width', () => {
    const window = slopeWindow(series(POWERS, power(4)), 1)!;
    expect([window.from, window.to]).toEqual([4, 128]);
    expect(Math.abs(window.slope - 4)).toBeLessThan(1e-12);
    expect(window.halfWidth).toBeLessThan(1e-10);
  });

  it('leaves out the coarse rows that bend and the fine rows near the floor', () => {
    // e = N⁻⁴ + 8 N⁻⁶ and a floor of 1e-8: the slope of 4 → 8 is 4.4, that of 8 → 16 is 4.13; at 128 the error is 3.7e-9.
    const points = series(POWERS, (n) => n ** -4 + 8 * n ** -6, 1e-9);
    const window = slopeWindow(points, 1)!;
    expect([window.from, window.to]).toEqual([8, 64]);
    expect(Math.abs(window.slope - 4)).toBeLessThan(0.1);
  });

  it('ends at the finest row: slopes that agree on coarse rows only are no asymptote', () => {
    const two = series([1, 2, 4, 8, 16], (n) => (n <= 4 ? n ** -1 : 4 * n ** -2));
    expect(slopeWindow(two, 2)).toMatchObject({ from: 4, to: 16 });
    const early = series([1, 2, 4, 8, 16, 32], (n) => (n <= 16 ? n ** -1 : n ** -2));
    expect(slopeWindow(early, 2)).toBeNull();
  });

  it('never goes over a gap', () => {
    const gap = series(POWERS, (n) => (n === 16 ? null : n ** -2));
    expect(slopeWindow(gap, 1)).toMatchObject({ from: 32, to: 128 });
    expect(
      slopeWindow(
        series([4, 8, 16, 32], (n) => (n === 16 ? null : n ** -2)),
        1,
      ),
    ).toBeNull();
  });

  it('is none where errors grow, exceed the states or are fewer than three', () => {
    expect(
      slopeWindow(
        series(POWERS, (n) => n),
        1e9,
      ),
    ).toBeNull();
    expect(slopeWindow(series(POWERS, power(2, 1e6)), 1)).toBeNull();
    expect(slopeWindow(series([4, 8], power(2)), 1)).toBeNull();
    expect(slopeWindow([], 1)).toBeNull();
  });

  it('has the least-squares slope and interval of the textbook', () => {
    // y = −log₂ e over x = log₂ n: (0, 0), (1, 1.05), (2, 1.95), (3, 3). Slope 0.99; residuals ∓0.015, ±0.045, whose squares
    // sum to 0.0045; s² = 0.00225, deviation √(s²/5), times 4.302653.
    const y = [0, 1.05, 1.95, 3];
    const points = y.map((value, i) => ({ n: 2 ** i, rmse: 2 ** -value, floor: 0 }));
    const window = slopeWindow(points, 2)!;
    expect(Math.abs(window.slope - 0.99)).toBeLessThan(1e-12);
    expect(Math.abs(window.halfWidth - 4.302653 * Math.sqrt(0.00225 / 5))).toBeLessThan(1e-9);
  });
});

describe('quantiles', () => {
  it('of Student: the table, and its continuation to the normal one', () => {
    expect([1, 2, 10, 30].map(studentQuantile)).toEqual([12.7062, 4.302653, 2.228139, 2.042272]);
    // P(|T| ≤ t) = 0.95 for 31, 60 and 10⁶ degrees: 2.039513, 2.000298, 1.959966.
    for (const [degrees, value] of [
      [31, 2.039513],
      [60, 2.000298],
      [1e6, 1.959966],
    ] as const) {
      expect(Math.abs(studentQuantile(degrees) - value)).toBeLessThan(2e-4);
    }
  });

  it('of times, between order statistics', () => {
    expect(medianAndRange([3, 1, 2, 4])).toEqual({ median: 2.5, range: 1.5 });
    expect(medianAndRange([5])).toEqual({ median: 5, range: null });
  });
});

describe('repeated runs', () => {
  const clock = (seconds: readonly number[]): (() => number) => {
    let [time, call] = [0, 0];
    return () => (call++ % 2 === 0 ? time : (time += seconds[(call - 2) / 2]!));
  };

  /** How often `timed` runs what takes so many seconds each time, and what it says of them. */
  const measured = (
    repeats: number,
    budget: number,
    seconds: readonly number[],
  ): { runs: number; median: number; range: number | null } => {
    let runs = 0;
    const { result, median, range } = timed(() => ++runs, { repeats, budget }, clock(seconds));
    expect(result).toBe(runs);
    return { runs, median, range };
  };

  it('warm up once, then stop at the repeats', () => {
    expect(measured(3, 100, [40, 1, 5, 2])).toEqual({ runs: 4, median: 2, range: 2 });
    expect(measured(2, 0.3, [1, 1, 3])).toEqual({ runs: 3, median: 2, range: 1 });
  });

  it('stop at the budget, with three times at least', () => {
    expect(measured(9, 4, [3, 3, 1, 7])).toEqual({ runs: 4, median: 3, range: 3 });
    expect(measured(9, 4, [1, 1, 1, 1, 0.5, 1])).toEqual({ runs: 6, median: 1, range: 0 });
  });

  it('are one run where one is asked for, or one is long', () => {
    expect(measured(1, 4, [7])).toEqual({ runs: 1, median: 7, range: null });
    expect(measured(9, 4, [20])).toEqual({ runs: 1, median: 20, range: null });
  });
});
