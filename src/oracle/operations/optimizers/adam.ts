import type { Operation } from '../../contract.ts';
import { adamParameter, adamUpdate } from '../../formulas/optimizers.ts';
import { adamInputs, adamOutputs, elementsOf, optimizerSizes, ratesOf, step } from './fields.ts';

/** One update of Adam. */
export const optimizerAdam: Operation = {
  name: 'optimizer.adam',
  revision: 1,
  summary: 'one update of Adam, without weight decay',
  formula: 'm ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  θ ← θ − η (m/(1 − β₁ᵏ)) / (√(v/(1 − β₂ᵏ)) + ε)',
  conventions: ['k = 1 at the first update', 'ε is added outside the root, after the correction of v'],
  source: 'Kingma & Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1',
  sizes: optimizerSizes,
  settings: [step],
  inputs: adamInputs,
  outputs: adamOutputs,
  trace: [],
  evaluate: (open) => {
    const elements = elementsOf(open);
    const updates = elements.map((element) => adamUpdate(element, ratesOf(open)));
    return {
      parameters: updates.map(({ change }, i) => adamParameter(elements[i]!.parameter, change)),
      m: updates.map(({ m }) => m),
      v: updates.map(({ v }) => v),
    };
  },
};
