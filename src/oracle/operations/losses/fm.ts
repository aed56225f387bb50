import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { lossGradient, lossResidual, lossValue } from '../../formulas/losses.ts';
import { lossOutputs, lossSizes, prediction, reduction } from './fields.ts';

/** The flow matching loss against known velocities. */
export const lossFm: Operation = {
  name: 'loss.fm',
  revision: 1,
  summary: 'flow matching loss of predicted against known velocities, and its gradient',
  formula: 'L = 1/rows · Σᵣ ‖vᵣ − uᵣ‖²,  ∂L/∂v = 2(v − u)/rows',
  conventions: reduction,
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eq. 5',
  sizes: lossSizes,
  settings: [],
  inputs: [
    prediction,
    {
      name: 'velocity',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'the velocity u to learn',
      domain: { kind: 'normal', scale: 1.5, shift: 0.4 },
    },
  ],
  outputs: lossOutputs,
  trace: [],
  evaluate: ({ floats, sizes }) => {
    const target = rowsOf(floats.velocity!, sizes.dim!);
    const residuals = rowsOf(floats.prediction!, sizes.dim!).map((row, r) => lossResidual(row, target[r]!));
    return { loss: [lossValue(residuals)], gradient: lossGradient(residuals).flat() };
  },
};
