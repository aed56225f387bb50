/**
 * The metric `logDensity`: the root mean square error of the log-density that the solver carries along its trajectories, d ln p/dt = −div u,
 * against the closed form at the points where it arrives. A run of its own on [x, ln p]; on a grid its x are those of the row to the bit, a
 * tolerance holds for ln p as well.
 */
import type { FloatArray } from '../array/float-array.ts';
import { FlowproofError } from '../errors.ts';
import { logDensityError, withLogDensity, withStartDensity } from '../problems/index.ts';
import { type Solver, solve, solveAdaptive } from '../solvers/index.ts';
import type { Control } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';
import { gridOptions, toleranceOptions } from './grid-options.ts';
import { heldAtEnd } from './held-at-end.ts';

/** Null without a closed form, and where a density or its run has no number, as at a mass point. */
export function logDensityOf(
  { field, schedule }: RunnableProblem,
  solver: Solver,
  cell: Cell,
  control: Control,
  x0: FloatArray,
): number | null {
  if (field === null) return null;
  try {
    const carried = withLogDensity(field);
    const start = withStartDensity(field, x0);
    if (cell.tolerance === null) {
      const { x } = solve(carried, start, gridOptions(cell, solver, schedule));
      return logDensityError(field, 1, x).rmse;
    }
    const held = { dim: carried.dim, velocity: heldAtEnd(carried.velocity, control.profile) };
    const { x, status } = solveAdaptive(held, start, toleranceOptions(cell, solver, control));
    return status === 'done' ? logDensityError(field, 1, x).rmse : null;
  } catch (error) {
    if (error instanceof FlowproofError) return null;
    throw error;
  }
}
