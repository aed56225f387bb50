export { type BoundaryOptions, boundaryLaw } from './boundary.ts';
export { type ContinuityOptions, continuityLaw } from './continuity.ts';
export { holds, type LawResult } from './law-result.ts';
export { samplePath, sampleSource } from './sample-path.ts';
