export type { ClosedFormTarget } from './components-of.ts';
export { fieldFromSpec } from './field-spec.ts';
export type { GaussianSourceSpec } from './gaussian-source.ts';
export {
  type MarginalField,
  type MarginalFieldOptions,
  type MarginalFieldSpec,
  marginalField,
  type PosteriorBuffers,
} from './marginal-field.ts';
export type { VectorField } from './vector-field.ts';
