/**
 * How far a sample lies from a distribution, beside how far two samples of the distribution itself lie from each other.
 *
 * For r = 1 … R: B_r and A_r are independent draws of the target, as many rows as the sample X. A metric's value is the mean of
 * D(X, B_r), its floor the mean of D(A_r, B_r). A solver whose value is at the floor makes an error that so many rows cannot show. For
 * a sample that is no random draw, quantiles for instance, the value may lie under the floor.
 */
import { checkCount, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { fold, type Key } from '../random/index.ts';
import { energyDistance } from './energy-distance.ts';
import { type KernelName, maximumMeanDiscrepancy } from './maximum-mean-discrepancy.ts';
import { slicedEstimate, wasserstein2 } from './wasserstein.ts';
import { wasserstein1 } from './wasserstein-1.ts';

/** A distribution to draw from; every target is one. */
export interface Sampler {
  readonly dim: number;
  sampleInto(key: Key, first: number, out: FloatArray): void;
}

/** `w1`, `w2`: exact, in one dimension. `slicedW2`, `energyDistance` (D²), `mmd` (MMD², unbiased): in any. */
export type SampleMetric = 'w1' | 'w2' | 'slicedW2' | 'energyDistance' | 'mmd';

export interface SampleMetricOptions {
  /** Of the draws and the directions. */
  readonly key: Key;
  /** Default: all that exist in this dimension. */
  readonly metrics?: readonly SampleMetric[];
  /** R ≥ 1; default 3. */
  readonly repeats?: number;
  /** Of slicedW2; default 128. */
  readonly directions?: number;
  /** Of mmd; default 'gaussian', with the median distance of A₁ and B₁ as bandwidth for all. */
  readonly kernel?: KernelName;
  readonly bandwidth?: number | 'median';
}

/** One metric of one sample. */
export interface SampleComparison {
  /** The mean of D(X, B_r). */
  readonly value: number;
  /** The mean of D(A_r, B_r). */
  readonly floor: number;
  /** The sample deviation of the D(A_r, B_r); null for R = 1. */
  readonly floorDeviation: number | null;
}

const METRICS: readonly SampleMetric[] = ['w1', 'w2', 'slicedW2', 'energyDistance', 'mmd'];

/** Those that exist in a dimension. */
export const sampleMetricsIn = (dim: number): readonly SampleMetric[] =>
  METRICS.filter((name) => dim === 1 || !onTheLine(name));

/**
 * The metrics of a sample [rows, dim] against a target, each with its floor.
 *
 * ```ts
 * import { gaussianMixture, key, sampleMetrics } from 'flowproof';
 *
 * const target = gaussianMixture({ means: [[0]], stds: [1] });
 * const shifted = new Float64Array(400);
 * target.sampleInto(key(1), 0, shifted);
 * const { w1 } = sampleMetrics(shifted.map((x) => x + 1), target, { key: key(2) });
 * console.log(w1!.value > 0.8, w1!.floor < 0.3); // true true
 * ```
 *
 * @throws {ArgumentError} for an unknown metric, w1 or w2 above one dimension, or less than two rows.
 */
export function sampleMetrics(
  x: FloatArray,
  target: Sampler,
  options: SampleMetricOptions,
): Partial<Record<SampleMetric, SampleComparison>> {
  const { dim } = target;
  const rows = checkCount('rows of x', rowsOf('x', x, dim), 2);
  const repeats = checkCount('repeats', options.repeats ?? 3, 1);
  const names = options.metrics ?? sampleMetricsIn(dim);
  for (const name of names) checkMetric(name, dim);
  const draw = (stream: number): Float64Array => {
    const out = new Float64Array(rows * dim);
    target.sampleInto(fold(options.key, stream), 0, out);
    return out;
  };
  const pairs = Array.from({ length: repeats }, (_, r) => ({ a: draw(2 * r), b: draw(2 * r + 1) }));
  const distance = distances(dim, options, pairs[0]!);
  const out: Partial<Record<SampleMetric, SampleComparison>> = {};
  for (const name of names) {
    const floors = pairs.map(({ a, b }) => distance[name](a, b));
    out[name] = {
      value: mean(pairs.map(({ b }) => distance[name](x, b))),
      floor: mean(floors),
      floorDeviation: repeats === 1 ? null : deviation(floors),
    };
  }
  return out;
}

const onTheLine = (name: SampleMetric): boolean => name === 'w1' || name === 'w2';

function checkMetric(name: SampleMetric, dim: number): void {
  if (!METRICS.includes(name)) {
    throw new ArgumentError({ argument: 'metrics', expected: METRICS.join(', '), received: show(name) });
  }
  if (dim > 1 && onTheLine(name)) {
    throw new ArgumentError({
      argument: 'metrics',
      expected: `slicedW2, energyDistance or mmd in ${dim} dimensions`,
      received: show(name),
      wayOut: 'the exact distances exist on the line only',
    });
  }
}

function distances(
  dim: number,
  { key, directions = 128, kernel = 'gaussian', bandwidth = 'median' }: SampleMetricOptions,
  first: { readonly a: Float64Array; readonly b: Float64Array },
): Record<SampleMetric, (x: FloatArray, y: FloatArray) => number> {
  let h = bandwidth;
  const discrepancy = (x: FloatArray, y: FloatArray): number => {
    if (h === 'median') h = maximumMeanDiscrepancy(first.a, first.b, dim, { kernel }).bandwidth;
    return maximumMeanDiscrepancy(x, y, dim, { kernel, bandwidth: h }).squared;
  };
  return {
    w1: wasserstein1,
    w2: wasserstein2,
    slicedW2: (x, y) => slicedEstimate(x, y, dim, { key, directions }).distance,
    energyDistance: (x, y) => energyDistance(x, y, dim),
    mmd: discrepancy,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  return Math.sqrt(squares / (values.length - 1));
}
