/** Metrics of the ends as a sample of the target, each beside its floor. */
import type { FloatArray } from '../array/float-array.ts';
import { sampleMetrics } from '../metrics/index.ts';
import { key } from '../random/index.ts';
import type { CellSettings } from './cell-settings.ts';
import type { RunnableProblem } from './config.ts';
import type { MetricName } from './metric-names.ts';

const ON_THE_LINE: readonly MetricName[] = ['w1', 'w2'];

/** The stream of draws. */
const STREAM = 401;

/** By name, with `…Floor` beside each; null where this problem has no such thing. */
export function sampleMetricsOf(
  { metrics, seed }: Pick<CellSettings, 'metrics' | 'seed'>,
  { field, dim }: RunnableProblem,
  x: FloatArray,
): Record<string, number | null> {
  const out: Record<string, number | null> = {};
  for (const name of metrics) {
    if (name === 'pathRmse' || name === 'logDensity') continue;
    const apt = field !== null && (dim === 1 || !ON_THE_LINE.includes(name)) && x.length > dim;
    const found = apt
      ? sampleMetrics(x, field.target, { key: key(seed, STREAM), metrics: [name] })[name]
      : undefined;
    out[name] = found?.value ?? null;
    out[`${name}Floor`] = found?.floor ?? null;
  }
  return out;
}
