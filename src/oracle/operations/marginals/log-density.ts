import type { Operation } from '../../contract.ts';
import { logTotal } from '../../formulas/marginals.ts';
import { withFiniteSlopes } from '../ends.ts';
import { schedule } from '../fields.ts';
import { mixtureConventions, mixtureInputs, mixtureRows, mixtureSizes } from './mixture.ts';

/** The density of the marginal path of a Gaussian mixture. */
export const marginalLogDensity: Operation = {
  name: 'marginal.log-density',
  revision: 1,
  summary: 'logarithm of the marginal density of a Gaussian mixture, one number per row',
  formula: 'ln pₜ(x) = ln Σ wₖ N(x; α mₖ, vₖ I),  vₖ = α² sₖ² + σ²',
  conventions: [...mixtureConventions, 'natural logarithm'],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eq. 6',
  sizes: mixtureSizes,
  settings: [schedule],
  inputs: mixtureInputs,
  outputs: [{ name: 'log_density', type: 'float', shape: ['rows'], meaning: 'ln pₜ(x)' }],
  trace: [],
  arrange: withFiniteSlopes,
  evaluate: (open) => ({
    log_density: mixtureRows(open).map(({ weights, logits }) => logTotal(logits, weights)),
  }),
};
