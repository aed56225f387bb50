/**
 * Few rows on all threads. solveParallel gives a thread 256 rows at a time, so that a study of fewer would run on one; here
 * every thread gets an equal block of them. Rows are solved one by one, so the blocks cannot change a bit.
 */
import type { FloatArray } from '../../array/float-array.ts';
import { fromMessage } from '../../errors.ts';
import type { SolveAnswer, SolveMessage } from '../../parallel/handlers/solve.ts';
import type { FieldSpec, WorkerPool } from '../../parallel/index.ts';
import { toShared } from '../../parallel/shared.ts';
import { openShare } from '../../parallel/tiles.ts';
import type { Tableau } from '../../solvers/index.ts';
import { plan } from '../../solvers/solve.ts';

export interface SolveRequest {
  /** [rows, dim] */
  readonly x0: FloatArray;
  readonly dim: number;
  readonly solver: Tableau;
  readonly steps: number;
  /** The time at which to end; starts at 0. */
  readonly to: number;
  /** The field stays on the threads under this number of `pool.session()`. */
  readonly session: number;
  readonly signal: AbortSignal;
}

export interface SolveResult {
  /** [rows, dim]; NaN in a block whose solution was not finite. */
  readonly x: FloatArray;
  /** Evaluations of the field for each row. */
  readonly nfe: number;
}

/** More messages than this in one run are more than Node likes to see wait for one abort signal. */
const MAX_BLOCKS = 8;

export async function solveBlocks(
  pool: WorkerPool,
  spec: FieldSpec,
  { x0, dim, solver, steps, to, session, signal }: SolveRequest,
): Promise<SolveResult> {
  const rows = x0.length / dim;
  const blocks = Math.min(pool.threads, MAX_BLOCKS, rows);
  const edge = (block: number): number => Math.floor((block * rows) / blocks) * dim;
  const checked = plan({ solver, steps, to }, dim);
  const messages = Array.from({ length: blocks }, (_, b): SolveMessage => {
    const x = toShared(x0.slice(edge(b), edge(b + 1)) as FloatArray);
    return { ...openShare(x.length / dim), spec, session, plan: checked, x, path: null };
  });
  const answers = (await pool.run('solve', messages, { signal })) as SolveAnswer[];
  const x = x0.slice() as FloatArray;
  answers.forEach(({ failure, breakdown }, b) => {
    if (failure) throw fromMessage(failure.error);
    x.set(breakdown ? messages[b]!.x.fill(Number.NaN) : messages[b]!.x, edge(b));
  });
  return { x, nfe: Math.max(...answers.map(({ nfe }) => nfe)) };
}
