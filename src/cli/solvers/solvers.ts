/** The run of `flowproof solvers`: configuration, truths, cells, rows, and what was asked for in writing. */
import { availableParallelism } from 'node:os';
import { cellsOf } from '../../benchmark/cells.ts';
import { type BenchmarkConfig, type BenchmarkProblem, defaultTiming } from '../../benchmark/config.ts';
import type { Row } from '../../benchmark/row.ts';
import { rowsOf } from '../../benchmark/rows.ts';
import { encodeJson } from '../../io/json-output.ts';
import type { Supervised } from '../../parallel/outcome.ts';
import { supervise } from '../../parallel/supervised.ts';
import type { Context } from '../context.ts';
import { writeWhole } from '../output-file.ts';
import type { SolversFlags } from './flags.ts';
import { printRows } from './print-rows.ts';
import { readConfig } from './read-config.ts';
import { type CellsRun, type Preparation, prepareProblems, runCells } from './run-cells.ts';

const openThreads = (threads: number | undefined): Supervised =>
  supervise(threads ?? availableParallelism(), 'solver-worker.js');

/** `open`: where the cells run. */
export async function solvers(
  context: Context,
  flags: SolversFlags,
  open: (threads: number | undefined) => Supervised = openThreads,
): Promise<void> {
  const config = readConfig(flags);
  const cells = cellsOf(config);
  const run: CellsRun = {
    config,
    timing: { ...defaultTiming, repeats: flags.repeats },
    limit: flags.timeout,
    quiet: flags.quiet ?? false,
  };
  const threads = open(flags.threads);
  try {
    const prepared = await prepareProblems(context, threads, run);
    const results = await runCells(context, threads, cells, prepared, run, new Map(), () => {});
    const rows = rowsOf(namesOf(config, prepared), cells, results);
    printRows(context.stdout, rows);
    if (flags.json !== undefined) {
      writeWhole('--json', flags.json, encodeJson({ version: 1, kind: 'solvers', rows }));
    }
    if (rows.some(failed)) context.verdict = 1;
  } finally {
    await threads.close();
  }
}

const failed = ({ status }: Row): boolean => status === 'failed' || status === 'timed-out';

/** Names of the problems; two of one name are told apart by their places. */
function namesOf({ problems }: BenchmarkConfig, prepared: readonly Preparation[]): string[] {
  const names = problems.map((problem, i) => {
    const preparation = prepared[i]!;
    return 'name' in preparation ? preparation.name : nameOf(problem, i);
  });
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i + 1})`));
}

const nameOf = (problem: BenchmarkProblem, i: number): string => problem.name ?? `problem ${i + 1}`;
