/** The solvers that a benchmark knows by name. */
import { ArgumentError, show } from '../errors.ts';
import { euler, heun, rk4 } from '../solvers/index.ts';
import type { Tableau } from '../solvers/tableau.ts';
import type { SolverChoice } from './config.ts';

/** What a solver is, for lists and legends. */
export type SolverFamily = 'runge-kutta';

export interface SolverEntry {
  readonly name: string;
  readonly family: SolverFamily;
  readonly order: number;
  readonly summary: string;
  readonly solver: Tableau;
}

const entry = (solver: Tableau, summary: string): SolverEntry => ({
  name: solver.name,
  family: 'runge-kutta',
  order: solver.order,
  summary,
  solver,
});

export const solverTable: readonly SolverEntry[] = [
  entry(euler, 'first order, one evaluation'),
  entry(heun, 'second order, the trapezoid'),
  entry(rk4, 'fourth order, the classic rule'),
];

/** The solver of a name; throws ArgumentError with the names there are. */
export function solverNamed(name: string): SolverEntry {
  const found = solverTable.find((one) => one.name === name);
  if (found) return found;
  throw new ArgumentError({
    argument: 'solvers',
    expected: `names among ${solverTable.map((one) => one.name).join(', ')}`,
    received: show(name),
    wayOut: 'flowproof solvers --list says what they are',
  });
}

/** Whether a solver runs with fixed steps, with tolerances, or with either. */
export function takes(_solver: SolverChoice): { readonly steps: boolean; readonly tolerances: boolean } {
  return { steps: true, tolerances: false };
}
