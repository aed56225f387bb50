/**
 * A field that does not depend on x is integrated: a method of order p is exact for u(t) a polynomial of degree p − 1, whatever the
 * steps. In particular constant velocities, the straight paths of optimal transport, end exactly at x + (to − from) u after one step.
 *
 * Proof: for u(t) = tᵏ⁻¹ the error of one step is a multiple of Σ bᵢcᵢᵏ⁻¹ − 1/k, which is 0 for k ≤ p. Judged to rounding with a different
 * polynomial for each column. Bound: rounding of the steps (rounding.ts with L = 0) and of the two polynomials, at most
 * u (2 deg + 6) Σ|cₖ| for each evaluation of one.
 *
 * Cannot see how stages use the state. It sees wrong weights and abscissae, lost steps, and an end that is not `to`.
 * Source: Butcher, Numerical Methods for Ordinary Differential Equations, B(p).
 */

import fc from 'fast-check';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { hundredths } from '../arbitraries/points.ts';
import { type Span, spans } from '../arbitraries/solver-cases.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { largest } from '../core/vectors.ts';
import { roundingAfter, UNIT } from './rounding.ts';
import { requireSolver, runSolver } from './run-solver.ts';
import type { SolverSubject } from './subject.ts';
import { distance, timeRounding } from './waves.ts';

/** u of column i is Σₖ coefficients[i][k] tᵏ; one row of zeros is the start. */
export interface QuadratureCase extends Span {
  readonly coefficients: readonly (readonly number[])[];
  readonly steps: number;
}

/**
 * The law of polynomial velocities.
 *
 * ```ts
 * import { euler } from 'flowproof';
 * import { solverQuadrature, tableauSolver } from 'flowproof/laws';
 * console.log(solverQuadrature(tableauSolver(euler)).check().status); // holds
 * console.log(solverQuadrature({ ...tableauSolver(euler), order: 2 }).check().status); // violated
 * ```
 */
export const solverQuadrature: Law<SolverSubject, QuadratureCase> = defineLaw({
  id: 'solver-quadrature',
  number: 9,
  title: 'x(to) − x(from) = ∫ u dt exactly, for u(t) of degree < p',
  kind: 'solver',
  assumes: ['a Runge–Kutta method'],
  export: 'solverQuadrature',
  runs: 40,
  refuses(solver) {
    requireSolver(solver);
    return null;
  },
  cases: ({ order }) =>
    fc
      .tuple(
        fc.array(fc.array(hundredths(2), { minLength: 1, maxLength: Math.min(order, 12) }), {
          minLength: 1,
          maxLength: 4,
        }),
        spans(),
        fc.integer({ min: 1, max: 6 }),
      )
      .map(([coefficients, span, steps]) => ({ coefficients, steps, ...span })),
  words: ({ coefficients, from, to, steps }) =>
    `u(t) = ${coefficients.map(polynomialWords).join(', ')}, ${steps} step${steps === 1 ? '' : 's'} from ${from} to ${to}`,
  measure(solver, { coefficients, from, to, steps }) {
    const dim = coefficients.length;
    const velocity: VelocityFunction = (t, _, out) => {
      for (let i = 0; i < dim; i++) out[i] = horner(coefficients[i]!, t);
    };
    const { x, calls } = runSolver(solver, velocity, new Float64Array(dim), { from, to, steps, dim });
    const exact = coefficients.map((row) => {
      const primitive = [0, ...row.map((c, k) => c / (k + 1))];
      return horner(primitive, to) - horner(primitive, from);
    });
    const size = Math.max(...coefficients.map(sizeOf));
    const slope = Math.max(...coefficients.map((row) => sizeOf(row.map((c, k) => k * c))));
    const polynomial = UNIT * (2 * Math.max(...coefficients.map(({ length }) => length)) + 6) * size;
    const rounding = roundingAfter(
      solver,
      { lipschitz: 0, speed: size, evaluation: polynomial + slope * timeRounding(steps) },
      { steps, length: Math.abs(to - from), stages: Math.ceil(calls / steps), start: 0 },
    );
    return {
      residual: distance(x, exact),
      bound: rounding + 2 * polynomial * Math.max(1, largest([from, to])),
      why: 'rounding of the solve and of the exact integral',
      detail: `it ends at [${x.join(', ')}], the integral is [${exact.join(', ')}]`,
    };
  },
});

function horner(coefficients: readonly number[], t: number): number {
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * t + coefficients[k]!;
  return value;
}

function sizeOf(coefficients: readonly number[]): number {
  return coefficients.reduce((sum, c) => sum + Math.abs(c), 0);
}

function polynomialWords(coefficients: readonly number[]): string {
  return coefficients.map((c, k) => (k === 0 ? `${c}` : k === 1 ? `${c} t` : `${c} t^${k}`)).join(' + ');
}
