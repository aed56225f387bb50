import type { SampleMetric } from '../metrics/index.ts';

/**
 * `pathRmse`: the largest root mean square error at any time of the grid. `logDensity`: the root mean square error of the
 * log-density carried along. The others compare the ends with samples of the target, each
 * with its floor, which is what two samples of the target of the same size are apart.
 */
export type MetricName = 'pathRmse' | 'logDensity' | SampleMetric;

export const METRICS: readonly MetricName[] = [
  'pathRmse',
  'logDensity',
  'w1',
  'w2',
  'slicedW2',
  'energyDistance',
  'mmd',
];
