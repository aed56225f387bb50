/**
 * ẋ = u(t, x) over a grid of times fixed beforehand, for a batch [rows, dim].
 *
 * The state has the type of x₀: float32 arithmetic rounds every operation by itself, float64 is plain. Time is float64
 * in both, t_i = from + (to − from)·i/N or the times that the caller gives.
 */
import type { NdArray } from 'ndarray';
import {
  allocate,
  checkCount,
  checkFinite,
  dtypeOf,
  type FloatArray,
  isFloatArray,
  rowsOf,
} from '../array/float-array.ts';
import { denseMatrix, type FloatNdArray, toNdArray } from '../array/ndarray.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';
import { divergence, integrate, type Plan } from './integrate.ts';
import { prepare, type Solver } from './solver.ts';
import { method, type Tableau } from './tableau.ts';
import { gridOf, timesOf } from './time-grid.ts';
import type { VelocityFunction } from './velocity.ts';

/** Anything with a velocity; `dim`, where present, is checked against the state. */
export interface SolvableField {
  readonly dim?: number;
  readonly velocity: VelocityFunction;
}

export interface SolveOptions {
  /** `euler`, `heun`, `rk4`, …, any explicit tableau, or one of the other methods. */
  readonly solver: Solver;
  /** N equal steps, an integer ≥ 1. Either this or `grid`. */
  readonly steps?: number;
  /** The times t_0 … t_N themselves, in [0, 1], rising or falling throughout. */
  readonly grid?: ArrayLike<number>;
  /** Start time in [0, 1]; default 0. */
  readonly from?: number;
  /** End time in [0, 1], before or after `from` but not equal to it; default 1. */
  readonly to?: number;
  /**
   * Takes the last step in place of `solver`: `euler` or `midpoint`, which do not evaluate at its end, where the field of a point mass has a
   * pole.
   */
  readonly lastStep?: Tableau;
  /** Also return the state at every grid point; default false. */
  readonly path?: boolean;
  /** Carry the rounding error of each step along (double-length state); default false. */
  readonly compensated?: boolean;
  /** Columns of a plain buffer x₀; by default those of the field. An ndarray brings its own. */
  readonly dim?: number;
}

export interface Solution<A> {
  /** The state at `to`, in the form of x₀: [rows, dim]. */
  readonly x: A;
  /** Evaluations of the field: calls on the whole batch. */
  readonly nfe: number;
  /** Steps taken: N. */
  readonly accepted: number;
  /** Steps tried and given up: none on a grid that is fixed. */
  readonly rejected: number;
  /** t_0 … t_N, [steps + 1]. */
  readonly times: Float64Array;
  /** The states at those times, [steps + 1, rows, dim], when asked for. */
  readonly path?: A;
}

/** Checks options and shape and prepares the tableau. Shared with the solver that runs on threads. */
export function plan(options: SolveOptions, dim: number): Plan {
  if (typeof options !== 'object' || options === null) {
    throw new ArgumentError({
      argument: 'options',
      expected: '{ solver, steps, … }',
      received: show(options),
    });
  }
  const { solver, compensated = false, lastStep } = options;
  const grid = gridOf(options);
  return {
    method: prepare(solver, grid),
    grid,
    dim,
    compensated,
    lastStep: lastStep ? method(lastStep, 'lastStep') : null,
  };
}

/** x₀ as a dense buffer with its shape, whichever form it came in. The buffer may be the caller's own. */
export function initialState(
  x0: FloatArray | NdArray<FloatArray>,
  dim: number | undefined,
  fieldDim: number | undefined,
): { data: FloatArray; rows: number; dim: number } {
  let state: { data: FloatArray; rows: number; dim: number };
  if (isFloatArray(x0)) {
    const columns = dim ?? fieldDim;
    if (columns === undefined) {
      throw new ArgumentError({
        argument: 'dim',
        expected: 'the number of columns of x0, which is a plain buffer',
        received: 'undefined',
        wayOut: 'pass { dim } or an ndarray [rows, dim]',
      });
    }
    checkCount('dim', columns, 1);
    state = { data: x0, rows: rowsOf('x0', x0, columns), dim: columns };
  } else {
    const { data, rows, cols } = denseMatrix('x0', x0);
    if (dim !== undefined && dim !== cols) {
      throw new ShapeError({
        argument: 'x0',
        expected: `${dim} columns, as dim says`,
        received: String(cols),
      });
    }
    checkCount('x0.shape[1]', cols, 1);
    state = { data, rows, dim: cols };
  }
  if (fieldDim !== undefined && fieldDim !== state.dim) {
    throw new ShapeError({
      argument: 'x0',
      expected: `${fieldDim} columns, the dimension of the field`,
      received: String(state.dim),
    });
  }
  checkFinite('x0', state.data);
  return state;
}

