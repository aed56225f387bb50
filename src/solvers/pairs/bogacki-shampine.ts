/**
 * Bogacki and Shampine's pair 3(2), three evaluations a step: the fourth stage is the first of the next step.
 *
 * Dense output: the cubic Hermite polynomial through both ends and both slopes, order 3.
 *
 * Source: P. Bogacki and L. F. Shampine, "A 3(2) pair of Runge–Kutta formulas", Appl. Math. Lett. 2 (1989), 321–325.
 */
import type { Tableau } from '../tableau.ts';

/**
 * The pair 3(2) of Bogacki and Shampine, SciPy's RK23: for low accuracy, a relative tolerance of 1e-2 to 1e-4.
 *
 * @example
 * ```ts
 * import { bs3 } from 'flowproof';
 *
 * console.log(bs3.order, bs3.embedded?.[0]?.order, bs3.dense?.order); // 3 2 3
 * ```
 */
export const bs3: Tableau = {
  name: 'bs3',
  order: 3,
  c: ['0', '1/2', '3/4', '1'],
  a: [[], ['1/2'], ['0', '3/4'], ['2/9', '1/3', '4/9']],
  b: ['2/9', '1/3', '4/9', '0'],
  embedded: [{ name: 'bogacki-shampine', order: 2, b: ['7/24', '1/4', '1/3', '1/8'] }],
  dense: {
    order: 3,
    b: [
      ['1', '-4/3', '5/9'],
      ['0', '1', '-2/3'],
      ['0', '4/3', '-8/9'],
      ['0', '-1', '1'],
    ],
  },
  fsal: true,
};
