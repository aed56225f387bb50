/** Cells of the solver benchmark on a thread. */
import type { Cell } from '../../benchmark/cells.ts';
import type { BenchmarkProblem, Timing } from '../../benchmark/config.ts';
import { type Prepared, prepare } from '../../benchmark/prepare.ts';
import { type CellResult, type Ends, runCell } from '../../benchmark/run-cell.ts';
import type { Control } from '../../benchmark/take-steps.ts';
import { buildProblem } from '../build-problem.ts';
import type { HandlerContext } from '../handler.ts';

export type SolverMessage =
  /** The truth of a problem. */
  | { readonly task: 'prepare'; readonly problem: BenchmarkProblem; readonly single: boolean }
  | {
      readonly task: 'cell';
      readonly problem: BenchmarkProblem;
      /** Shared memory. */
      readonly ends: Ends;
      readonly cell: Cell;
      readonly control: Control;
      readonly timing: Timing;
    };

/** One benchmark at a time: a problem is built once on each thread. */
const SESSION = 1;

export async function solverCellHandler(
  message: SolverMessage,
  { sessions }: HandlerContext,
): Promise<Prepared | CellResult> {
  if (message.task === 'prepare') return prepare(message.problem, message.single, buildProblem);
  const { ends, cell, control, timing } = message;
  const problem = await sessions.get(SESSION, `problem ${cell.problem}`, () => buildProblem(message.problem));
  return runCell(problem, ends, cell, control, timing, () => performance.now() / 1000);
}
