/**
 * Heun's method of order 2, the explicit trapezoidal rule, two evaluations a step:
 *
 *   k₁ = u(t, x),  k₂ = u(t + h, x + h k₁),  x⁺ = x + h/2 (k₁ + k₂).
 *
 * Source: K. Heun, "Neue Methoden zur approximativen Integration der Differentialgleichungen einer unabhängigen
 * Veränderlichen", Z. Math. Phys. 45 (1900), 23–38.
 */
import type { Tableau } from './tableau.ts';

/** Heun's method of order 2. Its second stage lies at the end of the step, so the last one evaluates at `to` itself. */
export const heun: Tableau = {
  name: 'heun',
  order: 2,
  c: ['0', '1'],
  a: [[], ['1']],
  b: ['1/2', '1/2'],
};
