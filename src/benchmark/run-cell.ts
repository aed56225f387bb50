/** One cell: solve, compare with the truth, measure what rounding alone does, and time it. */
import type { FloatArray } from '../array/float-array.ts';
import { FlowproofError } from '../errors.ts';

import { type Solution, solve } from '../solvers/index.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem, SolverChoice, Timing } from './config.ts';
import { endError } from './errors-of.ts';
import { medianAndRange } from './quartiles.ts';
import type { Row, RowStatus } from './row.ts';
import { solverNamed } from './solver-table.ts';

/** Where the problem begins in one precision, and where it truly ends. */
export interface Ends {
  /** [rows, dim], float64 values of the start in the precision of the run. */
  readonly start: Float64Array;
  /** [rows, dim] at t = 1. */
  readonly truth: Float64Array;
  /** The largest error that the truth may have. */
  readonly radius: number;
}

/** What a cell knows of its row: all that does not need its neighbours. */
export type CellResult = Pick<
  Row,
  | 'nfe'
  | 'accepted'
  | 'rejected'
  | 'rmse'
  | 'max'
  | 'floor'
  | 'seconds'
  | 'secondsIqr'
  | 'status'
  | 'reason'
  | 'metrics'
>;

/** The result of a cell that has none. */
export function noResult(status: Exclude<RowStatus, 'ok'>, reason: string): CellResult {
  const nothing = { nfe: null, accepted: null, rejected: null, rmse: null, max: null, floor: null };
  return { ...nothing, seconds: null, secondsIqr: null, status, reason, metrics: {} };
}

const solverOf = (choice: SolverChoice) => (typeof choice === 'string' ? solverNamed(choice).solver : choice);

/** `now`: a clock in seconds; only `seconds` and `secondsIqr` depend on it. */
export function runCell(
  problem: RunnableProblem,
  ends: Ends,
  cell: Cell,
  timing: Timing,
  now: () => number,
): CellResult {
  const { dtype } = cell;
  const single = dtype !== 'float64';
  const run = (x0: FloatArray, compensated: boolean): Solution<FloatArray> =>
    solve(problem.velocity, x0, {
      dim: problem.dim,
      solver: solverOf(cell.solver),
      steps: cell.steps!,
      compensated,
    });
  const x0: FloatArray = single ? new Float32Array(ends.start) : ends.start;
  const compensated = dtype === 'float32-compensated';
  try {
    const times: number[] = [];
    let spent = 0;
    let solution: Solution<FloatArray>;
    do {
      const began = now();
      solution = run(x0, compensated);
      const took = now() - began;
      times.push(took);
      spent += took;
    } while (times.length < timing.repeats && spent < timing.budget);
    const { rmse, max } = endError(solution.x, ends.truth, problem.dim);
    const rounding = single
      ? endError(solution.x, run(ends.start, false).x as Float64Array, problem.dim).rmse
      : 0;
    const { median, range } = medianAndRange(times);
    return {
      nfe: solution.nfe,
      accepted: solution.times.length - 1,
      rejected: 0,
      rmse,
      max,
      floor: Math.max(rounding, ends.radius),
      seconds: median,
      secondsIqr: range,
      status: 'ok',
      reason: null,
      metrics: {},
    };
  } catch (error) {
    return noResult('failed', reasonOf(error));
  }
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
  const text =
    error instanceof FlowproofError || !(error instanceof Error)
      ? String((error as Error | undefined)?.message ?? error)
      : `${error.name}: ${error.message}`;
  return text.split('\n')[0]!.slice(0, 300);
}
