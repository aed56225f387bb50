import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { jumpCoefficient, rateRow } from '../../formulas/discrete.ts';
import { time } from '../fields.ts';
import { kappaOf, kappaSetting, posterior, token } from './fields.ts';

/** Rates of the continuous-time Markov chain of the mixture path. */
export const discreteRate: Operation = {
  name: 'discrete.rate',
  revision: 1,
  summary: 'rates out of the present state of each row for the mixture path',
  formula: 'u[j] = (κ̇/(1 − κ)) (p[j] − δ_x[j])',
  conventions: [
    'the entry of the present state is minus the sum of the others, so that each row has the sum 0',
  ],
  source: 'Gat et al., Discrete Flow Matching (2024), eq. 22; Campbell et al. (2024)',
  sizes: { rows: [3, 6], states: [3, 7] },
  settings: [kappaSetting],
  inputs: [token, posterior, time(0)],
  outputs: [
    { name: 'rates', type: 'float', shape: ['rows', 'states'], meaning: 'rate from x to each state' },
  ],
  trace: [],
  evaluate: (open) => {
    const { floats, ints, sizes } = open;
    return {
      rates: rowsOf(floats.probabilities!, sizes.states!).flatMap((p, r) =>
        rateRow(jumpCoefficient(kappaOf(open), floats.t![r]!), p, ints.x![r]!),
      ),
    };
  },
};
