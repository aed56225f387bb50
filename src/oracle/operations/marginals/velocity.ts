import type { Operation } from '../../contract.ts';
import { responsibilities, velocity } from '../../formulas/marginals.ts';
import { withFiniteSlopes } from '../ends.ts';
import { schedule } from '../fields.ts';
import { mixtureConventions, mixtureInputs, mixtureRows, mixtureSizes } from './mixture.ts';

/** The marginal velocity field of a Gaussian mixture: what a trained model should be. */
export const marginalVelocity: Operation = {
  name: 'marginal.velocity',
  revision: 1,
  summary: 'the marginal velocity field of a Gaussian mixture, in closed form',
  formula: [
    'uₜ(x) = α̇ E[X₁|x] + σ̇ E[X₀|x],  vₖ = α² sₖ² + σ²,  yₖ = x − α mₖ,  rₖ ∝ wₖ N(yₖ; 0, vₖ I)',
    'E[X₁|x] = Σ rₖ (mₖ + (α sₖ²/vₖ) yₖ),  E[X₀|x] = Σ rₖ (σ/vₖ) yₖ',
  ].join('\n'),
  conventions: mixtureConventions,
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eq. 8',
  sizes: mixtureSizes,
  settings: [schedule],
  inputs: mixtureInputs,
  outputs: [{ name: 'velocity', type: 'float', shape: ['rows', 'dim'], meaning: 'uₜ(x)' }],
  trace: [],
  arrange: withFiniteSlopes,
  evaluate: (open) => ({
    velocity: mixtureRows(open).flatMap(({ weights, logits, components }) =>
      velocity(responsibilities(logits, weights), components),
    ),
  }),
};
