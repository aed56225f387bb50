/** Metrics of the ends as a sample of the target, each beside its floor. */
import type { FloatArray } from '../array/float-array.ts';
import { sampleMetrics, sampleMetricsIn } from '../metrics/sample-metrics.ts';
import { key } from '../random/index.ts';
import type { CellSettings } from './cell-settings.ts';
import type { RunnableProblem } from './config.ts';

/** The stream of draws. */
const STREAM = 401;

/** By name, with the mean and the deviation of the floor beside each; those that this problem has. */
export function sampleMetricsOf(
  { metrics, seed }: Pick<CellSettings, 'metrics' | 'seed'>,
  { field, dim }: RunnableProblem,
  x: FloatArray,
): Record<string, number | null> {
  const apt = sampleMetricsIn(dim).filter((name) => metrics.includes(name));
  if (field === null || x.length <= dim || apt.length === 0) return {};
  const found = sampleMetrics(x, field.target, { key: key(seed, STREAM), metrics: apt });
  return Object.fromEntries(
    apt.flatMap((name) => {
      const { value, floor, floorDeviation } = found[name]!;
      return [
        [name, value],
        [`${name}Floor`, floor],
        [`${name}FloorDeviation`, floorDeviation],
      ];
    }),
  );
}
