import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowproofError } from '../../src/errors.ts';
import {
  maximumMeanDiscrepancy,
  type SampleMetric,
  sampleMetrics,
  slicedEstimate,
  slicedWasserstein2,
  wasserstein1,
  wasserstein2,
} from '../../src/metrics/index.ts';
import { key, normalInto } from '../../src/random/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const sample = (seed: number, rows: number, dim: number, mean: number, std: number): Float64Array => {
  const x = new Float64Array(rows * dim);
  normalInto(key(seed), 0, x);
  return x.map((v) => mean + std * v);
};

describe('wasserstein1', () => {
  it('equals ∫ |F − G| dx, counted between integers', () => {
    const points = (length: number) =>
      fc.array(fc.integer({ min: -20, max: 20 }), { minLength: length, maxLength: length });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }).chain(points),
        fc.integer({ min: 1, max: 6 }).chain(points),
        (a, b) => {
          let total = 0;
          for (let x = -20; x < 20; x++) {
            const below = (values: number[]): number => values.filter((v) => v <= x).length;
            total += Math.abs(below(a) * b.length - below(b) * a.length);
          }
          expect(wasserstein1(Float64Array.from(a), Float64Array.from(b))).toBe(
            total / (a.length * b.length),
          );
        },
      ),
    );
  });

  it('is at most W₂', () => {
    const [x, y] = [sample(1, 50, 1, 0, 1), sample(2, 70, 1, 0.5, 2)];
    expect(wasserstein1(x, y)).toBeLessThan(wasserstein2(x, y));
    expect(() => wasserstein1(x, new Float64Array(0))).toThrow(FlowproofError);
  });
});

describe('slicedEstimate', () => {
  it('has a standard error that covers the spread over other directions', () => {
    const x = sample(3, 200, 3, 0, 1);
    const y = x.map((v, i) => v + [2, 0, 0][i % 3]!);
    const runs = Array.from({ length: 200 }, (_, r) =>
      slicedEstimate(x, y, 3, { key: key(100 + r), directions: 40 }),
    );
    const mean = runs.reduce((sum, { distance }) => sum + distance, 0) / runs.length;
    const spread = Math.sqrt(
      runs.reduce((sum, { distance }) => sum + (distance - mean) ** 2, 0) / (runs.length - 1),
    );
    const stated = runs.reduce((sum, { standardError }) => sum + standardError, 0) / runs.length;
    // The deviation of 200 runs is known to 1/√400 = 5 %; four of them, and the curvature of the root.
    expect(!(Math.abs(stated / spread - 1) < 0.25)).toBe(false);
    expect(slicedWasserstein2(x, y, 3, { key: key(100), directions: 40 })).toBe(runs[0]!.distance);
  });

  it('has none in one dimension, and no idea of it from one direction', () => {
    const [x, y] = [sample(4, 10, 1, 0, 1), sample(5, 10, 1, 0, 1)];
    expect(slicedEstimate(x, y, 1, { key: key(1) })).toEqual({
      distance: wasserstein2(x, y),
      standardError: 0,
      directions: 1,
    });
    expect(
      slicedEstimate(sample(4, 10, 2, 0, 1), sample(5, 10, 2, 0, 1), 2, { key: key(1), directions: 1 })
        .standardError,
    ).toBe(Infinity);
    expect(slicedEstimate(x, x, 2, { key: key(1) }).standardError).toBe(0);
  });
});

