import type { Operation } from '../../contract.ts';
import { classifierFree } from '../../formulas/guidance.ts';
import { batch } from '../fields.ts';
import { guidanceScale } from './fields.ts';

/** Classifier-free guidance. */
export const guidanceClassifierFree: Operation = {
  name: 'guidance.classifier-free',
  revision: 1,
  summary: 'velocity guided by the difference of a conditional and an unconditional model',
  formula: 'ũ = u_∅ + γ (u_c − u_∅)',
  conventions: ['γ = 0 is unconditional, γ = 1 conditional; the convention with 1 + w has w = γ − 1'],
  source: 'Ho & Salimans, Classifier-Free Diffusion Guidance (2022); Zheng et al., Guided Flows (2023)',
  sizes: batch,
  settings: [],
  inputs: [
    {
      name: 'conditional',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'u_c',
      domain: { kind: 'normal', shift: 0.5 },
    },
    {
      name: 'unconditional',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'u_∅',
      domain: { kind: 'normal' },
    },
    guidanceScale,
  ],
  outputs: [{ name: 'velocity', type: 'float', shape: ['rows', 'dim'], meaning: 'ũ' }],
  trace: [],
  evaluate: ({ floats }) => ({
    velocity: floats.conditional!.map((value, i) =>
      classifierFree(value, floats.unconditional![i]!, floats.scale![0]!),
    ),
  }),
};
