export type { Located } from '../core/field-calls.ts';
export { drawnPoints, type FieldPoint, fieldPoints } from './field-points.ts';
export { marginalFields } from './fields.ts';
export { type LossBatch, lossBatches } from './loss-batches.ts';
export { type MlpShapes, mlpConfigs, networks } from './networks.ts';
export { type GaussianPathSpec, gaussianPaths, type PathPoints, pathPoints } from './paths.ts';
export { type CouplingCase, pointPairs } from './point-pairs.ts';
export { batches, hundredths, positive, vectors } from './points.ts';
export { scheduleSpecs, schedules } from './schedules.ts';
export { smallNetworks } from './small-networks.ts';
export {
  gentleProblems,
  knownProblems,
  type Span,
  spans,
  type WaveCase,
  waveCases,
  waveFields,
} from './solver-cases.ts';
export { secondOrderSolvers } from './solvers.ts';
export { type MixtureOptions, mixtureSpecs } from './targets.ts';
export { type TimeSpan, type TimesOptions, timeSpans, times } from './times.ts';
