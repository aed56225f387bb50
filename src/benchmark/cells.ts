/** The product of a configuration: one cell for each run, one row for each cell. */

import { type GridSpec, gridName } from '../solvers/grids/grid-spec.ts';
import { type BenchmarkConfig, type SolverChoice, solverName } from './config.ts';
import type { RowDtype } from './row.ts';
import { takes } from './solver-table.ts';

/** One run of one solver on one problem. */
export interface Cell {
  /** Place in the list of problems. */
  readonly problem: number;
  readonly solver: SolverChoice;
  /** Null with a tolerance: the solver makes its own. */
  readonly grid: GridSpec | null;
  readonly dtype: RowDtype;
  /** One of the two is null. */
  readonly steps: number | null;
  readonly tolerance: number | null;
}

/** All cells, series by series: within one, only steps or only tolerance changes, from coarse to fine. */
export function cellsOf(config: BenchmarkConfig): Cell[] {
  const steps = [...config.steps].sort((a, b) => a - b);
  const tolerances = [...config.tolerances].sort((a, b) => b - a);
  return config.problems.flatMap((_, problem) =>
    config.dtypes.flatMap((dtype) => {
      const fixed = config.grids.flatMap((grid) =>
        config.solvers
          .filter((solver) => takes(solver).steps)
          .flatMap((solver) =>
            stepCounts(grid, steps).map((count): Cell => {
              return { problem, solver, grid, dtype, steps: count, tolerance: null };
            }),
          ),
      );
      const adaptive = config.solvers
        .filter((solver) => takes(solver).tolerances)
        .flatMap((solver) =>
          tolerances.map((tolerance): Cell => {
            return { problem, solver, grid: null, dtype, steps: null, tolerance };
          }),
        );
      return [...fixed, ...adaptive];
    }),
  );
}

/** Given times are as many as they are. */
export const stepCounts = (grid: GridSpec, steps: readonly number[]): readonly number[] =>
  grid.kind === 'times' ? [grid.times.length - 1] : steps;

/** The grid in words, as rows name it. */
export const cellGrid = (cell: Cell): string => (cell.grid === null ? 'adaptive' : gridName(cell.grid));

/** Cells of one series have the same text. */
export const seriesOf = (cell: Cell): string =>
  [cell.problem, cell.dtype, JSON.stringify(cell.grid), solverName(cell.solver), cell.steps === null].join(
    ' | ',
  );
