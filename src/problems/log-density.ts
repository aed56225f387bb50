/**
 * The log-density carried along a trajectory, and its error against the closed form:
 *
 *   d/dt ln p_t(x_t) = −div u_t(x_t),   so the state [x, ℓ] with ℓ̇ = −div u, ℓ(0) = ln p₀(x₀), ends in ℓ(1) = ln p₁(x₁).
 *
 * The error ℓ − ln p_t(x) is taken at the point x where the solver arrived, so that it is the error of the likelihood that a user would
 * report for this point. Source: Chen, Rubanova, Bettencourt & Duvenaud, Neural Ordinary Differential Equations (2018), theorem 1.
 */
import { allocate, checkLength, dtypeOf, type FloatArray, rowsOf } from '../array/float-array.ts';
import type { MarginalField } from '../fields/marginal-field.ts';
import type { VectorField } from '../fields/vector-field.ts';
import { type StateError, stateError } from '../metrics/state-errors.ts';

/** A field that knows its divergence: marginal and learned ones do. */
export interface DivergenceField extends VectorField {
  /** div u(t, x) of each row of x [rows, dim] to out [rows]. */
  divergence(t: number, x: FloatArray, out: FloatArray): void;
}

/**
 * The field of [x, ℓ] on dim + 1 columns: u and −div u. Any solver of this project carries it.
 *
 * ```ts
 * import { logDensityError, namedProblem, problemFromSpec, rk4, solve, withLogDensity, withStartDensity } from 'flowproof';
 *
 * const { field, start } = problemFromSpec(namedProblem('gaussian-2d'));
 * const { x } = solve(withLogDensity(field!), withStartDensity(field!, start), { solver: rk4, steps: 64 });
 * console.log(logDensityError(field!, 1, x).max < 1e-5); // true
 * ```
 */
export function withLogDensity(field: DivergenceField): VectorField {
  const { dim } = field;
  let x: FloatArray = new Float64Array(0);
  let u: FloatArray = new Float64Array(0);
  let divergence: FloatArray = new Float64Array(0);
  return {
    dim: dim + 1,
    velocity(t, state, out) {
      const rows = rowsOf('x', state, dim + 1);
      checkLength('out', out, state.length);
      if (x.length !== rows * dim || dtypeOf(x) !== dtypeOf(state)) {
        x = allocate(dtypeOf(state), rows * dim);
        u = allocate(dtypeOf(state), rows * dim);
        divergence = allocate(dtypeOf(state), rows);
      }
      points(state, dim, x);
      field.velocity(t, x, u);
      field.divergence(t, x, divergence);
      for (let r = 0; r < rows; r++) {
        for (let i = 0; i < dim; i++) out[r * (dim + 1) + i] = u[r * dim + i]!;
        out[r * (dim + 1) + dim] = -divergence[r]!;
      }
    },
  };
}

/** [x, ln p₀(x)] for the starts x [rows, dim] at t = 0, in their type. */
export function withStartDensity<A extends FloatArray>(field: MarginalField, start: A): A {
  const { dim } = field;
  const rows = rowsOf('start', start, dim);
  const density = new Float64Array(rows);
  field.logDensity(0, start, density);
  const out = allocate(dtypeOf(start), rows * (dim + 1));
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < dim; i++) out[r * (dim + 1) + i] = start[r * dim + i]!;
    out[r * (dim + 1) + dim] = density[r]!;
  }
  return out as A;
}

/** RMSE and largest |ℓ − ln p_t(x)| of states [x, ℓ] [rows, dim + 1] at time t; infinite where p_t(x) = 0. */
export function logDensityError(field: MarginalField, t: number, states: FloatArray): StateError {
  const { dim } = field;
  const rows = rowsOf('states', states, dim + 1);
  const x = new Float64Array(rows * dim);
  points(states, dim, x);
  const truth = new Float64Array(rows);
  field.logDensity(t, x, truth);
  const carried = Float64Array.from(truth, (_, r) => states[r * (dim + 1) + dim]!);
  return stateError(carried, truth, 1);
}

function points(states: FloatArray, dim: number, out: FloatArray): void {
  for (let r = 0, rows = out.length / dim; r < rows; r++) {
    for (let i = 0; i < dim; i++) out[r * dim + i] = states[r * (dim + 1) + i]!;
  }
}
