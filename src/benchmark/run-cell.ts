/** One cell: solve, compare with the truth, measure what rounding alone does, and time it. */
import { FlowproofError } from '../errors.ts';
import type { BrownianMotion } from './brownian-motion.ts';
import { type CellResult, type CellRun, type Ends, noResult } from './cell-result.ts';
import type { CellSettings } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem, Timing } from './config.ts';
import { odeRun } from './ode-run.ts';
import { isStochastic, solverFor } from './solver-table.ts';
import { stochasticRun } from './stochastic-run.ts';
import { timed } from './timed.ts';

/** `now`: a clock in seconds; only `seconds` and `secondsIqr` depend on it. `motion`: of the problem's Brownian motion, where it is known already. */
export function runCell(
  problem: RunnableProblem,
  ends: Ends,
  cell: Cell,
  settings: CellSettings,
  timing: Timing,
  now: () => number,
  motion?: BrownianMotion,
): CellResult {
  try {
    const made = cellRun(problem, ends, cell, settings, motion);
    if (typeof made === 'string') return noResult('skipped', made);
    const { result, median, range } = timed(made.run, timing, now);
    const { nfe, accepted, rejected, unfinished } = result;
    const measured = { nfe, accepted, rejected, seconds: median, secondsIqr: range };
    return unfinished === null
      ? { ...measured, reason: null, ...made.judge(result), status: 'ok' }
      : { ...noResult('step-limit', unfinished), ...measured };
  } catch (error) {
    return noResult('failed', reasonOf(error));
  }
}

/** The cell made ready, or why it cannot be. */
function cellRun(
  problem: RunnableProblem,
  ends: Ends,
  cell: Cell,
  settings: CellSettings,
  motion: BrownianMotion | undefined,
): CellRun | string {
  if (isStochastic(cell.solver)) return stochasticRun(problem, cell.solver, ends, cell, settings, motion);
  const solver = solverFor(cell.solver, problem.schedule);
  return typeof solver === 'string' ? solver : odeRun(problem, solver, ends, cell, settings);
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
  const text =
    error instanceof FlowproofError || !(error instanceof Error)
      ? String((error as Error | undefined)?.message ?? error)
      : `${error.name}: ${error.message}`;
  return text.split('\n')[0]!.slice(0, 300);
}
