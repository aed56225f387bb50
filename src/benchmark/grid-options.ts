/** The steps or the grid of a cell, as `solve` takes them, or its tolerance, as `solveAdaptive` does. */
import { type AdaptiveOptions, gridTimes, type Solver, type Tableau } from '../solvers/index.ts';
import type { Control } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';

/** Equal steps stay a count: their stage times are then quotients of integers. */
export function gridOptions(
  { grid, steps }: Cell,
  schedule: RunnableProblem['schedule'],
): { readonly steps: number } | { readonly grid: Float64Array } {
  if (grid!.kind === 'uniform') return { steps: steps! };
  return { grid: gridTimes(grid!, steps!, schedule ?? undefined) };
}

/** Everything but the dimension: of the field, or one more where a log-density is carried along. */
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
