/**
 * The grid of a stochastic solve: N equal steps, or ascending times of the user. Equal steps take their stage times and their size as
 * the deterministic solvers do, so that without noise both give the same bits.
 */
import { checkCount, checkNumber } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import { stageTime, timeGrid } from '../time-grid.ts';

export interface TimeMesh {
  readonly steps: number;
  /** t_0 < t_1 < … < t_N, [steps + 1]. */
  readonly times: Float64Array;
  /** The time of the fraction p/q of step i. */
  time(step: number, fraction: { readonly p: number; readonly q: number }): number;
  /** h_i / denominator, rounded once. */
  size(step: number, denominator: number): number;
}

export interface TimeMeshOptions {
  /** N, an integer ≥ 1; this or `grid`. */
  readonly steps?: number;
  /** Strictly ascending times in [0, 1], two at least; instead of `steps`, `from` and `to`. */
  readonly grid?: ArrayLike<number>;
  /** Start time in [0, 1]; default 0. */
  readonly from?: number;
  /** End time in (from, 1]; default 1. */
  readonly to?: number;
}

function fail(argument: string, expected: string, received: unknown, wayOut?: string): never {
  throw new ArgumentError({
    argument,
    expected,
    received: show(received),
    ...(wayOut === undefined ? {} : { wayOut }),
  });
}

/** Checks and builds the grid. */
export function timeMesh({ steps, grid, from, to }: TimeMeshOptions): TimeMesh {
  if (grid === undefined) {
    if (steps === undefined) fail('steps', 'a number of equal steps, or grid: times', steps);
    return uniform(checkCount('steps', steps, 1), from ?? 0, to ?? 1);
  }
  for (const [name, value] of Object.entries({ steps, from, to })) {
    if (value !== undefined) fail(name, 'no such option beside grid, whose times say all', value);
  }
  const length = typeof grid === 'object' && grid !== null ? grid.length : undefined;
  if (!(Number.isInteger(length) && length! >= 2)) fail('grid', 'at least two times', grid);
  const times = Float64Array.from(grid, (t, i) => checkNumber(`grid[${i}]`, t, 0, 1));
  for (let i = 1; i < times.length; i++) {
    if (!(times[i]! > times[i - 1]!)) {
      fail(`grid[${i}]`, `a time after grid[${i - 1}] = ${times[i - 1]}`, times[i], FORWARD);
    }
  }
  return {
    steps: times.length - 1,
    times,
    time: (step, { p, q }) => {
      const start = times[step]!;
      const end = times[step + 1]!;
      return p === q ? end : Math.min(start + (end - start) * (p / q), end);
    },
    size: (step, denominator) => (times[step + 1]! - times[step]!) / denominator,
  };
}

const FORWARD = 'noise is added forward in time; to run a path backward, solve the process of 1 − t';

function uniform(steps: number, from: number, to: number): TimeMesh {
  checkNumber('from', from, 0, 1);
  checkNumber('to', to, 0, 1);
  if (!(from < to)) fail('to', `a time after from = ${from}`, to, FORWARD);
  return {
    steps,
    times: timeGrid(from, to, steps),
    time: (step, fraction) => stageTime(from, to, steps, step, fraction),
    size: (_step, denominator) => (to - from) / (steps * denominator),
  };
}
