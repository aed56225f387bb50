import type { Operation } from '../../contract.ts';
import { movingAverage } from '../../formulas/optimizers.ts';
import { optimizerSizes, parametersField, perParameter, scalar } from './fields.ts';

/** One update of the moving average of parameters. */
export const optimizerEma: Operation = {
  name: 'optimizer.ema',
  revision: 1,
  summary: 'one update of the exponential moving average of parameters',
  formula: 'θ̄ ← d θ̄ + (1 − d) θ',
  conventions: ['the decay d is the weight of the old average', 'no correction of the start'],
  source: 'Song et al., Improved Techniques for Training Score-Based Generative Models (2020), § 4',
  sizes: optimizerSizes,
  settings: [],
  inputs: [
    perParameter('average', 'θ̄ before the update', { kind: 'normal', shift: 0.3 }),
    { ...parametersField, meaning: 'θ, the parameters now' },
    scalar('decay', 'd', { kind: 'uniform', from: 0.8, to: 0.99 }),
  ],
  outputs: [{ name: 'average', type: 'float', shape: ['count'], meaning: 'θ̄ after the update' }],
  trace: [],
  evaluate: ({ floats }) => ({
    average: floats.average!.map((average, i) =>
      movingAverage(average, floats.parameters![i]!, floats.decay![0]!),
    ),
  }),
};
