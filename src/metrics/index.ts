export { energyDistance } from './energy-distance.ts';
export {
  type Discrepancy,
  type DiscrepancyOptions,
  type KernelName,
  maximumMeanDiscrepancy,
} from './maximum-mean-discrepancy.ts';
export {
  type SampleComparison,
  type SampleMetric,
  type SampleMetricOptions,
  type Sampler,
  sampleMetrics,
} from './sample-metrics.ts';
export { type PathError, pathError, type StateError, stateError } from './state-errors.ts';
export {
  type SlicedEstimate,
  slicedEstimate,
  slicedWasserstein2,
  wasserstein2,
} from './wasserstein.ts';
export { wasserstein1 } from './wasserstein-1.ts';
