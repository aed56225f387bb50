/** The solvers that a benchmark knows by name. */
import { eulerMaruyama, type StochasticTableau, sra1, stochasticHeun } from '../diffusion/index.ts';
import { ArgumentError, show } from '../errors.ts';
import type { Schedule } from '../schedules/schedule.ts';
import {
  ab2,
  ab3,
  bs3,
  dop853,
  dopri5,
  dpmSolver,
  euler,
  type FlowCoefficients,
  gl4,
  heun,
  heun3,
  midpoint,
  ralston,
  rk4,
  rk4ThreeEighths,
  type Solver,
  type Tableau,
  tsit5,
  uniPc,
} from '../solvers/index.ts';
import type { SolverChoice } from './config.ts';

/** What a solver is, for lists and legends. */
export type SolverFamily = 'runge-kutta' | 'pair' | 'multistep' | 'diffusion' | 'implicit' | 'stochastic';

/** One of them; `order` is the weak one of a stochastic solver. */
export interface SolverEntry {
  readonly name: string;
  readonly family: SolverFamily;
  readonly order: number;
  readonly summary: string;
  /** A diffusion solver is made for the schedule of a path; a stochastic one is none of ẋ = u(t, x), and has null here. */
  readonly solver: Solver | ((schedule: FlowCoefficients) => Solver) | null;
}

type Entry = readonly [family: SolverFamily, solver: Solver, summary: string];

const plain: readonly Entry[] = [
  ['runge-kutta', euler, 'one evaluation a step'],
  ['runge-kutta', midpoint, 'two evaluations, the second at half the step'],
  ['runge-kutta', heun, 'two evaluations, the trapezoid'],
  ['runge-kutta', ralston, 'two evaluations, the second at two thirds of the step'],
  ['runge-kutta', heun3, 'three evaluations'],
  ['runge-kutta', rk4, 'four evaluations, the classic rule'],
  ['runge-kutta', rk4ThreeEighths, 'four evaluations, the 3/8 rule, which torchdiffeq calls rk4'],
  ['pair', bs3, 'Bogacki–Shampine 3(2), three evaluations'],
  ['pair', dopri5, 'Dormand–Prince 5(4), six evaluations'],
  ['pair', tsit5, 'Tsitouras 5(4), six evaluations'],
  ['pair', dop853, 'Dormand–Prince 8(5, 3) by Hairer, twelve evaluations'],
  ['multistep', ab2, 'Adams–Bashforth, one evaluation'],
  ['multistep', ab3, 'Adams–Bashforth, one evaluation'],
  ['implicit', gl4, 'Gauss–Legendre, two implicit stages, reversible'],
];

const diffusion: readonly SolverEntry[] = [
  {
    name: 'dpm++1',
    family: 'diffusion',
    order: 1,
    summary: 'DPM-Solver++ 1, which is DDIM; one evaluation',
    solver: (schedule) => dpmSolver({ order: 1, schedule }),
  },
  {
    name: 'dpm++2m',
    family: 'diffusion',
    order: 2,
    summary: 'DPM-Solver++ 2M, multistep; one evaluation',
    solver: (schedule) => dpmSolver({ order: 2, schedule }),
  },
  {
    name: 'dpm++3m',
    family: 'diffusion',
    order: 2,
    summary: 'DPM-Solver++ 3M as published, multistep; one evaluation',
    solver: (schedule) => dpmSolver({ order: 3, schedule }),
  },
  {
    name: 'dpm++3m-exact',
    family: 'diffusion',
    order: 3,
    summary: 'DPM-Solver++ 3M with the integral of its quadratic; one evaluation',
    solver: (schedule) => dpmSolver({ order: 3, schedule, exact: true }),
  },
  {
    name: 'unipc2',
    family: 'diffusion',
    order: 2,
    summary: 'UniPC 2, predictor and corrector; one evaluation',
    solver: (schedule) => uniPc({ order: 2, schedule }),
  },
  {
    name: 'unipc3',
    family: 'diffusion',
    order: 3,
    summary: 'UniPC 3, predictor and corrector; one evaluation',
    solver: (schedule) => uniPc({ order: 3, schedule }),
  },
];

const stochastic: readonly (readonly [solver: StochasticTableau, summary: string])[] = [
  [eulerMaruyama, 'Euler–Maruyama, one evaluation'],
  [stochasticHeun, 'stochastic Heun, two evaluations'],
  [sra1, 'SRA1 for additive noise, two evaluations'],
];

const churn: SolverEntry = {
  name: 'edm-churn',
  family: 'stochastic',
  order: 2,
  summary: 'EDM with churn, for flow paths; two evaluations',
  solver: null,
};

/** All of them, in the order of lists. */
export const solverTable: readonly SolverEntry[] = [
  ...plain.map(([family, solver, summary]): SolverEntry => {
    const { name, order } = solver;
    return { name, family, order, summary, solver };
  }),
  ...diffusion,
  ...stochastic.map(([{ name, weakOrder: order }, summary]): SolverEntry => {
    return { name, family: 'stochastic', order, summary, solver: null };
  }),
  churn,
];

/** The stochastic solver of a name; undefined for EDM churn, which is no tableau. */
export const stochasticTableau = (name: string): StochasticTableau | undefined =>
  stochastic.find(([solver]) => solver.name === name)?.[0];

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

/** Whether a solver draws noise; these are all known by name. */
export function isStochastic(choice: SolverChoice): choice is string {
  return typeof choice === 'string' && solverNamed(choice).family === 'stochastic';
}

/** Whether a solver runs with fixed steps, with tolerances, or with either. */
export function takes(choice: SolverChoice): { readonly steps: boolean; readonly tolerances: boolean } {
  const pair = typeof choice === 'string' ? solverNamed(choice).family === 'pair' : isPair(choice);
  return { steps: true, tolerances: pair };
}

const isPair = ({ embedded }: Tableau): boolean => embedded !== undefined && embedded.length > 0;

/** The solver for a path with this schedule, or the reason why there is none. */
export function solverFor(choice: SolverChoice, schedule: Schedule | null): Solver | string {
  if (typeof choice !== 'string') return choice;
  const { solver } = solverNamed(choice);
  if (solver === null) return `${choice} is no solver of an ordinary differential equation`;
  if (typeof solver !== 'function') return solver;
  return schedule
    ? solver(schedule)
    : `${choice} is made for the schedule of a flow, and this problem has none`;
}
