/**
 * Euler's method, order 1, one evaluation a step: x⁺ = x + h u(t, x).
 *
 * Source: L. Euler, Institutionum calculi integralis, vol. I (1768), § 650.
 */
import type { Tableau } from './tableau.ts';

/** Euler's method. It never evaluates at the end of the interval, where mass points have a pole. */
export const euler: Tableau = {
  name: 'euler',
  order: 1,
  c: ['0'],
  a: [[]],
  b: ['1'],
};