describe('maximumMeanDiscrepancy', () => {
  it('of N(0, 1) and N(μ, 1) is 2√(h²/(h² + 2)) (1 − e^{−μ²/(2(h² + 2))}) within its sampling error', () => {
    const [h, mu, pairs] = [0.8, 1.25, 4];
    const exact = 2 * Math.sqrt((h * h) / (h * h + 2)) * (1 - Math.exp((-mu * mu) / (2 * (h * h + 2))));
    let mean = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const [x, y] = [sample(20 + 2 * pair, 300, 1, 0, 1), sample(21 + 2 * pair, 300, 1, mu, 1)];
      const { squared, bandwidth } = maximumMeanDiscrepancy(x, y, 1, { bandwidth: h });
      expect(bandwidth).toBe(h);
      mean += squared / pairs;
    }
    // exact = 0.252. One pair of 400 rows deviates by 0.035 (measured on 25), one of 300 by 0.040, the mean of four by 0.020.
    expect(!(Math.abs(mean - exact) < 0.08)).toBe(false);
  });

  it.each(['gaussian', 'laplace', 'inverse-multiquadric'] as const)(
    'equals its definition on four points: %s',
    (kernel) => {
      const k = {
        gaussian: (r: number) => Math.exp((-r * r) / 8),
        laplace: (r: number) => Math.exp(-r / 2),
        'inverse-multiquadric': (r: number) => 1 / Math.sqrt(1 + (r * r) / 4),
      }[kernel];
      // X = {0, 3}, Y = {1, 7} on the line, h = 2.
      const exact = k(3) + k(6) - (k(1) + k(7) + k(2) + k(4)) / 2;
      const { squared } = maximumMeanDiscrepancy(Float64Array.of(0, 3), Float64Array.of(1, 7), 1, {
        kernel,
        bandwidth: 2,
      });
      expect(Math.abs(squared - exact)).toBeLessThan(1e-15);
    },
  );

  it('takes the median of all distances by default', () => {
    // Distances between 0, 3, 1, 7: 1, 2, 3, 4, 6, 7.
    expect(maximumMeanDiscrepancy(Float64Array.of(0, 3), Float64Array.of(1, 7), 1).bandwidth).toBe(3.5);
  });

  it('refuses what it cannot take', () => {
    const x = Float64Array.of(0, 1);
    expect(() => maximumMeanDiscrepancy(x, x, 1, { kernel: 'toString' as 'laplace' })).toThrow(
      FlowproofError,
    );
    expect(() => maximumMeanDiscrepancy(x, x, 1, { bandwidth: 0 })).toThrow(FlowproofError);
    expect(() => maximumMeanDiscrepancy(new Float64Array(2), new Float64Array(2), 1)).toThrow(FlowproofError);
    expect(() => maximumMeanDiscrepancy(x, Float64Array.of(1), 1)).toThrow(FlowproofError);
  });
});

describe('sampleMetrics', () => {
  const target = gaussianMixture({ means: [[0, 0]], stds: [1] });
  const line = gaussianMixture({ means: [[0]], stds: [1] });

  it('puts a draw of the target at its floor and a shifted one far above it', () => {
    for (const [q, dim] of [
      [target, 2],
      [line, 1],
    ] as const) {
      const x = new Float64Array(120 * dim);
      q.sampleInto(key(11), 0, x);
      const same = sampleMetrics(x, q, { key: key(12), repeats: 5 });
      const far = sampleMetrics(
        x.map((v) => v + 1.5),
        q,
        { key: key(12), repeats: 5 },
      );
      const names = Object.keys(same) as SampleMetric[];
      expect(names).toEqual(
        dim === 1 ? ['w1', 'w2', 'slicedW2', 'energyDistance', 'mmd'] : ['slicedW2', 'energyDistance', 'mmd'],
      );
      for (const name of names) {
        const { value, floor, floorDeviation } = same[name]!;
        // One comparison scatters by its deviation; the sample is common to the 5 means, so its own part does not average out.
        expect(!(Math.abs(value - floor) < 4 * floorDeviation!)).toBe(false);
        expect(!(far[name]!.value - far[name]!.floor > 8 * floorDeviation!)).toBe(false);
        expect(far[name]!.floor).toBe(floor);
      }
    }
  });

  it('computes what is asked for, alone or beside others, with the same bits', () => {
    const x = sample(13, 50, 2, 0, 1);
    const all = sampleMetrics(x, target, { key: key(1) });
    expect(sampleMetrics(x, target, { key: key(1), metrics: ['mmd'] })).toEqual({ mmd: all.mmd });
    expect(sampleMetrics(x, target, { key: key(1), repeats: 1 }).mmd!.floorDeviation).toBeNull();
  });

  it('states the sample deviation of its floors', () => {
    const options = { key: key(3), metrics: ['energyDistance'] } as const;
    const x = sample(13, 40, 2, 0, 1);
    const one = sampleMetrics(x, target, { ...options, repeats: 1 }).energyDistance!.floor;
    const { floor, floorDeviation } = sampleMetrics(x, target, { ...options, repeats: 2 }).energyDistance!;
    const two = 2 * floor - one;
    expect(Math.abs(floorDeviation! - Math.abs(one - two) / Math.SQRT2)).toBeLessThan(1e-14);
  });

  it('refuses what does not exist', () => {
    const x = sample(13, 50, 2, 0, 1);
    expect(() => sampleMetrics(x, target, { key: key(1), metrics: ['w1'] })).toThrow(FlowproofError);
    expect(() => sampleMetrics(x, target, { key: key(1), metrics: ['w3' as 'w1'] })).toThrow(FlowproofError);
    expect(() => sampleMetrics(new Float64Array(2), target, { key: key(1) })).toThrow(FlowproofError);
    expect(() => sampleMetrics(x, target, { key: key(1), repeats: 0 })).toThrow(FlowproofError);
  });
});
