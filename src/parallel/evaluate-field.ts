/** A quantity of a field on a batch, its rows spread over the threads of a pool. */
import type { NdArray } from 'ndarray';
import {
  allocate,
  checkLength,
  checkNumber,
  dtypeOf,
  type FloatArray,
  isFloatArray,
} from '../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { ArgumentError, fromMessage, show } from '../errors.ts';
import { initialState } from '../solvers/solve.ts';
import type { RunOptions } from './engine.ts';
import type { FieldSpec } from './field-spec.ts';
import { type FieldMessage, QUANTITIES, type Quantity } from './handlers/field.ts';
import type { WorkerPool } from './pool.ts';
import { isShared, toPlain, toShared } from './shared.ts';
import { firstFailure, openShare, type TileFailure, tileCount } from './tiles.ts';

export interface EvaluateOptions extends Pick<RunOptions, 'signal'> {
  /** Columns of a plain buffer x. An ndarray brings its own. */
  readonly dim?: number;
  /** Keep the field on every thread under this number of `pool.session()`; by default it is built for this call. */
  readonly session?: number;
  /**
   * Where the result goes and what is returned: of the type of x, [rows, dim] or [rows], no part of x. By default a new buffer. After an
   * error it may hold anything.
   */
  readonly out?: FloatArray;
}

/**
 * Evaluates `quantity` of the field of `spec` at time `t` for every row of `x`: the same bits as a call of the field in
 * this process, for any number of threads. Unless the field is a module of yours, this thread takes part, and gives way to the
 * event loop in between.
 *
 * What lies in shared memory, x or out, is read and written where it lies; anything else is copied there and back. Leave both alone
 * until the promise settles.
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
  { dim: columns, session, signal, out: place }: EvaluateOptions = {},
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
  const length = vector ? rows * dim : rows;
  if (place !== undefined) checkPlace(place, length, data);
  const joining = spec?.kind !== 'module';
  const share = openShare(rows);
  const workers = Math.min(pool.threads, tileCount(share));
  const isAlone = joining && workers === 1;
  const source = isAlone || isShared(data) ? data : toShared(data);
  const inPlace = place !== undefined && (isAlone || isShared(place));
  const out = inPlace ? place : allocate(dtypeOf(data), length, !isAlone);
  const keep = session !== undefined && { session };
  const message: FieldMessage = { ...share, spec, quantity, t, dim, x: source, out, ...keep };
  const options = { joining, ...(signal && { signal }) };
  const failures = (await pool.run(
    'field',
    new Array(workers).fill(message),
    options,
  )) as (TileFailure | null)[];
  const failure = firstFailure(failures);
  if (failure) throw fromMessage(failure.error);
  const result = place ?? (isAlone ? out : toPlain(out));
  if (place !== undefined && !inPlace) place.set(out);
  return isFloatArray(x) ? result : toNdArray(result, vector ? [rows, dim] : [rows]);
}

/** Throws unless the result fits `out` and does not overwrite what is still to be read. */
function checkPlace(out: FloatArray, length: number, x: FloatArray): void {
  checkLength('out', out, length);
  if (dtypeOf(out) !== dtypeOf(x)) {
    throw new ArgumentError({ argument: 'out', expected: `${dtypeOf(x)}, as x is`, received: dtypeOf(out) });
  }
  const overlaps =
    out.buffer === x.buffer &&
    out.byteOffset < x.byteOffset + x.byteLength &&
    x.byteOffset < out.byteOffset + out.byteLength;
  if (overlaps) {
    throw new ArgumentError({
      argument: 'out',
      expected: 'memory of its own',
      received: 'a part of the memory of x',
    });
  }
}
