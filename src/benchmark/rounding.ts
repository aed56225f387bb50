/**
 * The error that rounding alone makes, measured: the same steps on the same grid in float32 and in float64 from the same float32 numbers
 * end this far apart. Discretization is the same in both and cancels. Rounding in float64 is taken to be 2⁻²⁹ of it, the ratio of the
 * units of the two; some rows in even distances then stand for all.
 *
 * Measured on the anchor with DOP853, whose own error is nothing at 256 to 1024 steps: 9e-16 to 2.0e-15 in float64, where this
 * estimate says 1.5e-15 to 2.4e-15.
 */
import type { FloatArray } from '../array/float-array.ts';
import { stateError } from '../metrics/index.ts';
import { type Solver, solve } from '../solvers/index.ts';
import type { RunnableProblem } from './config.ts';
import type { RowDtype } from './row.ts';

/** 2⁻²⁹. */
const RATIO = 1 / 536_870_912;

/** Unit roundoffs, for where nothing can be measured. */
const UNIT = {
  float64: 1.1102230246251565e-16,
  float32: 5.960464477539063e-8,
  'float32-compensated': 5.960464477539063e-8,
};

/** Rows for float64, where the floor seldom decides. In float32 a few rows that the flow pulls apart make most of it: there all count. */
const ROWS = 32;

function someRows(start: Float64Array, dim: number): Float64Array {
  const rows = start.length / dim;
  if (rows <= ROWS) return start;
  const some = new Float64Array(ROWS * dim);
  for (let i = 0; i < ROWS; i++) {
    const row = Math.floor(((i + 0.5) * rows) / ROWS);
    some.set(start.subarray(row * dim, (row + 1) * dim), i * dim);
  }
  return some;
}

/**
 * The root mean square over the rows. `end` is the state that the run reached in `dtype`; `times` its grid, or null where rows have their own:
 * then, and where float32 does not arrive, it is u ‖x‖ √steps, the growth of a random walk.
 */
export function roundingError(
  { velocity, dim }: RunnableProblem,
  solver: Solver,
  dtype: RowDtype,
  start: Float64Array,
  end: FloatArray,
  times: Float64Array | null,
  steps: number,
): number {
  if (times !== null) {
    try {
      const double = dtype === 'float64';
      const single = new Float32Array(double ? someRows(start, dim) : start);
      // A run in float32 is itself what rounding made of these steps.
      const rounded = double ? solve(velocity, single, { dim, solver, grid: times }).x : end;
      const plain = solve(velocity, Float64Array.from(single), { dim, solver, grid: times }).x;
      const { rmse } = stateError(rounded, plain as Float64Array, dim);
      return double ? RATIO * rmse : rmse;
    } catch {
      // A field of the user's refuses one of the two, or float32 left its range, or the grid is one that only the controller can take.
    }
  }
  const size = stateError(end, new Float64Array(end.length), dim).rmse;
  return UNIT[dtype] * size * Math.sqrt(steps);
}
