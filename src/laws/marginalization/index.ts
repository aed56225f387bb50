export type { ConditionalLaw, ConditionalPair, MixtureField } from './conditional-pair.ts';
export { marginalizationQuadrature } from './marginalization-quadrature.ts';
