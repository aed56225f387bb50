import { sum } from '../../arithmetic/tracked.ts';
import type { InputField, Operation } from '../../contract.ts';
import { drift, driftIncrement, noiseIncrement } from '../../formulas/diffusion.ts';
import { batch, point } from '../fields.ts';

const given = (name: string, meaning: string): InputField => ({
  name,
  type: 'float',
  shape: ['rows', 'dim'],
  meaning,
  domain: { kind: 'normal' },
});

/** One Euler–Maruyama step. */
export const sdeStep: Operation = {
  name: 'sde.step',
  revision: 1,
  summary: 'one Euler–Maruyama step of the stochastic equation that keeps the marginals of the flow',
  formula: 'x⁺ = x + (u + (w²/2) s) Δt + w √Δt z    for  dX = [u + (w²/2) s] dt + w dB',
  conventions: [
    'time runs forwards, from noise to data: the score is added',
    'velocity u, score s and standard normal noise z are given; w is the coefficient of dB, one for each row',
  ],
  source:
    'Song et al., Score-Based Generative Modeling (2021), app. D.1; Albergo, Boffi & Vanden-Eijnden (2023), § 2.4',
  sizes: batch,
  settings: [],
  inputs: [
    point,
    given('velocity', 'u at x'),
    given('score', 's = ∇ log pₜ at x'),
    {
      name: 'w',
      type: 'float',
      shape: ['rows'],
      meaning: 'coefficient of the noise of each row',
      domain: { kind: 'positive', from: 0.3, to: 2.5 },
    },
    {
      name: 'dt',
      type: 'float',
      shape: [],
      meaning: 'step Δt > 0',
      domain: { kind: 'positive', from: 0.02, to: 0.3 },
    },
    given('noise', 'z'),
  ],
  outputs: [{ name: 'x', type: 'float', shape: ['rows', 'dim'], meaning: 'x⁺' }],
  trace: [],
  evaluate: ({ floats, sizes }) => {
    const dt = floats.dt![0]!;
    return {
      x: floats.x!.map((x, i) => {
        const w = floats.w![Math.floor(i / sizes.dim!)]!;
        const along = driftIncrement(drift(floats.velocity![i]!, floats.score![i]!, w), dt);
        return sum([x, along, noiseIncrement(w, dt, floats.noise![i]!)]);
      }),
    };
  },
};
