/** The metric `pathRmse`: the largest root mean square error at any time of the grid. */
import type { FloatArray } from '../array/float-array.ts';
import { pathError } from '../metrics/index.ts';
import { type Solver, solve, solveAdaptive } from '../solvers/index.ts';
import type { Control } from './cell-settings.ts';
import type { Cell } from './cells.ts';
import type { RunnableProblem } from './config.ts';
import { gridOptions, toleranceOptions } from './grid-options.ts';
import { heldAtEnd } from './held-at-end.ts';

/** Times at which rows are compared that have grids of their own: so many equal parts of [0, 1]. */
const PARTS = 32;

/** `times`: the grid of the run, or null where rows have their own. */
export function pathRmse(
  problem: RunnableProblem,
  solver: Solver,
  cell: Cell,
  control: Control,
  x0: FloatArray,
  times: Float64Array | null,
): number {
  const { velocity, dim, schedule } = problem;
  const at = times ?? Float64Array.from({ length: PARTS + 1 }, (_, i) => i / PARTS);
  const { path } =
    cell.tolerance === null
      ? solve(velocity, x0, { dim, ...gridOptions(cell, solver, schedule), path: true })
      : solveAdaptive(heldAtEnd(velocity, control.profile), x0, {
          dim,
          ...toleranceOptions(cell, solver, control),
          times: at,
        });
  const { states } = problem.truth(Array.from(at));
  return pathError(path!, states, { times: at.length, dim }).sup;
}
