import type { Operation } from '../../contract.ts';
import { adamUpdate, adamwParameter, decoupledGradient } from '../../formulas/optimizers.ts';
import { adamInputs, adamOutputs, elementsOf, optimizerSizes, ratesOf, scalar, step } from './fields.ts';

/** One update of AdamW. */
export const optimizerAdamw: Operation = {
  name: 'optimizer.adamw',
  revision: 1,
  summary: 'one update of Adam with decoupled weight decay',
  formula: 'm, v as in Adam,  θ ← (1 − ηλ)θ − η (m/(1 − β₁ᵏ)) / (√(v/(1 − β₂ᵏ)) + ε)',
  conventions: [
    'k = 1 at the first update',
    'ε is added outside the root, after the correction of v',
    'the decay is multiplied by the learning rate and acts on θ before the update',
  ],
  source: 'Loshchilov & Hutter, Decoupled Weight Decay Regularization (2019), algorithm 2',
  sizes: optimizerSizes,
  settings: [step],
  inputs: [
    ...adamInputs,
    scalar('weight_decay', 'λ, weight decay', { kind: 'positive', from: 0.05, to: 0.5 }),
  ],
  outputs: adamOutputs,
  trace: [],
  evaluate: (open) => {
    const decay = open.floats.weight_decay![0]!;
    const rates = ratesOf(open);
    const elements = elementsOf(open);
    const updates = elements.map((element) =>
      adamUpdate(
        { ...element, gradient: decoupledGradient(element.gradient, element.parameter, decay) },
        rates,
      ),
    );
    return {
      parameters: updates.map(({ change }, i) =>
        adamwParameter(elements[i]!.parameter, change, rates.lr, decay),
      ),
      m: updates.map(({ m }) => m),
      v: updates.map(({ v }) => v),
    };
  },
};
