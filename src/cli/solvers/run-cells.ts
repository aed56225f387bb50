/** Cells on supervised threads, with progress and a limit for each. A cell that does not answer is a row like all others. */

import type { BrownianMotion } from '../../benchmark/brownian-motion.ts';
import { type CellResult, noResult } from '../../benchmark/cell-result.ts';
import type { CellSettings } from '../../benchmark/cell-settings.ts';
import type { Cell } from '../../benchmark/cells.ts';
import { type BenchmarkConfig, solverName, type Timing } from '../../benchmark/config.ts';
import { type Prepared, type PreparedIn, together } from '../../benchmark/prepare.ts';
import { stochasticTableau } from '../../benchmark/solver-table.ts';
import { type ErrorMessage, fromMessage, InterruptedError } from '../../errors.ts';
import type { SolverMessage } from '../../parallel/handlers/solver-cell.ts';
import type { Outcome, Supervised } from '../../parallel/outcome.ts';
import type { GridSpec } from '../../solvers/grids/grid-spec.ts';
import type { Context } from '../context.ts';
import { createProgress } from '../progress.ts';
import { type Journal, noJournal } from './journal.ts';

export interface CellsRun {
  readonly config: BenchmarkConfig;
  readonly timing: Timing;
  /** Seconds that one cell may take, and the truth of one problem. */
  readonly limit: number;
  readonly quiet: boolean;
}

/** A truth, or why there is none. */
export type Preparation = Prepared | { readonly status: 'failed' | 'timed-out'; readonly reason: string };

/** A run of as many milliseconds is over before another thread would wait for the one behind it. */
const SHORT_MS = 50;

const lateWords = (limit: number): string => `no answer within ${limit} s`;

/** The truths of all problems. */
export async function prepareProblems(
  context: Context,
  threads: Supervised,
  { config, limit, quiet }: CellsRun,
): Promise<Preparation[]> {
  const single = config.dtypes.some((dtype) => dtype !== 'float64');
  const precisions = single ? (['float64', 'float32'] as const) : (['float64'] as const);
  const messages = config.problems.flatMap((problem) =>
    precisions.map((precision): SolverMessage => ({ task: 'prepare', problem, precision })),
  );
  const progress = await createProgress(context, { label: 'truths', total: messages.length, quiet });
  let done = 0;
  try {
    const outcomes = await threads.run(messages, {
      limit: 1000 * limit,
      signal: context.interruptSignal(),
      onOutcome: () => progress.update(++done),
    });
    return config.problems.map((_, i): Preparation => {
      const own = outcomes.slice(i * precisions.length, (i + 1) * precisions.length);
      for (const outcome of own) {
        if (outcome.kind === 'answer') continue;
        const { status, reason } = lost(outcome, limit);
        return { status, reason: `no truth: ${reason}` };
      }
      const [double, other] = own.map((outcome) => (outcome as { value: PreparedIn }).value);
      return together(double!, other ?? null);
    });
  } finally {
    progress.stop();
  }
}

function lost(
  outcome: Exclude<Outcome, { kind: 'answer' }>,
  limit: number,
): { status: 'failed' | 'timed-out'; reason: string } {
  switch (outcome.kind) {
    case 'late':
      return { status: 'timed-out', reason: lateWords(limit) };
    case 'error':
      return { status: 'failed', reason: wordsOf(outcome.error) };
    case 'ended':
      return { status: 'failed', reason: `its thread ended: ${outcome.reason}` };
  }
}

/** In one line; an error of the user's own code as it was thrown. */
function wordsOf(error: ErrorMessage): string {
  const text = error.code === 'worker' ? error.received : fromMessage(error).message;
  return text.split('\n')[0]!;
}

