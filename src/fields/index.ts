export { type CdfMap, cdfMap } from './cdf-map.ts';
export type { ClosedFormTarget } from './components-of.ts';
export { conditionalField } from './conditional-field.ts';
export { fieldFromSpec } from './field-spec.ts';
export type { GaussianSourceSpec } from './gaussian-source.ts';
export { type LearnedField, type LearnedFieldOptions, learnedField } from './learned-field.ts';
export { type LossFloor, type LossFloorOptions, lossFloor } from './loss-floor.ts';
export {
  type MarginalField,
  type MarginalFieldOptions,
  type MarginalFieldSpec,
  marginalField,
  type PosteriorBuffers,
} from './marginal-field.ts';
export { samplePath, sampleSource } from './sample-path.ts';
export type { VectorField } from './vector-field.ts';
