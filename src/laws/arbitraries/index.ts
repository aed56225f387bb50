export { marginalFields } from './fields.ts';
export { mlpConfigs, networks } from './networks.ts';
export { type GaussianPathSpec, gaussianPaths, type PathPoints, pathPoints } from './paths.ts';
export { batches, hundredths, positive, vectors } from './points.ts';
export { scheduleSpecs, schedules } from './schedules.ts';
export { type MixtureOptions, mixtureSpecs } from './targets.ts';
export { type TimeSpan, type TimesOptions, timeSpans, times } from './times.ts';
