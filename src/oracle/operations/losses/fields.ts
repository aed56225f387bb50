/** What the losses share. */
import type { Field, InputField } from '../../contract.ts';

/** Rows and dims from which the ways to reduce differ: a half is no mean over two dims. */
export const lossSizes: Readonly<Record<string, readonly [number, number]>> = { rows: [3, 6], dim: [3, 5] };

export const reduction: readonly string[] = [
  'mean over rows, sum over dims',
  'no factor ½: the gradient has the factor 2',
];

export const prediction: InputField = {
  name: 'prediction',
  type: 'float',
  shape: ['rows', 'dim'],
  meaning: "the model's velocity v",
  domain: { kind: 'normal', scale: 1.2, shift: -0.3 },
};

export const lossOutput: Field = { name: 'loss', type: 'float', shape: [], meaning: 'L' };

export const lossOutputs: readonly Field[] = [
  lossOutput,
  { name: 'gradient', type: 'float', shape: ['rows', 'dim'], meaning: '∂L/∂v' },
];
