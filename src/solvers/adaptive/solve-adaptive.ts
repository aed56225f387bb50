/**
 * ẋ = u(t, x) from `from` to `to` by an embedded Runge–Kutta pair with step-size control, for a batch [rows, dim].
 *
 * Control `batch` takes one grid for all rows, from an error that is the root mean square over the whole batch, as the libraries do: the
 * rows are coupled. Control `sample` gives every row a grid of its own, and bits that do not depend on its neighbours.
 */
import type { NdArray } from 'ndarray';
import { allocate, dtypeOf, type FloatArray, isFloatArray } from '../../array/float-array.ts';
import { type FloatNdArray, toNdArray } from '../../array/ndarray.ts';
import { initialState, type SolvableField, velocityOf } from '../solve.ts';
import type { VelocityFunction } from '../velocity.ts';
import { type AdaptiveRun, type AdaptiveStatus, integrateAdaptive } from './integrate-adaptive.ts';
import { type AdaptiveOptions, adaptivePlan, checkOutputTimes, checkTimeInside } from './options.ts';
import { outputs } from './outputs.ts';
import { adaptiveWorkspace } from './trial-step.ts';

/** What {@link solveAdaptive} returns. */
export interface AdaptiveSolution<A> {
  /** The state at `t`, in the form of x₀: [rows, dim]. Where it gave up on the way, the last accepted state. */
  readonly x: A;
  /** Evaluations of the field: calls on the whole batch, or with control `sample` their mean over the rows. */
  readonly nfe: number;
  /** Accepted and rejected steps, the mean over the rows with control `sample`. */
  readonly accepted: number;
  readonly rejected: number;
  /** `done`, or why it stopped before `to`; the first reason among the rows with control `sample`. */
  readonly status: AdaptiveStatus;
  /** The same in words, or null when done. */
  readonly reason: string | null;
  /** The time reached: `to` when done; the least advanced row's with control `sample`. */
  readonly t: number;
  /** The accepted grid, from `from` on; [accepted + 1]. Empty with control `sample`, where each row has its own. */
  readonly times: Float64Array;
  /** Where each rejected step started, and its signed size; [rejected]. Empty with control `sample`. */
  readonly rejectedTimes: Float64Array;
  readonly rejectedSteps: Float64Array;
  /** With control `sample`, what each row took. */
  readonly rows?: readonly AdaptiveRun[];
  /** The states at the `times` asked for, [times, rows, dim]; NaN where a run did not come so far. */
  readonly path?: A;
  /** With `dense`, the state at any time between `from` and the time reached. */
  readonly at?: (t: number) => A;
}

const EMPTY = new Float64Array(0);

function reasonOf({ status, t }: AdaptiveRun, maxSteps: number, row: number | null): string | null {
  if (status === 'done') return null;
  const where = `at t = ${t}${row === null ? '' : `, row ${row}`}`;
  return status === 'step-limit'
    ? `the limit of ${maxSteps} steps was reached ${where}`
    : `no step that still moves the time meets the tolerance ${where}`;
}

/**
 * Solves ẋ = u(t, x) with x(from) = x0, choosing the steps so that the error estimate of each meets atol + rtol · |x|.
 *
 * A run that cannot go on returns how far it came, with its `status` and `reason`; it does not throw. Profiles `scipy`, `torchdiffeq` and
 * `diffrax` accept and reject the same steps as those libraries; the profile `torchdiffeq` evaluates beyond `to`, as that library does.
 *
 * @param field u, as a function or as an object with `velocity`; evaluated on [rows, dim] at one time, on [1, dim] with control `sample`.
 * @param x0 states at `from`: an ndarray [rows, dim] in any stride, or a buffer with `dim` columns; all finite. Float32 states are
 *   advanced in float32 and controlled in float64.
 * @throws {ArgumentError} for times outside [0, 1], from = to, tolerances that are not ≥ 0, a tableau without embedded weights, a
 *   non-finite x0.
 * @throws {DivergenceError} when the field is not finite at the start; with the profile `torchdiffeq`, which gives up there, anywhere.
 * @example
 * ```ts
 * import { dopri5, solveAdaptive } from 'flowproof';
 *
 * // ẋ = −2t x², so 1/x grows by t².
 * const field = (t: number, x: Float32Array | Float64Array, out: Float32Array | Float64Array): void => {
 *   for (let i = 0; i < x.length; i++) out[i] = -2 * t * x[i]! * x[i]!;
 * };
 * const { x, nfe, accepted, rejected, status } = solveAdaptive(field, new Float64Array([1]), {
 *   dim: 1,
 *   solver: dopri5,
 *   rtol: 1e-8,
 *   atol: 1e-8,
 * });
 * console.log(status, nfe === 2 + 6 * (accepted + rejected), Math.abs(x[0]! - 0.5) < 1e-8); // done true true
 * ```
 */
