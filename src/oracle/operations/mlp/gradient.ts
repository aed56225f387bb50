import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { linearised } from '../../formulas/mlp.ts';
import { lossAndGradients } from '../../formulas/mlp-derivatives.ts';
import { point, time } from '../fields.ts';
import { lossOutput, reduction } from '../losses/fields.ts';
import {
  activation,
  answerTrace,
  layout,
  network,
  networkSizes,
  parameterGradients,
  parameters,
  passOf,
  passTrace,
} from './network.ts';

/** The gradient of a squared loss for every parameter. */
export const mlpGradient: Operation = {
  name: 'mlp.gradient',
  revision: 1,
  summary: 'the loss of the network against known answers, and its gradient for every parameter',
  formula: `${network},  L = 1/rows · Σᵣ ‖yᵣ − targetᵣ‖²`,
  conventions: [...layout, ...reduction],
  source: 'Rumelhart, Hinton & Williams, Learning representations by back-propagating errors (1986)',
  sizes: networkSizes,
  settings: [activation],
  inputs: [
    point,
    time(0, 1),
    {
      name: 'target',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'the answers to learn',
      domain: { kind: 'normal', scale: 1.5, shift: 0.4 },
    },
    ...parameters,
  ],
  outputs: [lossOutput, ...parameterGradients],
  trace: [...passTrace, answerTrace],
  evaluate: (open) =>
    lossAndGradients(linearised(passOf(open)), rowsOf(open.floats.target!, open.sizes.dim!)),
};
