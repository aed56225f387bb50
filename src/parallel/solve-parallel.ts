/** `solve` with its rows spread over the threads of a pool. */
import type { NdArray } from 'ndarray';
import { allocate, dtypeOf, type FloatArray, isFloatArray } from '../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { fromMessage } from '../errors.ts';
import { divergence } from '../solvers/integrate.ts';
import { initialState, plan, type Solution, type SolveOptions } from '../solvers/solve.ts';
import { timesOf } from '../solvers/time-grid.ts';
import type { RunOptions } from './engine.ts';
import type { FieldSpec } from './field-spec.ts';
import { earlier, type SolveAnswer, type SolveMessage } from './handlers/solve.ts';
import type { WorkerPool } from './pool.ts';
import { toPlain, toShared } from './shared.ts';
import { firstFailure, networkTileRows, openShare, TILE_ROWS, tileCount } from './tiles.ts';

export interface ParallelSolveOptions extends SolveOptions, Pick<RunOptions, 'signal'> {
  /** Keep the field on every thread under this number of `pool.session()`; by default it is built for this call. */
  readonly session?: number;
}

/**
 * Solves ẋ = u(t, x) like `solve`, and with the same bits for any number of threads, provided that the field treats its
 * rows one by one. Each tile of 256 rows, of a network of 64 in small batches, runs its whole trajectory on one thread.
 *
 * A plain buffer needs `dim` here, because the field is built on the threads. `nfe` counts evaluations per trajectory,
 * as in `solve`.
 *
 * @throws what `solve` throws, with the same step, time and row; and as any run of a pool, WorkerError and
 * InterruptedError.
 * @example
 * ```ts
 * import { condOT, eightGaussians, heun, key, marginalField, normal } from 'flowproof';
 * import { createPool, solveParallel } from 'flowproof/node';
 *
 * const { spec } = marginalField({ schedule: condOT, target: eightGaussians() });
 * const pool = createPool({ threads: 2 });
 * const { x, nfe } = await solveParallel(pool, spec!, normal(key(7), [500, 2]), { solver: heun, steps: 8 });
 * console.log(x.shape, nfe); // [ 500, 2 ] 16
 * await pool.close();
 * ```
 */
export async function solveParallel<A extends FloatArray>(
  pool: WorkerPool,
  spec: FieldSpec,
  x0: A,
  options: ParallelSolveOptions,
): Promise<Solution<A>>;
export async function solveParallel(
  pool: WorkerPool,
  spec: FieldSpec,
  x0: NdArray<FloatArray>,
  options: ParallelSolveOptions,
): Promise<Solution<FloatNdArray>>;
export async function solveParallel(
  pool: WorkerPool,
  spec: FieldSpec,
  x0: FloatArray | NdArray<FloatArray>,
  options: ParallelSolveOptions,
): Promise<Solution<FloatArray> | Solution<FloatNdArray>> {
  const { data, rows, dim } = initialState(x0, options?.dim, undefined);
  const checked = plan(options, dim);
  const { grid } = checked;
  const { steps } = grid;
  const { session, signal } = options;
  const shared = toShared(data);
  const path = options.path ? allocate(dtypeOf(data), (steps + 1) * data.length, true) : null;
  const keep = session !== undefined && { session };
  const share = openShare(rows, spec?.kind === 'learned' ? networkTileRows(rows) : TILE_ROWS);
  const message: SolveMessage = { ...share, spec, plan: checked, x: shared, path, ...keep };
  const messages = new Array(Math.min(pool.threads, tileCount(share))).fill(message);
  const answers = (await pool.run('solve', messages, signal ? { signal } : {})) as SolveAnswer[];
  const failure = firstFailure(answers.map((answer) => answer.failure));
  if (failure) throw fromMessage(failure.error);
  const breakdown = answers.reduce<SolveAnswer['breakdown']>((first, a) => earlier(first, a.breakdown), null);
  if (breakdown) throw divergence(breakdown, steps);

  const nfe = Math.max(...answers.map((answer) => answer.nfe));
  const counts = { nfe, accepted: steps, rejected: 0, times: timesOf(grid) };
  const x = toPlain(shared);
  const states = path && toPlain(path);
  if (isFloatArray(x0)) return { x, ...counts, ...(states && { path: states }) };
  const paths = states && { path: toNdArray(states, [steps + 1, rows, dim]) };
  return { x: toNdArray(x, [rows, dim]), ...counts, ...paths };
}
