import type { Operation } from '../../contract.ts';
import {
  componentScore,
  componentVelocity,
  divergence,
  expansion,
  responsibilities,
  score,
} from '../../formulas/marginals.ts';
import { withFiniteSlopes } from '../ends.ts';
import { schedule } from '../fields.ts';
import { mixtureConventions, mixtureInputs, mixtureRows, mixtureSizes } from './mixture.ts';

/** The divergence of the marginal velocity field. */
export const marginalDivergence: Operation = {
  name: 'marginal.divergence',
  revision: 1,
  summary: 'divergence of the marginal velocity field of a Gaussian mixture',
  formula: [
    'div uₜ(x) = Σ rₖ (d cₖ + (gₖ − ∇ ln pₜ)·uₖ),  cₖ = (α̇ α sₖ² + σ̇ σ)/vₖ,  gₖ = −yₖ/vₖ',
    'uₖ = α̇ (mₖ + (α sₖ²/vₖ) yₖ) + σ̇ (σ/vₖ) yₖ, the velocity of one component',
  ].join('\n'),
  conventions: [...mixtureConventions, 'summed over the dimensions'],
  source: 'trace of the Jacobian of Lipman et al. (2023), eq. 8, with ∇rₖ = rₖ (gₖ − ∇ ln pₜ)',
  sizes: mixtureSizes,
  settings: [schedule],
  inputs: mixtureInputs,
  outputs: [{ name: 'divergence', type: 'float', shape: ['rows'], meaning: 'div uₜ(x)' }],
  trace: [],
  arrange: withFiniteSlopes,
  evaluate: (open) => ({
    divergence: mixtureRows(open).map(({ weights, logits, components }) => {
      const r = responsibilities(logits, weights);
      const scores = components.map((elements) => elements.map(componentScore));
      const velocities = components.map((elements) => elements.map(componentVelocity));
      const expansions = components.map(([first]) => expansion(first!.at, first!.std, first!.variance));
      return divergence(r, expansions, scores, velocities, score(r, components));
    }),
  }),
};
