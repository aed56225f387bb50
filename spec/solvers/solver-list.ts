/** Every solver that works on any field, for specs that hold for all of them. */
import {
  ab2,
  ab3,
  bs3,
  dop853,
  dopri5,
  euler,
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
} from '../../src/solvers/index.ts';

/** Runge–Kutta methods, with the evaluations of a fixed step. */
export const tableaus: readonly (readonly [Tableau, number])[] = [
  [euler, 1],
  [midpoint, 2],
  [ralston, 2],
  [heun, 2],
  [heun3, 3],
  [bs3, 3],
  [rk4, 4],
  [rk4ThreeEighths, 4],
  [dopri5, 6],
  [tsit5, 6],
  [dop853, 12],
];

export const solvers: readonly Exclude<Solver, { kind: 'dpm-solver++' | 'unipc' }>[] = [
  ...tableaus.map(([tableau]) => tableau),
  ab2,
  ab3,
  gl4,
];
