/**
 * The classic Runge–Kutta method of order 4 (not the 3/8 rule), four evaluations a step:
 *
 *   k₁ = u(t, x),               k₂ = u(t + h/2, x + h/2 k₁),
 *   k₃ = u(t + h/2, x + h/2 k₂), k₄ = u(t + h, x + h k₃),
 *   x⁺ = x + h/6 (k₁ + 2 k₂ + 2 k₃ + k₄).
 *
 * Source: W. Kutta, "Beitrag zur näherungsweisen Integration totaler Differentialgleichungen", Z. Math. Phys. 46
 * (1901), 435–453.
 */
import type { Tableau } from './tableau.ts';

/** The classic Runge–Kutta method of order 4. Its last stage lies at the end of the step. */
export const rk4: Tableau = {
  name: 'rk4',
  order: 4,
  c: ['0', '1/2', '1/2', '1'],
  a: [[], ['1/2'], ['0', '1/2'], ['0', '0', '1']],
  b: ['1/6', '1/3', '1/3', '1/6'],
};
