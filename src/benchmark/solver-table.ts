/** The solvers that a benchmark knows by name. */
import { ArgumentError, show } from '../errors.ts';
import type { Schedule } from '../schedules/schedule.ts';
import {
  bs3,
  dop853,
  dopri5,
  euler,
  heun,
  heun3,
  midpoint,
  ralston,
  rk4,
  rk4ThreeEighths,
  type Solver,
  tsit5,
} from '../solvers/index.ts';
import type { SolverChoice } from './config.ts';

/** What a solver is, for lists and legends. */
export type SolverFamily = 'runge-kutta' | 'pair';

export interface SolverEntry {
  readonly name: string;
  readonly family: SolverFamily;
  readonly order: number;
  readonly summary: string;
  readonly solver: Solver;
}

const fixed = (solver: Solver, summary: string): SolverEntry => ({
  name: solver.name,
  family: 'runge-kutta',
  order: solver.order,
  summary,
  solver,
});

/** Fixed steps with a step count, steps of its own with a tolerance. */
const pair = (solver: Solver, summary: string): SolverEntry => ({
  ...fixed(solver, summary),
  family: 'pair',
});

export const solverTable: readonly SolverEntry[] = [
  fixed(euler, 'one evaluation a step'),
  fixed(midpoint, 'two evaluations, the second at half the step'),
  fixed(heun, 'two evaluations, the trapezoid'),
  fixed(ralston, 'two evaluations, the second at two thirds: least error of its kind'),
  fixed(heun3, 'three evaluations'),
  fixed(rk4, 'four evaluations, the classic rule'),
  fixed(rk4ThreeEighths, 'four evaluations, the 3/8 rule: what torchdiffeq calls rk4'),
  pair(bs3, 'Bogacki and Shampine, 3(2)'),
  pair(dopri5, 'Dormand and Prince, 5(4)'),
  pair(tsit5, 'Tsitouras, 5(4)'),
  pair(dop853, 'Dormand and Prince by Hairer, 8(5, 3)'),
];

/** The solver of a name; throws ArgumentError with the names there are. */
export function solverNamed(name: string): SolverEntry {
  const found = solverTable.find((entry) => entry.name === name);
  if (found) return found;
  throw new ArgumentError({
    argument: 'solvers',
    expected: `names among ${solverTable.map((entry) => entry.name).join(', ')}`,
    received: show(name),
    wayOut: 'flowproof solvers --list says what they are',
  });
}

/** Whether a solver runs with fixed steps, with tolerances, or with either. */
export function takes(solver: SolverChoice): { readonly steps: boolean; readonly tolerances: boolean } {
  const pair =
    typeof solver === 'string' ? solverNamed(solver).family === 'pair' : solver.embedded !== undefined;
  return { steps: true, tolerances: pair };
}

/** The solver for a path with this schedule, or the reason why there is none. */
export function solverFor(choice: SolverChoice, _schedule: Schedule | null): Solver | string {
  return typeof choice === 'string' ? solverNamed(choice).solver : choice;
}
