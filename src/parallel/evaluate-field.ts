/** A quantity of a field on a batch, its rows spread over the threads of a pool. */
import type { NdArray } from 'ndarray';
import { allocate, checkNumber, dtypeOf, type FloatArray, isFloatArray } from '../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { ArgumentError, fromMessage, show } from '../errors.ts';
import { initialState } from '../solvers/solve.ts';
import type { RunOptions } from './engine.ts';
import type { FieldSpec } from './field-spec.ts';
import { type FieldMessage, QUANTITIES, type Quantity } from './handlers/field.ts';
import type { WorkerPool } from './pool.ts';
import { toPlain, toShared } from './shared.ts';
import { firstFailure, openShare, type TileFailure, tileCount } from './tiles.ts';

export interface EvaluateOptions extends Pick<RunOptions, 'signal'> {
  /** Columns of a plain buffer x. An ndarray brings its own. */
  readonly dim?: number;
  /** Keep the field on every thread under this number of `pool.session()`; by default it is built for this call. */
  readonly session?: number;
}

/**
 * Evaluates `quantity` of the field of `spec` at time `t` for every row of `x`: the same bits as a call of the field in
 * this process, for any number of threads.
 *
 * @param t time in [0, 1].
 * @param x points, [rows, dim], all finite; not changed.
 * @returns velocity and score as [rows, dim], the other quantities as [rows], in the form and type of `x`.
 * @throws {ArgumentError} for a quantity that the field does not have or a wrong t, spec or x.
 * @throws {ShapeError} when x does not fit the field.
 * @throws {WorkerError} when a worker is lost.
 * @example
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * import { createPool, evaluateField } from 'flowproof/node';
 *
 * const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
 * const { spec } = marginalField({ schedule: condOT, target });
 * const pool = createPool({ threads: 1 });
 * const u = await evaluateField(pool, spec!, 'velocity', 0.5, new Float64Array([-1, 0, 1]), { dim: 1 });
 * console.log(u.length); // 3
 * await pool.close();
 * ```
 */
export async function evaluateField<A extends FloatArray>(
  pool: WorkerPool,
  spec: FieldSpec,
  quantity: Quantity,
  t: number,
  x: A,
  options?: EvaluateOptions,
): Promise<A>;
export async function evaluateField(
  pool: WorkerPool,
  spec: FieldSpec,
  quantity: Quantity,
  t: number,
  x: NdArray<FloatArray>,
  options?: EvaluateOptions,
): Promise<FloatNdArray>;
export async function evaluateField(
  pool: WorkerPool,
  spec: FieldSpec,
  quantity: Quantity,
  t: number,
  x: FloatArray | NdArray<FloatArray>,
  { dim: columns, session, signal }: EvaluateOptions = {},
): Promise<FloatArray | FloatNdArray> {
  if (!Object.hasOwn(QUANTITIES, quantity)) {
    throw new ArgumentError({
      argument: 'quantity',
      expected: `one of ${Object.keys(QUANTITIES).join(', ')}`,
      received: show(quantity),
    });
  }
  checkNumber('t', t, 0, 1);
  const { data, rows, dim } = initialState(x, columns, undefined);
  const vector = QUANTITIES[quantity] === 'vector';
  const shared = toShared(data);
  const out = allocate(dtypeOf(data), vector ? rows * dim : rows, true);
  const keep = session !== undefined && { session };
  const message: FieldMessage = { ...openShare(rows), spec, quantity, t, dim, x: shared, out, ...keep };
  const messages = new Array(Math.min(pool.threads, tileCount(rows))).fill(message);
  const failures = (await pool.run('field', messages, signal ? { signal } : {})) as (TileFailure | null)[];
  const failure = firstFailure(failures);
  if (failure) throw fromMessage(failure.error);
  const result = toPlain(out);
  return isFloatArray(x) ? result : toNdArray(result, vector ? [rows, dim] : [rows]);
}
