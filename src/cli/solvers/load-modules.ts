/** Modules of a configuration, each loaded once before anything runs: what is wrong with one is a wrong configuration, and no row. */
import type { SolverMessage } from '../../parallel/handlers/solver-cell.ts';
import type { Supervised } from '../../parallel/outcome.ts';
import type { Context } from '../context.ts';
import { moduleAnswer } from '../module-answer.ts';
import type { CellsRun } from './run-cells.ts';

/** Throws for a module that does not load, does not export a field, or cannot begin where `start` says. */
export async function loadModules(
  context: Context,
  threads: Supervised,
  { config, limit }: CellsRun,
): Promise<void> {
  const modules = config.problems.filter((problem) => problem.kind === 'module');
  if (modules.length === 0) return;
  const outcomes = await threads.run(
    modules.map((problem): SolverMessage => ({ task: 'load', problem })),
    { limit: 1000 * limit, signal: context.interruptSignal() },
  );
  for (const [i, outcome] of outcomes.entries()) moduleAnswer(outcome, modules[i]!.shown, limit);
}