/** The velocity of a field given in either form, and its dimension where it has one. */
export function velocityOf(field: SolvableField | VelocityFunction): {
  velocity: VelocityFunction;
  dim?: number;
} {
  if (typeof field === 'function') return { velocity: field };
  if (typeof field?.velocity !== 'function') {
    throw new ArgumentError({
      argument: 'field',
      expected: 'a function (t, x, out) => void or an object with such a velocity',
      received: show(field),
    });
  }
  const velocity: VelocityFunction = (t, x, out) => field.velocity(t, x, out);
  return field.dim === undefined ? { velocity } : { velocity, dim: field.dim };
}

/**
 * Solves ẋ = u(t, x) with x(from) = x0, and returns x(to). `x0` is not changed; the result has its type and shape.
 *
 * Solving backward (`from` > `to`) undoes the flow. It mirrors to the bit: u from 1 to 0 takes the steps of
 * −u(1 − s, ·) from 0 to 1.
 *
 * @param field u, as a function or as an object with `velocity`; evaluated on [rows, dim] at one time.
 * @param x0 states at `from`: an ndarray [rows, dim] in any stride, or a buffer with `dim` columns; all finite.
 * @throws {ArgumentError} for steps < 1, times outside [0, 1] or out of order, from = to, a wrong tableau or a non-finite x0.
 * @throws {ShapeError} when x0 does not fit `dim` or the field.
 * @throws {DivergenceError} when the state leaves the finite numbers, naming step, t and row.
 * @example
 * ```ts
 * import { rk4, solve } from 'flowproof';
 *
 * // ẋ = −2t x², so 1/x grows by t².
 * const field = (t: number, x: Float32Array | Float64Array, out: Float32Array | Float64Array): void => {
 *   for (let i = 0; i < x.length; i++) out[i] = -2 * t * x[i]! * x[i]!;
 * };
 * const { x, nfe } = solve(field, new Float64Array([1]), { dim: 1, solver: rk4, steps: 32 });
 * console.log(nfe, Math.abs(x[0]! - 0.5) < 1e-7); // 128 true
 * ```
 */
export function solve<A extends FloatArray>(
  field: SolvableField | VelocityFunction,
  x0: A,
  options: SolveOptions,
): Solution<A>;
export function solve(
  field: SolvableField | VelocityFunction,
  x0: NdArray<FloatArray>,
  options: SolveOptions,
): Solution<FloatNdArray>;
export function solve(
  field: SolvableField | VelocityFunction,
  x0: FloatArray | NdArray<FloatArray>,
  options: SolveOptions,
): Solution<FloatArray> | Solution<FloatNdArray> {
  const { velocity, dim: fieldDim } = velocityOf(field);
  const { data, rows, dim } = initialState(x0, options?.dim, fieldDim);
  const checked = plan(options, dim);
  const { grid } = checked;
  const { steps } = grid;

  const x = data.slice() as FloatArray;
  const states = options.path ? allocate(dtypeOf(x), (steps + 1) * x.length) : null;
  const { nfe, breakdown } = integrate(
    velocity,
    x,
    checked,
    states && ((step, state) => states.set(state, step * x.length)),
  );
  if (breakdown) throw divergence(breakdown, steps);

  const counts = { nfe, accepted: steps, rejected: 0, times: timesOf(grid) };
  if (isFloatArray(x0)) return { x, ...counts, ...(states && { path: states }) };
  const path = states && { path: toNdArray(states, [steps + 1, rows, dim]) };
  return { x: toNdArray(x, [rows, dim]), ...counts, ...path };
}
