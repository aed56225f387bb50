/** The steps or the grid of a cell, as `solve` takes them. */
import { gridTimes } from '../solvers/index.ts';
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
