import type { Operation } from '../../contract.ts';
import { point, time } from '../fields.ts';
import { activation, layout, network, networkSizes, parameters, passOf, passTrace } from './network.ts';

/** The network's answer. */
export const mlpForward: Operation = {
  name: 'mlp.forward',
  revision: 1,
  summary: 'the velocity that a network with two hidden layers answers',
  formula: network,
  conventions: layout,
  source:
    'Lipman et al., Flow Matching for Generative Modeling (2023), § 6.1: v(x, t; θ) of a multilayer perceptron',
  sizes: networkSizes,
  settings: [activation],
  inputs: [point, time(0, 1), ...parameters],
  outputs: [{ name: 'y', type: 'float', shape: ['rows', 'dim'], meaning: 'v(x, t)' }],
  trace: passTrace,
  evaluate: (open) => ({ y: passOf(open).y.flat() }),
};
