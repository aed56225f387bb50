/** What a benchmark runs, as plain data: the product of problems × dtypes × grids × solvers × (steps or tolerances). */
import type { Problem, ProblemSpec, StartSpec } from '../problems/problem.ts';
import type { ScheduleSpec } from '../schedules/schedule.ts';
import type { GridSpec } from '../solvers/grids/grid-spec.ts';
import type { Tableau } from '../solvers/tableau.ts';
import type { CellSettings } from './cell-settings.ts';
import type { RowDtype } from './row.ts';

/** A field of the user's: an ES module that exports `dim` and `velocity(t, x, out)`. It is loaded where it runs, never in the main thread. */
export interface ModuleProblem {
  readonly kind: 'module';
  readonly name: string;
  /** An absolute file: URL. */
  readonly url: string;
  /** The module as messages name it. */
  readonly shown: string;
  /** Diffusion solvers need it. */
  readonly schedule?: ScheduleSpec;
  readonly start: StartSpec;
}

export type BenchmarkProblem = ProblemSpec | ModuleProblem;

/** What a run needs of a problem; its plain data stay behind. */
export type RunnableProblem = Omit<Problem, 'spec'>;

/** A solver by its name, or a tableau of the user's. */
export type SolverChoice = string | Tableau;

export interface BenchmarkConfig extends CellSettings {
  readonly problems: readonly BenchmarkProblem[];
  readonly solvers: readonly SolverChoice[];
  /** Relative and absolute tolerance at once, of solvers that choose their steps. */
  readonly tolerances: readonly number[];
  readonly grids: readonly GridSpec[];
  readonly dtypes: readonly RowDtype[];
}

/** Settings of the measured seconds, which no other result depends on. */
export interface Timing {
  /** Times of one cell at most. */
  readonly repeats: number;
  /** Seconds of one cell after which three times are enough; a run of five budgets is not repeated at all. */
  readonly budget: number;
}

export const DTYPES: readonly RowDtype[] = ['float64', 'float32', 'float32-compensated'];

/** How a solver is called in rows. */
export const solverName = (solver: SolverChoice): string =>
  typeof solver === 'string' ? solver : solver.name;
