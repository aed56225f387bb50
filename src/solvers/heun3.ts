/**
 * Heun's method of order 3, three evaluations a step:
 *
 *   k₁ = u(t, x),  k₂ = u(t + h/3, x + h/3 k₁),  k₃ = u(t + 2h/3, x + 2h/3 k₂),  x⁺ = x + h/4 (k₁ + 3 k₃).
 *
 * Source: K. Heun, "Neue Methoden zur approximativen Integration der Differentialgleichungen einer unabhängigen
 * Veränderlichen", Z. Math. Phys. 45 (1900), 23–38.
 */
import type { Tableau } from './tableau.ts';

/** Heun's method of order 3. It never evaluates at the end of the interval, where mass points have a pole. */
export const heun3: Tableau = {
  name: 'heun3',
  order: 3,
  c: ['0', '1/3', '2/3'],
  a: [[], ['1/3'], ['0', '2/3']],
  b: ['1/4', '0', '3/4'],
};
