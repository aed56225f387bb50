import type { Operation } from '../../contract.ts';
import { linearised } from '../../formulas/mlp.ts';
import { jacobianColumns, trace } from '../../formulas/mlp-derivatives.ts';
import { point, time } from '../fields.ts';
import { activation, layout, network, networkSizes, parameters, passOf } from './network.ts';

/** The exact divergence of the network as a velocity field. */
export const mlpDivergence: Operation = {
  name: 'mlp.divergence',
  revision: 1,
  summary: 'the divergence of the network as a velocity field, exactly, row by row',
  formula: `${network},  div v = Σᵢ ∂yᵢ/∂xᵢ`,
  conventions: [...layout, 'rows are independent; time is held fixed'],
  source: 'Chen et al., Neural Ordinary Differential Equations (2018), eq. 8',
  sizes: networkSizes,
  settings: [activation],
  inputs: [point, time(0, 1), ...parameters],
  outputs: [{ name: 'divergence', type: 'float', shape: ['rows'], meaning: 'div v(x, t)' }],
  trace: [],
  evaluate: (open) => {
    const pass = linearised(passOf(open));
    return { divergence: pass.y.map((_, r) => trace(jacobianColumns(pass, r))) };
  },
};
