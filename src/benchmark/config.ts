/** What a benchmark runs, as plain data: the product of problems × dtypes × grids × solvers × (steps or tolerances). */
import type { ProblemSpec } from '../problems/problem.ts';
import type { Tableau } from '../solvers/tableau.ts';
import type { GridSpec } from './grids.ts';
import type { RowDtype } from './row.ts';

export type BenchmarkProblem = ProblemSpec;

/** A solver by its name, or a tableau of the user's. */
export type SolverChoice = string | Tableau;

export interface BenchmarkConfig {
  readonly problems: readonly BenchmarkProblem[];
  readonly solvers: readonly SolverChoice[];
  /** Step counts of solvers with fixed steps. */
  readonly steps: readonly number[];
  /** Relative and absolute tolerance at once, of solvers that choose their steps. */
  readonly tolerances: readonly number[];
  readonly grids: readonly GridSpec[];
  readonly dtypes: readonly RowDtype[];
}

/** Settings of the measured seconds, which no other result depends on. */
export interface Timing {
  /** Runs of one cell at most. */
  readonly repeats: number;
  /** Seconds of one cell after which it is not repeated. */
  readonly budget: number;
}

export const DTYPES: readonly RowDtype[] = ['float64', 'float32', 'float32-compensated'];

export const defaultTiming: Timing = { repeats: 5, budget: 0.02 };

/** How a solver is called in rows. */
export const solverName = (solver: SolverChoice): string =>
  typeof solver === 'string' ? solver : solver.name;
