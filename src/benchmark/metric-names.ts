import { type SampleMetric, sampleMetricsIn } from '../metrics/sample-metrics.ts';

/**
 * `pathRmse`: the largest root mean square error at any time of the grid. `logDensity`: the root mean square error of the
 * log-density carried along. The others compare the ends with samples of the target, each
 * with its floor, which is what two samples of the target of the same size are apart.
 */
export type MetricName = 'pathRmse' | 'logDensity' | SampleMetric;

const ALONG: readonly MetricName[] = ['pathRmse', 'logDensity'];

export const METRICS: readonly MetricName[] = [...ALONG, ...sampleMetricsIn(1)];

export const isSampleMetric = (name: MetricName): name is SampleMetric => !ALONG.includes(name);

/** Keys of a row's `metrics`: of a sample, the mean and the deviation of its floor stand beside it. */
export const metricKeys = (names: readonly MetricName[]): string[] =>
  names.flatMap((name) => (isSampleMetric(name) ? [name, `${name}Floor`, `${name}FloorDeviation`] : [name]));
