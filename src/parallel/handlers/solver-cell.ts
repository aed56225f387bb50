/** Cells of the solver benchmark on a thread. */

import type { BrownianMotion } from '../../benchmark/brownian-motion.ts';
import type { CellResult, Ends } from '../../benchmark/cell-result.ts';
import type { CellSettings } from '../../benchmark/cell-settings.ts';
import type { Cell } from '../../benchmark/cells.ts';
import type { BenchmarkProblem, RunnableProblem, Timing } from '../../benchmark/config.ts';
import { inSingle, type PreparedIn, prepareIn } from '../../benchmark/prepare.ts';
import { runCell } from '../../benchmark/run-cell.ts';
import { motionOf } from '../../benchmark/stochastic-run.ts';
import type { GridSpec } from '../../solvers/grids/grid-spec.ts';
import { buildProblem } from '../build-problem.ts';
import type { HandlerContext } from '../handler.ts';
import { toShared } from '../shared.ts';

export type SolverMessage =
  /** To learn whether it can be built. */
  | { readonly task: 'load'; readonly problem: BenchmarkProblem }
  /** The truth of a problem in one precision. */
  | {
      readonly task: 'prepare';
      readonly problem: BenchmarkProblem;
      readonly precision: 'float64' | 'float32';
    }
  /** The Brownian motion of a problem that has a schedule. */
  | {
      readonly task: 'motion';
      readonly problem: BenchmarkProblem;
      readonly cell: Cell & { readonly grid: GridSpec };
      readonly settings: CellSettings;
    }
  | {
      readonly task: 'cell';
      readonly problem: BenchmarkProblem;
      /** Shared memory. */
      readonly ends: Ends;
      readonly cell: Cell;
      readonly settings: CellSettings;
      readonly timing: Timing;
      /** In shared memory, where the cell needs one and it is known. */
      readonly motion?: BrownianMotion;
    };

/** In memory that all cells see, and no message copies. */
function sharedEnds({ start, truth, radius }: Ends): Ends {
  return { start: toShared(start) as Float64Array, truth: toShared(truth) as Float64Array, radius };
}

function sharedMotion({ times, noise, end }: BrownianMotion): BrownianMotion {
  const [all, seen, last] = [times, noise, end].map((a) => toShared(a) as Float64Array);
  return { times: all!, noise: seen!, end: last! };
}

/** One benchmark at a time: a problem is built once on each thread. */
const SESSION = 1;

export async function solverCellHandler(
  message: SolverMessage,
  { sessions }: HandlerContext,
): Promise<PreparedIn | BrownianMotion | CellResult | null> {
  if (message.task === 'load') {
    await buildProblem(message.problem);
    return null;
  }
  if (message.task === 'prepare') {
    const { ends, ...rest } = await prepareIn(message.precision, message.problem, buildProblem);
    return { ...rest, ends: sharedEnds(ends) };
  }
  const { cell, settings } = message;
  const built = (name: string, spec: () => Promise<BenchmarkProblem>): Promise<RunnableProblem> =>
    sessions.get(SESSION, `${name} ${cell.problem}`, async () => buildProblem(await spec()));
  const double = built('float64', async () => message.problem);
  const problem =
    cell.dtype === 'float64'
      ? await double
      : await built('float32', async () => inSingle(message.problem, await double));
  if (message.task === 'motion') {
    return problem.schedule && sharedMotion(motionOf(problem, message.cell.grid, settings));
  }
  const { ends, timing, motion } = message;
  return runCell(problem, ends, cell, settings, timing, () => performance.now() / 1000, motion);
}
