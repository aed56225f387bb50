/** The run of `flowproof solvers`: configuration, truths, cells, rows, and what was asked for in writing. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { cellsOf } from '../../benchmark/cells.ts';
import type { BenchmarkConfig } from '../../benchmark/config.ts';
import { defaultTiming } from '../../benchmark/default-config.ts';
import type { Row } from '../../benchmark/row.ts';
import { rowsOf } from '../../benchmark/rows.ts';
import { UsageError } from '../../errors.ts';
import { stateError } from '../../metrics/index.ts';
import type { Supervised } from '../../parallel/outcome.ts';
import { supervise } from '../../parallel/supervised.ts';
import { solversTable } from '../../report/solvers/index.ts';
import type { Context } from '../context.ts';
import { packageVersion } from '../package-version.ts';
import { moduleOutput } from '../verify/module-output.ts';
import type { SolversFlags } from './flags.ts';
import { fingerprint, type Journal, noJournal, openJournal } from './journal.ts';
import { loadModules } from './load-modules.ts';
import { readConfig } from './read-config.ts';
import { type CellsRun, type Preparation, prepareProblems, runCells } from './run-cells.ts';
import { plainConfig, solversData } from './solvers-json.ts';
import { OUTPUTS, writeOutputs } from './write-outputs.ts';

type Open = (threads: number | undefined, onPrint: (text: string) => void) => Supervised;

const openThreads: Open = (threads, onPrint) =>
  supervise(threads ?? availableParallelism(), 'solver-worker.js', onPrint);

/** `open`: where the cells run. */
export async function solvers(
  context: Context,
  flags: SolversFlags,
  open: Open = openThreads,
): Promise<void> {
  const config = readConfig(flags);
  const cells = cellsOf(config);
  const run: CellsRun = {
    config,
    timing: { ...defaultTiming, repeats: flags.repeats },
    limit: flags.timeout,
    quiet: flags.quiet ?? false,
  };
  const began = performance.now();
  const printed = moduleOutput();
  const threads = open(flags.threads, printed.take);
  let journal = noJournal;
  try {
    await loadModules(context, threads, run);
    journal = journalOf(flags, config, cells.length);
    const prepared = await prepareProblems(context, threads, run);
    const results = await runCells(context, threads, cells, prepared, run, journal);
    const names = namesOf(config, prepared);
    const problems = names.map((name, i) => ({ name, size: sizeOf(prepared[i]!) }));
    const rows = rowsOf(problems, cells, results, config.metrics);
    context.stdout.write(solversTable(rows));
    writeOutputs(flags, solversData(config, names, prepared, rows), {
      threads: flags.threads ?? availableParallelism(),
      seconds: (performance.now() - began) / 1000,
    });
    journal.remove();
    if (rows.some(failed)) context.verdict = 1;
    if (!run.quiet) await printed.tell(context.stderr, 'the field');
  } finally {
    journal.close();
    await threads.close();
  }
}

const failed = ({ status }: Row): boolean => status === 'failed' || status === 'timed-out';

/** Beside the first output, or where --journal says. */
function journalOf(flags: SolversFlags, config: BenchmarkConfig, cells: number): Journal {
  const output = OUTPUTS.map((name) => flags[name]).find((file) => file !== undefined);
  const path = flags.journal ?? (output === undefined ? undefined : `${output}.journal`);
  if (path !== undefined) {
    return openJournal(path, { hash: hashOf(config), cells, resume: flags.resume ?? false });
  }
  if (!flags.resume) return noJournal;
  throw new UsageError({
    argument: '--resume',
    expected: 'the output of the run that was stopped',
    received: 'no output, and no --journal',
    wayOut: 'name the same output as before',
  });
}

/** Of all that rows depend on: the version, the configuration, and the code of modules. */
function hashOf(config: BenchmarkConfig): string {
  const code = config.problems.map((problem) =>
    problem.kind === 'module' && problem.url.startsWith('file:')
      ? readFileSync(fileURLToPath(problem.url), 'utf8')
      : '',
  );
  return fingerprint(JSON.stringify([packageVersion(), plainConfig(config), code]));
}

/** Names of the problems; two of one name are told apart by their places. */
function namesOf({ problems }: BenchmarkConfig, prepared: readonly Preparation[]): string[] {
  const names = problems.map((problem, i) => {
    const preparation = prepared[i]!;
    return 'name' in preparation ? preparation.name : (problem.name ?? `problem ${i + 1}`);
  });
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name} (${i + 1})`));
}

/** 0 where nothing is known, so that nothing is below it. */
function sizeOf(preparation: Preparation): number {
  if ('reason' in preparation) return 0;
  const { truth } = preparation.float64;
  return stateError(truth, new Float64Array(truth.length), preparation.dim).rmse;
}
