/** What becomes of one cell. */
import type { FloatArray } from '../array/float-array.ts';
import type { Row, RowStatus } from './row.ts';

/** Where the problem begins in one precision, and where it truly ends. */
export interface Ends {
  /** [rows, dim], float64 values of the start in the precision of the run. */
  readonly start: Float64Array;
  /** [rows, dim] at t = 1. */
  readonly truth: Float64Array;
  /** The largest error that the truth may have. */
  readonly radius: number;
}

/** How a run came out. */
export interface Steps {
  /** The state at t = 1; at an earlier time where `unfinished` says why. */
  readonly x: FloatArray;
  readonly nfe: number;
  readonly accepted: number;
  readonly rejected: number;
  /** The grid, where all rows share one. */
  readonly times: Float64Array | null;
  readonly unfinished: string | null;
}

/** What a cell knows of its row: all that does not need its neighbours, and of metrics those that it has. */
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

/** A cell made ready: what is timed, and what its result is worth. */
export interface CellRun {
  readonly run: () => Steps;
  readonly judge: (
    steps: Steps,
  ) => Pick<CellResult, 'rmse' | 'max' | 'floor' | 'metrics'> & Partial<Pick<CellResult, 'reason'>>;
}

/** The result of a cell that has none. */
export function noResult(status: Exclude<RowStatus, 'ok'>, reason: string): CellResult {
  const nothing = { nfe: null, accepted: null, rejected: null, rmse: null, max: null, floor: null };
  return { ...nothing, seconds: null, secondsIqr: null, status, reason, metrics: {} };
}