/** The results of all cells, in their order; those in the journal are not run again. */
export async function runCells(
  context: Context,
  threads: Supervised,
  cells: readonly Cell[],
  prepared: readonly Preparation[],
  run: CellsRun,
  journal: Journal,
): Promise<CellResult[]> {
  const { config, timing, limit, quiet } = run;
  const results: CellResult[] = new Array(cells.length);
  for (const [index, result] of journal.done) results[index] = result;
  const keep = (index: number, result: CellResult): void => {
    results[index] = result;
    journal.append(index, result);
  };
  const open: number[] = [];
  for (const [index, cell] of cells.entries()) {
    if (results[index] !== undefined) continue;
    const preparation = prepared[cell.problem]!;
    if ('reason' in preparation) keep(index, noResult(preparation.status, preparation.reason));
    else open.push(index);
  }
  const { steps, profile, control, maxSteps, noise, churn, metrics, seed } = config;
  const settings = { steps, profile, control, maxSteps, noise, churn, metrics, seed };
  const motions = await motionsOf(
    context,
    threads,
    open.map((index) => cells[index]!),
    settings,
    run,
  );
  const messages = open.map((index): SolverMessage => {
    const cell = cells[index]!;
    const motion = motions.get(motionName(cell));
    const { float64, float32 } = prepared[cell.problem] as Prepared;
    const ends = cell.dtype === 'float64' ? float64 : float32;
    const problem = config.problems[cell.problem]!;
    return { task: 'cell', problem, ends, cell, settings, timing, ...(motion && { motion }) };
  });
  const progress = await createProgress(context, { label: 'runs', total: cells.length, quiet });
  let count = cells.length - open.length;
  let failures = 0;
  const fields = (cell: Cell): Record<string, string> => ({
    solver: solverName(cell.solver),
    ...(failures > 0 && { failed: String(failures) }),
  });
  progress.update(count);
  try {
    await threads.run(messages, {
      limit: 1000 * limit,
      short: SHORT_MS,
      signal: context.interruptSignal(),
      onOutcome: (i, outcome) => {
        const index = open[i]!;
        const result = resultOf(outcome, limit);
        if (result.status === 'failed' || result.status === 'timed-out') failures += 1;
        keep(index, result);
        progress.update(++count, fields(cells[index]!));
      },
    });
    return results;
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError({
      argument: 'solvers',
      expected: `${cells.length} runs`,
      received: `Ctrl-C after ${count}`,
      wayOut: journal === noJournal ? 'run the command again' : 'add --resume to go on',
    });
  } finally {
    progress.stop();
  }
}

/** Cells with the same name follow one Brownian motion. */
const motionName = ({ problem, dtype, grid }: Cell): string => JSON.stringify([problem, dtype, grid]);

/**
 * The Brownian motions that the cells share, each drawn and followed once and not on every thread. One that cannot be had is left out: its cells
 * try for themselves, and say why.
 */
async function motionsOf(
  context: Context,
  threads: Supervised,
  cells: readonly Cell[],
  settings: CellSettings,
  { config, limit }: CellsRun,
): Promise<Map<string, BrownianMotion>> {
  const wanted = new Map<string, Cell & { readonly grid: GridSpec }>();
  for (const cell of cells) {
    const { solver, grid, dtype } = cell;
    if (grid === null || dtype === 'float32-compensated') continue;
    if (typeof solver === 'string' && stochasticTableau(solver))
      wanted.set(motionName(cell), { ...cell, grid });
  }
  const names = [...wanted.keys()];
  const messages = [...wanted.values()].map((cell): SolverMessage => {
    return { task: 'motion', problem: config.problems[cell.problem]!, cell, settings };
  });
  const outcomes = await threads.run(messages, { limit: 1000 * limit, signal: context.interruptSignal() });
  const motions = new Map<string, BrownianMotion>();
  for (const [i, outcome] of outcomes.entries()) {
    if (outcome.kind === 'answer' && outcome.value) motions.set(names[i]!, outcome.value as BrownianMotion);
  }
  return motions;
}

function resultOf(outcome: Outcome, limit: number): CellResult {
  if (outcome.kind === 'answer') return outcome.value as CellResult;
  const { status, reason } = lost(outcome, limit);
  return noResult(status, reason);
}
