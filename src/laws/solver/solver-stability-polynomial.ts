/**
 * On ẋ = λx one step multiplies by R(z), z = hλ, and R agrees with eᶻ up to zᵖ.
 *
 * The coefficients are read from one step. On the nilpotent chain ẋ₀ = 0, ẋₖ = xₖ₋₁/h from (1, 0, 0, …), any Runge–Kutta method ends
 * at R(hN) e₀ = (r₀, r₁, r₂, …), the coefficients of R themselves. So
 *
 *   rₖ = 1/k! for k ≤ p,    rₖ = 0 for k > s of an explicit method with s stages, to the bit,
 *
 * and where p = s (Euler, Heun, the classic method of order 4) R is known entirely. Then one step for complex λ, as the turn
 * and stretch ((a, −b), (b, a)) of the plane, must be Σ rₖ zᵏ: R depends on h and λ through z alone. The second part needs a polynomial, so it
 * is left out for methods that call the field more than 16 times a step. Bound: rounding of each step (rounding.ts), and of the
 * Horner sum, (2 · degree + 4) · 2u Σ|rₖ||z|ᵏ, to which coefficients beyond p bring the rounding of the chain.
 *
 * Cannot see the order on nonlinear fields, or where stages lie in time: R knows only the tall trees. Source: Hairer & Wanner,
 * Solving Ordinary Differential Equations II, IV.2.
 */

import fc from 'fast-check';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { hundredths } from '../arbitraries/points.ts';
import { type Span, spans } from '../arbitraries/solver-cases.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { largest } from '../core/vectors.ts';
import { roundingAfter, UNIT } from './rounding.ts';
import { requireSolver, runSolver } from './run-solver.ts';
import type { SolverSubject } from './subject.ts';
import { distance } from './waves.ts';

/** λ = a + ib, the complex number x₀, and one step. */
export interface StabilityCase extends Span {
  readonly a: number;
  readonly b: number;
  readonly x: readonly [number, number];
}

/** Up to so many calls a step, R is taken to be a polynomial of that degree. */
const MOST_STAGES = 16;

/**
 * The law of the stability function.
 *
 * ```ts
 * import { rk4 } from 'flowproof';
 * import { solverStabilityPolynomial, tableauSolver } from 'flowproof/laws';
 * const result = solverStabilityPolynomial(tableauSolver(rk4)).check();
 * console.log(result.status); // holds
 * ```
 */
export const solverStabilityPolynomial: Law<SolverSubject, StabilityCase> = defineLaw({
  id: 'solver-stability-polynomial',
  number: 9,
  title: 'one step of ẋ = λx is R(hλ) x, R(z) = Σ zᵏ/k! up to k = p',
  kind: 'solver',
  assumes: ['a Runge–Kutta method'],
  export: 'solverStabilityPolynomial',
  runs: 40,
  refuses(solver) {
    requireSolver(solver);
    return solver.order <= MOST_STAGES ? null : `an order above ${MOST_STAGES}`;
  },
  cases: () =>
    fc
      .tuple(hundredths(3), hundredths(3), hundredths(2), hundredths(2), spans(0.05))
      .map(([a, b, x, y, span]): StabilityCase => ({ a, b, x: [x, y], ...span })),
  words: ({ a, b, x, from, to }) => `λ = ${a} + ${b}i, x = (${x.join(', ')}), one step from ${from} to ${to}`,
  measure(solver, at) {
    const { coefficients, rounding, calls } = chain(solver, at);
    const { order, stages } = solver;
    const exact = coefficients.slice(0, order + 1).map((_, k) => 1 / factorial(k));
    const found: Measurement[] = [
      {
        residual: distance(exact, coefficients),
        bound: rounding + UNIT,
        why: 'rounding of one step on a nilpotent chain',
        detail: `R(z) has the coefficients [${coefficients.slice(0, order + 1).join(', ')}], eᶻ has [${exact.join(', ')}]`,
      },
    ];
    if (stages !== undefined) {
      found.push({
        residual: largest(coefficients.slice(stages + 1)),
        bound: 0,
        why: 'a method of s stages reaches no further than s links of the chain',
        detail: `R(z) has coefficients beyond degree ${stages}`,
      });
    }
    if (calls <= MOST_STAGES) found.push(onComplexLine(solver, at, coefficients, exact, rounding));
    return worstOf(found);
  },
});

/** The coefficients of R, and the rounding in each. */
function chain(
  solver: SolverSubject,
  { from, to }: Span,
): { coefficients: Float64Array; rounding: number; calls: number } {
  const dim = MOST_STAGES + 2;
  const inverse = 1 / (to - from);
  const velocity: VelocityFunction = (_, x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = i === 0 ? 0 : inverse * x[i - 1]!;
  };
  const start = new Float64Array(dim);
  start[0] = 1;
  const { x, calls } = runSolver(solver, velocity, start, { from, to, steps: 1, dim });
  const length = Math.abs(to - from);
  // 1/h is rounded once and each product once; no coefficient of an explicit consistent method exceeds those of eᶻ by much.
  const speed = 1 / length;
  const rounding = roundingAfter(
    solver,
    { lipschitz: speed, speed, evaluation: 2 * UNIT * speed },
    { steps: 1, length, stages: Math.min(calls, MOST_STAGES), start: 1 },
  );
  return { coefficients: x, rounding, calls };
}

function onComplexLine(
  solver: SolverSubject,
  { a, b, x, from, to }: StabilityCase,
  coefficients: Float64Array,
  exact: Float64Array,
  chainRounding: number,
): Measurement {
  const velocity: VelocityFunction = (_, state, out) => {
    out[0] = a * state[0]! - b * state[1]!;
    out[1] = b * state[0]! + a * state[1]!;
  };
  const span = { from, to, steps: 1, dim: 2 };
  const { x: given, calls } = runSolver(solver, velocity, x, span);
  const h = to - from;
  const [zRe, zIm] = [h * a, h * b];
  const R = coefficients.map((value, k) => (k < exact.length ? exact[k]! : k <= calls ? value : 0));
  let [re, im] = [0, 0];
  for (let k = R.length - 1; k >= 0; k--) [re, im] = [re * zRe - im * zIm + R[k]!, re * zIm + im * zRe];
  const expected = [re * x[0] - im * x[1], re * x[1] + im * x[0]];

  const z = Math.abs(zRe) + Math.abs(zIm);
  const start = Math.abs(x[0]) + Math.abs(x[1]);
  let [sum, beyond] = [0, 0];
  for (let k = R.length - 1; k >= 0; k--) {
    sum = sum * z + Math.abs(R[k]!);
    beyond = beyond * z + (k < exact.length || k > calls ? 0 : chainRounding);
  }
  const lipschitz = Math.abs(a) + Math.abs(b);
  const speed = lipschitz * Math.max(start, sum * start);
  const rounding = roundingAfter(
    solver,
    { lipschitz, speed, evaluation: 3 * UNIT * speed },
    { steps: 1, length: Math.abs(h), stages: calls, start },
  );
  return {
    residual: distance(given, expected),
    bound: rounding + start * ((2 * calls + 4) * 2 * UNIT * sum + beyond),
    why: 'rounding of one step and of the stability polynomial',
    detail: `one step ends at (${given.join(', ')}), R(z) x is (${expected.join(', ')})`,
  };
}

function factorial(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}
