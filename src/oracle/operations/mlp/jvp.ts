import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { linearised } from '../../formulas/mlp.ts';
import { jacobianVector } from '../../formulas/mlp-derivatives.ts';
import { point, time } from '../fields.ts';
import { activation, layout, network, networkSizes, parameters, passOf } from './network.ts';

/** Tangents carried forward from the inputs. */
export const mlpJvp: Operation = {
  name: 'mlp.jvp',
  revision: 1,
  summary: "the Jacobian of the network's answer in x, applied to a tangent, row by row",
  formula: `${network},  dy = J ẋ with J = ∂y/∂x`,
  conventions: [...layout, 'rows are independent; time is held fixed'],
  source: 'Griewank & Walther, Evaluating Derivatives (2008), § 3.1',
  sizes: networkSizes,
  settings: [activation],
  inputs: [
    point,
    time(0, 1),
    {
      name: 'tangent',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'ẋ, a tangent of x',
      domain: { kind: 'normal' },
    },
    ...parameters,
  ],
  outputs: [{ name: 'dy', type: 'float', shape: ['rows', 'dim'], meaning: 'J ẋ' }],
  trace: [],
  evaluate: (open) => {
    const pass = linearised(passOf(open));
    const tangents = rowsOf(open.floats.tangent!, open.sizes.dim!);
    return { dy: tangents.flatMap((tangent, r) => jacobianVector(pass, r, tangent)) };
  },
};
