/**
 * Densities of flows, for one row.
 *
 *   log p₁(x₁) = log p₀(x₀) − ∫₀¹ div v(t, xₜ) dt,     log p₀(x₀) = −½|x₀|² − (d/2) ln 2π
 *   div v ≈ (1/K) Σₖ εₖᵀ J εₖ    for probes εₖ of mean 0 and covariance I
 *
 * Sources: Chen et al., Neural Ordinary Differential Equations (2018), eq. 8; Grathwohl et al., FFJORD (2019), eq. 7; Hutchinson (1989).
 */
import { log } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  dot,
  exact,
  multiply,
  negate,
  square,
  subtract,
  sum,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';
import { divergence, type Polynomial, rowOf, velocity } from './polynomial-field.ts';
import { walk } from './solvers.ts';

const TWO_PI = 6.283185307179586;

/** −(d/2) ln 2π. */
export const normalConstant: Formula<[dim: number], Tracked> = formula('density.normal-constant', (dim) =>
  multiply(exact(-dim / 2), log(constant(TWO_PI))),
);

/** log N(x; 0, I) = −½|x|² − (d/2) ln 2π. */
export const sourceLogDensity: Formula<[x: Row], Tracked> = formula('density.source', (x) =>
  add(multiply(exact(-0.5), sum(x.map(square))), normalConstant(x.length)),
);

/** x and ∫ div v dt over [from, to], as one state of the classical Runge–Kutta method. */
export function carry(
  field: Polynomial,
  start: Row,
  steps: number,
  [from, to]: readonly [number, number],
): { readonly x: Row; readonly integral: Tracked } {
  const dim = start.length;
  const slope = (t: Tracked, state: Row): Row => {
    const x = state.slice(0, dim);
    return [...velocity(field, t, x), divergence(field.A, field.B, x)];
  };
  const end = walk('rk4', slope, [...start, exact(0)], [exact(from), exact(to)], steps).at(-1)!;
  return { x: end.slice(0, dim), integral: end[dim]! };
}

/** x₀ and ∫₀¹ div v dt, from t = 1 back to t = 0. */
export const pullBack: Formula<
  [field: Polynomial, x1: Row, steps: number],
  { readonly x0: Row; readonly integral: Tracked }
> = formula('density.pull-back', (field, x1, steps) => {
  const { x, integral } = carry(field, x1, steps, [1, 0]);
  return { x0: x, integral: negate(integral) };
});

/** log p₁(x₁) = log p₀(x₀) − ∫ div v dt; x₁ itself is not needed. */
export const changeOfVariables: Formula<[x0: Row, integral: Tracked, x1: Row], Tracked> = formula(
  'density.change-of-variables',
  (x0, integral) => subtract(sourceLogDensity(x0), integral),
);

/** εᵀ J ε for one probe; `all` are the probes of this row, of which it is the k-th. */
export const quadraticForm: Formula<[J: Row, k: number, all: readonly Row[]], Tracked> = formula(
  'density.quadratic-form',
  (J, k, all) => {
    const probe = all[k]!;
    const dim = probe.length;
    return dot(
      probe,
      probe.map((_, i) => dot(rowOf(J, i, dim), probe)),
    );
  },
);

/** The mean over probes. */
export const probeMean: Formula<[estimates: Row], Tracked> = formula('density.probe-mean', (estimates) =>
  divide(sum(estimates), exact(estimates.length)),
);
