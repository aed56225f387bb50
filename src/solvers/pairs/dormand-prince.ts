/**
 * Dormand and Prince's pair 5(4), six evaluations a step: the seventh stage is the first of the next step.
 *
 * Two sets of fourth-order weights are in use. Shampine's (b̂₇ = 1/60: torchdiffeq, diffrax) and the
 * authors' own (b̂₇ = 1/40: SciPy, DOPRI5). All solutions of the order conditions lie on one line through b, so the two
 * error estimates are proportional, exactly 2 : 3.
 *
 * Dense output: Shampine's quartic, order 4; it is also the quartic through both ends, both slopes and his value at the middle, and
 * the `contd5` of DOPRI5.
 *
 * Source: J. R. Dormand and P. J. Prince, "A family of embedded Runge–Kutta formulae", J. Comp. Appl. Math. 6 (1980), 19–26;
 * L. F. Shampine, "Some practical Runge–Kutta formulas", Math. Comp. 46 (1986), 135–150.
 */
import type { Tableau } from '../tableau.ts';

/**
 * The pair 5(4) of Dormand and Prince: SciPy's RK45, `dopri5` elsewhere. With fixed steps it takes six evaluations a step.
 *
 * @example
 * ```ts
 * import { dopri5 } from 'flowproof';
 *
 * console.log(dopri5.embedded?.map(({ name }) => name)); // [ 'shampine', 'dormand-prince' ]
 * ```
 */
export const dopri5: Tableau = {
  name: 'dopri5',
  order: 5,
  c: ['0', '1/5', '3/10', '4/5', '8/9', '1', '1'],
  a: [
    [],
    ['1/5'],
    ['3/40', '9/40'],
    ['44/45', '-56/15', '32/9'],
    ['19372/6561', '-25360/2187', '64448/6561', '-212/729'],
    ['9017/3168', '-355/33', '46732/5247', '49/176', '-5103/18656'],
    ['35/384', '0', '500/1113', '125/192', '-2187/6784', '11/84'],
  ],
  b: ['35/384', '0', '500/1113', '125/192', '-2187/6784', '11/84', '0'],
  embedded: [
    {
      name: 'shampine',
      order: 4,
      b: ['1951/21600', '0', '22642/50085', '451/720', '-12231/42400', '649/6300', '1/60'],
    },
    {
      name: 'dormand-prince',
      order: 4,
      b: ['5179/57600', '0', '7571/16695', '393/640', '-92097/339200', '187/2100', '1/40'],
    },
  ],
  dense: {
    order: 4,
    b: [
      ['1', '-8048581381/2820520608', '8663915743/2820520608', '-12715105075/11282082432'],
      ['0', '0', '0', '0'],
      ['0', '131558114200/32700410799', '-68118460800/10900136933', '87487479700/32700410799'],
      ['0', '-1754552775/470086768', '14199869525/1410260304', '-10690763975/1880347072'],
      ['0', '127303824393/49829197408', '-318862633887/49829197408', '701980252875/199316789632'],
      ['0', '-282668133/205662961', '2019193451/616988883', '-1453857185/822651844'],
      ['0', '40617522/29380423', '-110615467/29380423', '69997945/29380423'],
    ],
  },
  fsal: true,
};
