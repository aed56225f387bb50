/** One run of a solver, whichever way it takes its steps. */
import type { FloatArray } from '../array/float-array.ts';
import {
  gridTimes,
  type ProfileName,
  type Solver,
  solve,
  solveAdaptive,
  type Tableau,
} from '../solvers/index.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';

/** How a run came out. */
export interface Steps {
  /** The state at t = 1; at an earlier time where `unfinished` says why. */
  readonly x: FloatArray;
  readonly nfe: number;
  readonly accepted: number;
  readonly rejected: number;
  /** The grid, where all rows share one. */
  readonly times: Float64Array | null;
  readonly unfinished: string | null;
}

/** Rules of runs with tolerances. */
export interface Control {
  readonly profile: ProfileName;
  readonly control: 'batch' | 'sample';
  readonly maxSteps: number;
}

export function takeSteps(
  problem: RunnableProblem,
  solver: Solver,
  cell: Cell,
  control: Control,
  x0: FloatArray,
): Steps {
  const { dim, velocity } = problem;
  const compensated = cell.dtype === 'float32-compensated';
  if (cell.tolerance === null) {
    const options = { dim, solver, compensated, ...gridOptions(cell, problem.schedule) };
    return { ...solve(velocity, x0, options), unfinished: null };
  }
  const { x, nfe, accepted, rejected, times, reason } = solveAdaptive(velocity, x0, {
    dim,
    solver: solver as Tableau,
    rtol: cell.tolerance,
    atol: cell.tolerance,
    compensated,
    ...control,
  });
  return { x, nfe, accepted, rejected, times: times.length > 0 ? times : null, unfinished: reason };
}

/** Equal steps stay a count: their stage times are then quotients of integers. */
export function gridOptions(
  { grid, steps }: Cell,
  schedule: RunnableProblem['schedule'],
): { readonly steps: number } | { readonly grid: Float64Array } {
  if (grid!.kind === 'uniform') return { steps: steps! };
  return { grid: gridTimes(grid!, steps!, schedule ?? undefined) };
}
