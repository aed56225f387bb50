/** The result of one run of one solver on one problem: a row of the benchmark. */

/** Arithmetic of the states. Compensated: float32 with the rounding error of each step carried along. */
export type RowDtype = 'float64' | 'float32' | 'float32-compensated';

/**
 * `ok`: it arrived. `step-limit`: it gave up on the way. `failed`: the field threw, or the state left the finite numbers. `timed-out`: its
 * time was over. `skipped`: this solver cannot take this problem.
 */
export type RowStatus = 'ok' | 'step-limit' | 'failed' | 'timed-out' | 'skipped';

/** The stretch of step counts up to the finest one above the floor, over which the local slopes agree. */
export interface SlopeWindow {
  /** Step counts (evaluations for tolerances), both inclusive. */
  readonly from: number;
  readonly to: number;
  /** The slope of the least-squares line there, and the half-width of its 95 % interval by the scatter about the line. */
  readonly slope: number;
  readonly halfWidth: number;
}

/** What could not be had is null. */
export interface Row {
  readonly problem: string;
  readonly solver: string;
  /** The grid in words, such as 'uniform', 'shift 3'; 'adaptive' for a run with a tolerance. */
  readonly grid: string;
  readonly dtype: RowDtype;
  /** One of the two is null. */
  readonly steps: number | null;
  readonly tolerance: number | null;
  /** Evaluations of the field, counted on the whole batch; the mean over the rows where each has steps of its own. */
  readonly nfe: number | null;
  readonly accepted: number | null;
  readonly rejected: number | null;
  /** √(mean over rows of |x − truth|²) at t = 1, and the largest |xᵢⱼ − truthᵢⱼ|. */
  readonly rmse: number | null;
  readonly max: number | null;
  /**
   * −Δlog rmse / Δlog N against the row before it in its series (NFE in place of N for tolerances). Null for stochastic solvers: on one
   * Brownian motion, few rows make most of the error, and its quotients change with the seed.
   */
  readonly slope: number | null;
  /** The same for all rows of a series. */
  readonly slopeWindow: SlopeWindow | null;
  /** The rmse below which rounding and the radius of the truth decide. */
  readonly floor: number | null;
  /** Median and interquartile range of the wall clock. */
  readonly seconds: number | null;
  readonly secondsIqr: number | null;
  readonly status: RowStatus;
  /** Why it is not `ok`; of a row that is, why it has no error all the same. */
  readonly reason: string | null;
  /**
   * Further metrics that were asked for, by name, such as 'pathRmse'; beside those of samples the mean and the deviation of their floor,
   * such as 'w1Floor' and 'w1FloorDeviation'.
   */
  readonly metrics: Readonly<Record<string, number | null>>;
}
