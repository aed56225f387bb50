import type { Operation } from '../../contract.ts';
import { responsibilities, score } from '../../formulas/marginals.ts';
import { withFiniteSlopes } from '../ends.ts';
import { schedule } from '../fields.ts';
import { mixtureConventions, mixtureInputs, mixtureRows, mixtureSizes } from './mixture.ts';

/** The score of the marginal path of a Gaussian mixture. */
export const marginalScore: Operation = {
  name: 'marginal.score',
  revision: 1,
  summary: 'gradient in x of the marginal log-density of a Gaussian mixture',
  formula: '∇ ln pₜ(x) = −Σ rₖ yₖ/vₖ,  vₖ = α² sₖ² + σ²,  yₖ = x − α mₖ,  rₖ ∝ wₖ N(yₖ; 0, vₖ I)',
  conventions: mixtureConventions,
  source: 'Song et al., Score-Based Generative Modeling (2021), for a Gaussian mixture',
  sizes: mixtureSizes,
  settings: [schedule],
  inputs: mixtureInputs,
  outputs: [{ name: 'score', type: 'float', shape: ['rows', 'dim'], meaning: '∇ ln pₜ(x)' }],
  trace: [],
  arrange: withFiniteSlopes,
  evaluate: (open) => ({
    score: mixtureRows(open).flatMap(({ weights, logits, components }) =>
      score(responsibilities(logits, weights), components),
    ),
  }),
};
