import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { linearised } from '../../formulas/mlp.ts';
import { vectorJacobian } from '../../formulas/mlp-derivatives.ts';
import { point, time } from '../fields.ts';
import { activation, layout, network, networkSizes, parameters, passOf } from './network.ts';

/** Cotangents carried back to the inputs. */
export const mlpVjp: Operation = {
  name: 'mlp.vjp',
  revision: 1,
  summary: "the transposed Jacobian of the network's answer in x, applied to a cotangent, row by row",
  formula: `${network},  dx = Jᵀ c with J = ∂y/∂x`,
  conventions: [...layout, 'rows are independent; time is held fixed'],
  source: 'Griewank & Walther, Evaluating Derivatives (2008), § 3.2',
  sizes: networkSizes,
  settings: [activation],
  inputs: [
    point,
    time(0, 1),
    {
      name: 'cotangent',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'c, a cotangent of y',
      domain: { kind: 'normal' },
    },
    ...parameters,
  ],
  outputs: [{ name: 'dx', type: 'float', shape: ['rows', 'dim'], meaning: 'Jᵀ c' }],
  trace: [],
  evaluate: (open) => {
    const pass = linearised(passOf(open));
    const cotangents = rowsOf(open.floats.cotangent!, open.sizes.dim!);
    return { dx: cotangents.flatMap((cotangent, r) => vectorJacobian(pass, r, cotangent)) };
  },
};
