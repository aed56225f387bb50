/**
 * Derivatives of a field's values in t and in xᵢ, for a batch of points, by extrapolated central differences.
 *
 * Each is a value and an error: the extrapolation's own estimate plus 2δ/h for values that are wrong by δ (schedules/richardson.ts).
 * In time the first step is half the distance to the nearer end, at most 0.1, so that neither end is touched, where ln p may be infinite.
 */

import { extrapolate } from '../../schedules/richardson.ts';
import type { VelocityFunction } from '../../solvers/velocity.ts';

/** Values [n] with a bound on the absolute error of each. */
export interface Measured {
  readonly value: Float64Array;
  readonly error: Float64Array;
}

type Scalars = (t: number, x: Float64Array, out: Float64Array) => void;

const FIRST_STEP = 0.1;
const TIME_LEVELS = 10;
/** Down to steps of 10⁻⁵: the width of a path near its end, unknown for a field that is not ours, may be 10⁻³. */
const SPACE_LEVELS = 14;

/** (f(+h) − f(−h)) / 2h at each level [levels][n], extrapolated. */
function centralDifferences(
  n: number,
  levels: number,
  firstStep: number,
  noise: Float64Array,
  at: (step: number, out: Float64Array) => void,
): Measured {
  const ahead = new Float64Array(n);
  const behind = new Float64Array(n);
  const table = Array.from({ length: levels }, (_, level) => {
    const h = firstStep / (1 << level);
    at(h, ahead);
    at(-h, behind);
    return ahead.map((value, r) => (value - behind[r]!) / (2 * h));
  });
  const value = new Float64Array(n);
  const error = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    const estimate = extrapolate(
      table.map((row) => row[r]!),
      firstStep,
      4,
      noise[r]!,
    );
    value[r] = estimate.value;
    error[r] = estimate.error;
  }
  return { value, error };
}

/** ∂f/∂t [rows] at fixed x, t in (0, 1). */
export function timeDerivative(f: Scalars, t: number, x: Float64Array, noise: Float64Array): Measured {
  const firstStep = Math.min(FIRST_STEP, t / 2, (1 - t) / 2);
  return centralDifferences(noise.length, TIME_LEVELS, firstStep, noise, (step, out) => f(t + step, x, out));
}

/** ∂f/∂xᵢ [rows, dim] of a scalar. */
export function gradient(f: Scalars, t: number, x: Float64Array, noise: Float64Array): Measured {
  const rows = noise.length;
  const dim = x.length / rows;
  const value = new Float64Array(x.length);
  const error = new Float64Array(x.length);
  const moved = new Float64Array(x.length);
  for (let i = 0; i < dim; i++) {
    const column = centralDifferences(rows, SPACE_LEVELS, FIRST_STEP, noise, (step, out) => {
      moved.set(x);
      for (let r = 0; r < rows; r++) moved[r * dim + i]! += step;
      f(t, moved, out);
    });
    for (let r = 0; r < rows; r++) {
      value[r * dim + i] = column.value[r]!;
      error[r * dim + i] = column.error[r]!;
    }
  }
  return { value, error };
}

/** Σ ∂uᵢ/∂xᵢ [rows] of a velocity. */
export function divergenceOf(
  velocity: VelocityFunction,
  t: number,
  x: Float64Array,
  noise: Float64Array,
): Measured {
  const rows = noise.length;
  const dim = x.length / rows;
  const value = new Float64Array(rows);
  const error = new Float64Array(rows);
  const moved = new Float64Array(x.length);
  const u = new Float64Array(x.length);
  for (let i = 0; i < dim; i++) {
    const column = centralDifferences(rows, SPACE_LEVELS, FIRST_STEP, noise, (step, out) => {
      moved.set(x);
      for (let r = 0; r < rows; r++) moved[r * dim + i]! += step;
      velocity(t, moved, u);
      for (let r = 0; r < rows; r++) out[r] = u[r * dim + i]!;
    });
    for (let r = 0; r < rows; r++) {
      value[r]! += column.value[r]!;
      error[r]! += column.error[r]!;
    }
  }
  return { value, error };
}
