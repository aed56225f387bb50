/**
 * The grid of a stochastic solve: that of the deterministic solvers, walked forward. Stage times and step sizes are theirs, so that
 * without noise both give the same bits.
 */
import { ArgumentError, show } from '../../errors.ts';
import { type Fraction, gridOf, spanSteps, stepSpan, timeIn, timesOf } from '../time-grid.ts';

export interface TimeMesh {
  readonly steps: number;
  /** t_0 < t_1 < … < t_N, [steps + 1]. */
  readonly times: Float64Array;
  /** The time of the fraction p/q of step i. */
  time(step: number, fraction: Fraction): number;
  /** h_i / denominator, rounded once. */
  size(step: number, denominator: number): number;
}

export interface TimeMeshOptions {
  /** N equal steps, an integer ≥ 1. Either this or `grid`. */
  readonly steps?: number;
  /** The times t_0 < … < t_N themselves, in [0, 1]. */
  readonly grid?: ArrayLike<number>;
  /** Start time in [0, 1]; default 0. */
  readonly from?: number;
  /** End time in (from, 1]; default 1. */
  readonly to?: number;
}

/** Checks and builds the grid. */
export function timeMesh({ steps, grid, from, to }: TimeMeshOptions): TimeMesh {
  const checked = gridOf({ steps, grid, from, to });
  const times = timesOf(checked);
  if (times[1]! < times[0]!) {
    throw new ArgumentError({
      argument: grid === undefined ? 'to' : 'grid[1]',
      expected: `a time after ${times[0]}`,
      received: show(times[1]),
      wayOut: 'noise is added forward in time; to run a path backward, solve the process of 1 − t',
    });
  }
  return {
    steps: checked.steps,
    times,
    time: (step, fraction) => timeIn(checked, step, fraction),
    size: (step, denominator) => stepSpan(checked, step) / (spanSteps(checked) * denominator),
  };
}
