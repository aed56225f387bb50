import type { Operation } from '../../contract.ts';
import { classifierGuided, scoreFactor } from '../../formulas/guidance.ts';
import { batch, schedule, scheduleOf, time } from '../fields.ts';
import { guidanceScale } from './fields.ts';

/** Guidance by a classifier. */
export const guidanceClassifier: Operation = {
  name: 'guidance.classifier',
  revision: 1,
  summary: 'velocity guided by the gradient of a classifier',
  formula: 'ũ = u + γ (σ (α̇ σ − σ̇ α)/α) ∇ log p(y|x)',
  conventions: [
    'the gradient is that of log p(y|xₜ) with respect to xₜ, so that it adds to the score',
    'each row has its own time, inside (0, 1)',
  ],
  source: 'Dhariwal & Nichol, Diffusion Models Beat GANs (2021), § 4; Zheng et al., Guided Flows (2023)',
  sizes: batch,
  settings: [schedule],
  inputs: [
    {
      name: 'velocity',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'u',
      domain: { kind: 'normal' },
    },
    {
      name: 'gradient',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: '∇ log p(y|x)',
      domain: { kind: 'normal', shift: 0.3 },
    },
    time(),
    guidanceScale,
  ],
  outputs: [{ name: 'velocity', type: 'float', shape: ['rows', 'dim'], meaning: 'ũ' }],
  trace: [],
  evaluate: (open) => {
    const { velocity, gradient, t, scale } = open.floats;
    const factors = t!.map((time) => scoreFactor(scheduleOf(open), time));
    return {
      velocity: velocity!.map((u, i) =>
        classifierGuided(u, gradient![i]!, factors[Math.floor(i / open.sizes.dim!)]!, scale![0]!),
      ),
    };
  },
};
