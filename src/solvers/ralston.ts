/**
 * Ralston's method of order 2, the one with the smallest bound on its local error, two evaluations a step:
 *
 *   k₁ = u(t, x),  k₂ = u(t + 2h/3, x + 2h/3 k₁),  x⁺ = x + h/4 (k₁ + 3 k₂).
 *
 * Source: A. Ralston, "Runge–Kutta methods with minimum error bounds", Math. Comp. 16 (1962), 431–437, § 3.
 */
import type { Tableau } from './tableau.ts';

/** Ralston's method of order 2. It never evaluates at the end of the interval, where mass points have a pole. */
export const ralston: Tableau = {
  name: 'ralston',
  order: 2,
  c: ['0', '2/3'],
  a: [[], ['2/3']],
  b: ['1/4', '3/4'],
};
