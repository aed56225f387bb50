/** Everything that `solve` can be told to use, told apart by `kind`, and made ready for a grid. */

import type { FloatArray } from '../array/float-array.ts';
import { type AdamsBashforth, compileAdams } from './adams-bashforth.ts';
import { compileDpm, type DpmSolver } from './dpm-solver.ts';
import type { GaussLegendreMethod } from './gauss-legendre.ts';
import { type ImplicitMethod, implicitMethod, implicitStages } from './implicit-stages.ts';
import { type Multistep, multistep } from './multistep.ts';
import { rungeKutta } from './runge-kutta.ts';
import type { Course, Stepper } from './stepper.ts';
import { type Method, method, type Tableau } from './tableau.ts';
import type { Grid } from './time-grid.ts';
import { compileUniPc, type UniPc } from './unipc.ts';

/** A method for `solve`: a Runge–Kutta tableau, or one of the others by its `kind`. */
export type Solver = Tableau | AdamsBashforth | DpmSolver | UniPc | GaussLegendreMethod;

/** A solver made ready for one grid, as plain data that threads can be sent. */
export type Prepared = Method | Multistep | ImplicitMethod;

/** @throws {ArgumentError} or PoleError when the solver is wrong, or cannot take this grid. */
export function prepare(solver: Solver, grid: Grid): Prepared {
  switch (solver?.kind) {
    case 'adams-bashforth':
      return compileAdams(solver, grid);
    case 'dpm-solver++':
      return compileDpm(solver, grid);
    case 'unipc':
      return compileUniPc(solver, grid);
    case 'gauss-legendre':
      return implicitMethod(solver);
    default:
      return method(solver);
  }
}

/** The steps of a prepared solver. */
export function stepperOf<A extends FloatArray>(prepared: Prepared, course: Course<A>): Stepper {
  switch (prepared.kind) {
    case 'runge-kutta':
      return rungeKutta(prepared, course);
    case 'multistep':
      return multistep(prepared, course);
    case 'implicit':
      return implicitStages(prepared, course);
  }
}
