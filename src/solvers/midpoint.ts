/**
 * The explicit midpoint rule of order 2, two evaluations a step:
 *
 *   k₁ = u(t, x),  k₂ = u(t + h/2, x + h/2 k₁),  x⁺ = x + h k₂.
 *
 * Source: C. Runge, "Ueber die numerische Auflösung von Differentialgleichungen", Math. Ann. 46 (1895), 167–178.
 */
import type { Tableau } from './tableau.ts';

/** The explicit midpoint rule. It never evaluates at the end of the interval, where mass points have a pole. */
export const midpoint: Tableau = {
  name: 'midpoint',
  order: 2,
  c: ['0', '1/2'],
  a: [[], ['1/2']],
  b: ['0', '1'],
};
