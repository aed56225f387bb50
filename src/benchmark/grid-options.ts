/** The steps or the grid of a cell, as `solve` takes them, or its tolerance, as `solveAdaptive` does; the dimension is that of the field. */
import {
  type AdaptiveOptions,
  gridTimes,
  type SolveOptions,
  type Solver,
  type Tableau,
} from '../solvers/index.ts';
import type { Control } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';

/** Equal steps stay a count: their stage times are then quotients of integers. */
export function gridOptions(
  { grid, steps, dtype }: Cell,
  solver: Solver,
  schedule: RunnableProblem['schedule'],
): Omit<SolveOptions, 'dim'> {
  return {
    solver,
    compensated: dtype === 'float32-compensated',
    ...(grid!.kind === 'uniform'
      ? { steps: steps! }
      : { grid: gridTimes(grid!, steps!, schedule ?? undefined) }),
  };
}

/** The tolerance holds for relative and absolute errors alike. */
export function toleranceOptions(
  { tolerance, dtype }: Cell,
  solver: Solver,
  { profile, control, maxSteps }: Control,
): Omit<AdaptiveOptions, 'dim'> {
  return {
    solver: solver as Tableau,
    rtol: tolerance!,
    atol: tolerance!,
    compensated: dtype === 'float32-compensated',
    profile,
    control,
    maxSteps,
  };
}