export function solveAdaptive<A extends FloatArray>(
  field: SolvableField | VelocityFunction,
  x0: A,
  options: AdaptiveOptions,
): AdaptiveSolution<A>;
export function solveAdaptive(
  field: SolvableField | VelocityFunction,
  x0: NdArray<FloatArray>,
  options: AdaptiveOptions,
): AdaptiveSolution<FloatNdArray>;
export function solveAdaptive(
  field: SolvableField | VelocityFunction,
  x0: FloatArray | NdArray<FloatArray>,
  options: AdaptiveOptions,
): AdaptiveSolution<FloatArray> | AdaptiveSolution<FloatNdArray> {
  const { velocity, dim: fieldDim } = velocityOf(field);
  const { data, rows, dim } = initialState(x0, options?.dim, fieldDim);
  const plan = adaptivePlan(options, dim);
  const times = checkOutputTimes(options.times, plan);
  const bySample = options.control === 'sample';
  const runs = bySample ? rows : 1;
  const size = bySample ? dim : data.length;

  const x = data.slice() as FloatArray;
  const path = times && allocate(dtypeOf(x), times.length * x.length);
  path?.fill(Number.NaN);
  const work = adaptiveWorkspace(plan, x.subarray(0, size));
  const results: AdaptiveRun[] = [];
  const reads: ((t: number, out: FloatArray) => void)[] = [];
  for (let run = 0; run < runs; run++) {
    const state = x.subarray(run * size, (run + 1) * size);
    const output = outputs(plan, state, options.dense === true, times, (index, write) => {
      const first = index * x.length + run * size;
      write(path!.subarray(first, first + size));
    });
    const result = integrateAdaptive(velocity, state, plan, work, output.observer);
    output.end(result, state);
    results.push(result);
    reads.push(output.read);
  }

  const wrap = (values: FloatArray, shape: readonly number[]): FloatArray | FloatNdArray =>
    isFloatArray(x0) ? values : toNdArray(values, shape);
  const summary = summarise(results, plan.maxSteps, bySample, plan.to);
  return {
    x: wrap(x, [rows, dim]),
    ...summary,
    ...(path && { path: wrap(path, [times.length, rows, dim]) }),
    ...(options.dense && {
      at: (t: number) => {
        checkTimeInside(t, plan.from, summary.t);
        const out = allocate(dtypeOf(x), x.length);
        for (const [run, read] of reads.entries()) read(t, out.subarray(run * size, (run + 1) * size));
        return wrap(out, [rows, dim]);
      },
    }),
  } as AdaptiveSolution<FloatArray> | AdaptiveSolution<FloatNdArray>;
}

function summarise(
  results: readonly AdaptiveRun[],
  maxSteps: number,
  bySample: boolean,
  to: number,
): Omit<AdaptiveSolution<never>, 'x' | 'path' | 'at'> {
  if (!bySample) {
    const run = results[0]!;
    return { ...run, reason: reasonOf(run, maxSteps, null) };
  }
  const mean = (part: (run: AdaptiveRun) => number): number =>
    results.length === 0 ? 0 : results.reduce((sum, run) => sum + part(run), 0) / results.length;
  const stopped = results.findIndex(({ status }) => status !== 'done');
  return {
    nfe: mean(({ nfe }) => nfe),
    accepted: mean(({ accepted }) => accepted),
    rejected: mean(({ rejected }) => rejected),
    status: results[stopped]?.status ?? 'done',
    reason: stopped < 0 ? null : reasonOf(results[stopped]!, maxSteps, stopped),
    t: results.reduce((least, { t }) => (Math.abs(to - t) > Math.abs(to - least) ? t : least), to),
    times: EMPTY,
    rejectedTimes: EMPTY,
    rejectedSteps: EMPTY,
    rows: results,
  };
}
