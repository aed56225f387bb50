/** What the optimizers share. */
import type { Domain, Field, InputField, OpenCase, Setting } from '../../contract.ts';
import type { Element, Rates } from '../../formulas/optimizers.ts';

export const optimizerSizes: Readonly<Record<string, readonly [number, number]>> = { count: [4, 9] };

export const perParameter = (name: string, meaning: string, domain: Domain): InputField => ({
  name,
  type: 'float',
  shape: ['count'],
  meaning,
  domain,
});

export const scalar = (name: string, meaning: string, domain: Domain): InputField => ({
  name,
  type: 'float',
  shape: [],
  meaning,
  domain,
});

export const parametersField: InputField = perParameter('parameters', 'θ before the update', {
  kind: 'normal',
});

/** ε is larger than anyone sets it, so that its place in the formula shows. */
export const adamInputs: readonly InputField[] = [
  parametersField,
  perParameter('gradient', 'g, the gradient of the loss', { kind: 'normal', scale: 0.7, shift: 0.2 }),
  perParameter('m', 'first moment before the update', { kind: 'normal', scale: 0.3 }),
  perParameter('v', 'second moment before the update', { kind: 'positive', from: 0.02, to: 0.5 }),
  scalar('lr', 'learning rate η', { kind: 'positive', from: 0.02, to: 0.2 }),
  scalar('beta1', 'β₁, decay of the first moment', { kind: 'uniform', from: 0.8, to: 0.95 }),
  scalar('beta2', 'β₂, decay of the second moment', { kind: 'uniform', from: 0.97, to: 0.999 }),
  scalar('epsilon', 'ε', { kind: 'positive', from: 0.003, to: 0.03 }),
];

export const step: Setting = {
  name: 'step',
  meaning: 'k ≥ 1, the number of this update; the first one is 1',
  values: [1, 2, 5, 20, 100],
};

export const adamOutputs: readonly Field[] = [
  { name: 'parameters', type: 'float', shape: ['count'], meaning: 'θ after the update' },
  { name: 'm', type: 'float', shape: ['count'], meaning: 'first moment after the update' },
  { name: 'v', type: 'float', shape: ['count'], meaning: 'second moment after the update' },
];

export const elementsOf = ({ floats }: OpenCase): readonly Element[] =>
  floats.parameters!.map((parameter, i) => ({
    parameter,
    gradient: floats.gradient![i]!,
    m: floats.m![i]!,
    v: floats.v![i]!,
  }));

export const ratesOf = ({ floats, settings }: OpenCase): Rates => ({
  lr: floats.lr![0]!,
  beta1: floats.beta1![0]!,
  beta2: floats.beta2![0]!,
  epsilon: floats.epsilon![0]!,
  step: settings.step as number,
});
