export { samplePath, sampleSource } from '../../fields/sample-path.ts';
export { type BoundaryOptions, boundaryLaw } from './boundary.ts';
export {
  type ContinuityOptions,
  continuityLaw,
  type DensityField,
} from './continuity.ts';
export { continuityIdentityLaw } from './continuity-identity.ts';
export { holds, type LawResult } from './law-result.ts';
export { type ScheduleLawOptions, scheduleLaw } from './schedule.ts';
