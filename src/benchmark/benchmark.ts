/** A whole benchmark in this thread, from plain JSON to rows. `flowproof solvers` runs the same cells on all cores. */
import { ArgumentError, FlowproofError } from '../errors.ts';
import { stateError } from '../metrics/index.ts';
import { problemFromSpec } from '../problems/index.ts';
import { type CellResult, noResult } from './cell-result.ts';
import { cellsOf } from './cells.ts';
import { checkConfig } from './check-config.ts';
import type { BenchmarkProblem, RunnableProblem, Timing } from './config.ts';
import { defaultTiming } from './default-config.ts';
import { inSingle, type Prepared, prepare } from './prepare.ts';
import type { Row } from './row.ts';
import { type RowProblem, rowsOf } from './rows.ts';
import { reasonOf, runCell } from './run-cell.ts';

export interface BenchmarkOptions extends Partial<Timing> {
  /** A clock in seconds; by default `performance.now()`. Nothing but `seconds` and `secondsIqr` depends on it. */
  readonly now?: () => number;
}

/**
 * The rows of a configuration as schemas/solvers-config.schema.json describes it: problems × dtypes × grids × solvers × (steps or tolerances).
 * What fails is a row with its reason. Modules and files are for the command line.
 *
 * @throws {ArgumentError} for a wrong configuration, naming the place.
 * @example
 * ```ts
 * import { benchmark } from 'flowproof';
 *
 * const rows = await benchmark({ problems: 'anchor', solvers: 'rk4', steps: [8, 16, 32], tolerances: [], dtype: 'float64' });
 * console.log(rows[0]!.rmse!.toExponential(3), rows[1]!.slope!.toFixed(2)); // 1.042e-3 3.52
 * ```
 */
export async function benchmark(config: unknown, options: BenchmarkOptions = {}): Promise<Row[]> {
  const checked = checkConfig(config);
  const now = options.now ?? ((): number => performance.now() / 1000);
  const timing = { ...defaultTiming, ...options };
  const cells = cellsOf(checked);
  const single = checked.dtypes.some((dtype) => dtype !== 'float64');
  const problems: RowProblem[] = [];
  const results: CellResult[] = [];
  for (const [place, spec] of checked.problems.entries()) {
    const opened = await openProblem(spec, single);
    problems.push(opened.known);
    for (const [i, cell] of cells.entries()) {
      if (cell.problem !== place) continue;
      const { made } = opened;
      if (typeof made === 'string') results[i] = noResult('failed', `no truth: ${made}`);
      else {
        const double = cell.dtype === 'float64';
        const ends = double ? made.prepared.float64 : made.prepared.float32;
        const problem = double ? made.double : made.single;
        results[i] = runCell(problem, ends, cell, checked, timing, now);
      }
    }
  }
  return rowsOf(problems, cells, results, checked.metrics);
}

interface Opened {
  readonly known: RowProblem;
  /** Or why there is no truth. */
  readonly made:
    | { readonly prepared: Prepared; readonly double: RunnableProblem; readonly single: RunnableProblem }
    | string;
}

async function openProblem(spec: BenchmarkProblem, single: boolean): Promise<Opened> {
  const build = (of: BenchmarkProblem): RunnableProblem => {
    if (of.kind !== 'module') return problemFromSpec(of);
    throw new ArgumentError({
      argument: 'problems',
      expected: 'plain data',
      received: `the module ${of.shown}`,
      wayOut: 'run flowproof solvers --field',
    });
  };
  const double = build(spec);
  try {
    const prepared = await prepare(spec, single, async (of) => build(of));
    const { truth } = prepared.float64;
    const size = stateError(truth, new Float64Array(truth.length), prepared.dim).rmse;
    const other = single ? build(inSingle(spec, double)) : double;
    return { known: { name: double.name, size }, made: { prepared, double, single: other } };
  } catch (error) {
    if (!(error instanceof FlowproofError)) throw error;
    return { known: { name: double.name, size: 0 }, made: reasonOf(error) };
  }
}
