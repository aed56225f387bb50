export type { ConditionalLaw, ConditionalPair, MixtureField } from './conditional-pair.ts';
export { type FieldPoint, marginalizationQuadrature } from './marginalization-quadrature.ts';
