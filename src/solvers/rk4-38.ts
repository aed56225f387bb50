/**
 * Kutta's 3/8 rule of order 4 (not the classic method, which is rk4.ts), four evaluations a step:
 *
 *   k₁ = u(t, x),                            k₂ = u(t + h/3, x + h/3 k₁),
 *   k₃ = u(t + 2h/3, x − h/3 k₁ + h k₂),     k₄ = u(t + h, x + h (k₁ − k₂ + k₃)),
 *   x⁺ = x + h/8 (k₁ + 3 k₂ + 3 k₃ + k₄).
 *
 * Some libraries call this one "rk4". Source: W. Kutta, "Beitrag zur näherungsweisen Integration totaler
 * Differentialgleichungen", Z. Math. Phys. 46 (1901), 435–453.
 */
import type { Tableau } from './tableau.ts';

/** Kutta's 3/8 rule of order 4. Its last stage lies at the end of the step. */
export const rk4ThreeEighths: Tableau = {
  name: 'rk4-38',
  order: 4,
  c: ['0', '1/3', '2/3', '1'],
  a: [[], ['1/3'], ['-1/3', '1'], ['1', '-1', '1']],
  b: ['1/8', '3/8', '3/8', '1/8'],
};
