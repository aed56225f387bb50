/** One cell: solve, compare with the truth, measure what rounding alone does, and time it. */
import { FlowproofError } from '../errors.ts';
import { stateError } from '../metrics/index.ts';

import type { Cell } from './cells.ts';
import type { RunnableProblem, Timing } from './config.ts';
import type { MetricName } from './metric-names.ts';
import { metricsOf } from './metrics.ts';
import { roundingError } from './rounding.ts';
import type { Row, RowStatus } from './row.ts';
import { solverFor } from './solver-table.ts';
import { type Control, takeSteps } from './take-steps.ts';
import { timed } from './timed.ts';

/** Where the problem begins in one precision, and where it truly ends. */
export interface Ends {
  /** [rows, dim], float64 values of the start in the precision of the run. */
  readonly start: Float64Array;
  /** [rows, dim] at t = 1. */
  readonly truth: Float64Array;
  /** The largest error that the truth may have. */
  readonly radius: number;
}

/** What all cells of a run share. */
export interface CellSettings extends Control {
  readonly metrics: readonly MetricName[];
  /** Of all draws. */
  readonly seed: number;
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

/** `now`: a clock in seconds; only `seconds` and `secondsIqr` depend on it. */
export function runCell(
  problem: RunnableProblem,
  ends: Ends,
  cell: Cell,
  settings: CellSettings,
  timing: Timing,
  now: () => number,
): CellResult {
  const { dtype } = cell;
  try {
    const solver = solverFor(cell.solver, problem.schedule);
    if (typeof solver === 'string') return noResult('skipped', solver);
    const x0 = dtype === 'float64' ? ends.start : new Float32Array(ends.start);
    const { result, median, range } = timed(
      () => takeSteps(problem, solver, cell, settings, x0),
      timing,
      now,
    );
    const { x, nfe, accepted, rejected, times, unfinished } = result;
    const counts = { nfe, accepted, rejected };
    const clock = { seconds: median, secondsIqr: range };
    if (unfinished !== null) return { ...noResult('step-limit', unfinished), ...counts, ...clock };
    const { rmse, max } = stateError(x, ends.truth, problem.dim);
    const rounding = roundingError(problem, solver, dtype, ends.start, x, times, accepted);
    return {
      ...counts,
      rmse,
      max,
      // Of two independent errors d and r, the sum has r ≥ d below √2 r.
      floor: Math.max(Math.SQRT2 * rounding, ends.radius),
      ...clock,
      status: 'ok',
      reason: null,
      metrics: metricsOf(settings.metrics, problem, solver, cell, settings, x0, result, settings.seed),
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
