/** The floor of the loss by the law of total variance, by products and rotations, and by its own draws one after the other. */
import { describe, expect, it } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { lossFloor, marginalField } from '../../src/fields/index.ts';
import { fold, key, normalInto, uniformInto } from '../../src/random/index.ts';
import { condOT, cosine, polynomial, type Schedule } from '../../src/schedules/index.ts';
import { checkerboard, gaussianMixture } from '../../src/targets/index.ts';

interface Line {
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly stds: readonly number[];
}

/**
 * C = ∫ (E[w²] − E[u²]) dt for w = α̇X₁ + σ̇X₀ on the line: E[w²] from the moments of X₁ and X₀, u by conditioning each component.
 * Trapezoidal rule in x over ±12 with step 0.05 (widths above 0.3: error below 10⁻¹⁰), Gauss–Legendre with 2 points on 60 panels in t.
 */
function byTotalVariance({ weights, means, stds }: Line, schedule: Schedule, m0: number, s0: number): number {
  const first = weights.reduce((sum, w, k) => sum + w * means[k]!, 0);
  const second = weights.reduce((sum, w, k) => sum + w * (means[k]! ** 2 + stds[k]! ** 2), 0);
  let total = 0;
  for (let panel = 0; panel < 60; panel++) {
    for (const side of [-1, 1]) {
      const t = (panel + 0.5 + side / Math.sqrt(12)) / 60;
      const [a, s] = [schedule.alpha(t), schedule.sigma(t)];
      const [da, ds] = [schedule.alphaDot(t), schedule.sigmaDot(t)];
      const mean = da * da * second + 2 * da * ds * first * m0 + ds * ds * (m0 * m0 + s0 * s0);
      let square = 0;
      for (let x = -12; x <= 12; x += 0.05) {
        let [p, flux] = [0, 0];
        for (const [k, w] of weights.entries()) {
          const v = (a * stds[k]!) ** 2 + (s * s0) ** 2;
          const delta = x - a * means[k]! - s * m0;
          const density = (w * Math.exp((-0.5 * delta * delta) / v)) / Math.sqrt(2 * Math.PI * v);
          const slope = (a * da * stds[k]! ** 2 + s * ds * s0 ** 2) / v;
          p += density;
          flux += density * (da * means[k]! + ds * m0 + slope * delta);
        }
        if (p > 0) square += (0.05 * flux * flux) / p;
      }
      total += (mean - square) / 120;
    }
  }
  return total;
}

const line: Line = { weights: [0.3, 0.7], means: [-2, 1.5], stds: [0.5, 0.8] };
const single: Line = { weights: [1], means: [0.3], stds: [0.6] };
const near = (a: number, b: number, relative: number): void =>
  expect(!(Math.abs(a - b) <= relative * Math.abs(b)), `${a} against ${b}`).toBe(false);

describe('the floor by quadrature', () => {
  it('is the mean of w² less that of u², on the line', () => {
    for (const schedule of [cosine, polynomial({ n: 2 })]) {
      const target = gaussianMixture({ weights: [3, 7, 0], means: [[-2], [1.5], [9]], stds: [0.5, 0.8, 1] });
      const field = marginalField({ schedule, target, source: { mean: [0.4], std: 0.8 } });
      const { value, error, method } = lossFloor(field, { tolerance: 1e-5 });
      expect(method).toBe('quadrature');
      expect(!(error <= 1e-5 * value)).toBe(false);
      // The two-point rule on panels of 1/60: (1/60)⁴/4320 of the fourth derivative, below 10⁵ here.
      near(value, byTotalVariance(line, schedule, 0.4, 0.8), 2e-5);
    }
  });

  it('is the sum over independent coordinates, in any orthogonal frame', () => {
    const truth = byTotalVariance(line, cosine, 0.4, 0.8) + byTotalVariance(single, cosine, -0.2, 1.2);
    const weights = [0.3, 0.7];
    const means = [
      [-2, 0.3],
      [1.5, 0.3],
    ];
    const variances = [
      [0.25, 0.36],
      [0.64, 0.36],
    ];
    const sourceVariances = [0.64, 1.44];
    const straight = marginalField({
      schedule: cosine,
      target: gaussianMixture({ weights, means, variances }),
      source: { mean: [0.4, -0.2], variances: sourceVariances },
    });
    near(lossFloor(straight, { tolerance: 1e-4 }).value, truth, 2e-4);
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
    const turned = ([x, y]: readonly number[]): number[] => [c * x! - s * y!, s * x! + c * y!];
    const matrix = ([p, q]: readonly number[]): number[][] => {
      const off = c * s * (p! - q!);
      return [
        [c * c * p! + s * s * q!, off],
        [off, s * s * p! + c * c * q!],
      ];
    };
    const tilted = marginalField({
      schedule: cosine,
      target: gaussianMixture({ weights, means: means.map(turned), covariances: variances.map(matrix) }),
      source: { mean: turned([0.4, -0.2]), covariance: matrix(sourceVariances) },
    });
    near(lossFloor(tilted, { tolerance: 1e-4 }).value, truth, 2e-4);
  });

  it('is the default up to 32 components and two dimensions', () => {
    // All but one of weight 0, which cost nothing.
    const row = (count: number): ReturnType<typeof gaussianMixture> =>
      gaussianMixture({
        weights: Array.from({ length: count }, (_, k) => (k === 0 ? 1 : 0)),
        means: Array.from({ length: count }, (_, k) => [k / 4]),
        stds: Array(count).fill(0.5),
      });
    const method = (target: ReturnType<typeof gaussianMixture>): string =>
      lossFloor(marginalField({ schedule: condOT, target }), { tolerance: 1, strata: 2, rows: 1 }).method;
    expect(method(row(32))).toBe('quadrature');
    expect(method(row(33))).toBe('monte-carlo');
    expect(method(gaussianMixture({ means: [[0, 0]], stds: [1] }))).toBe('quadrature');
    expect(method(gaussianMixture({ means: [[0, 0, 0]], stds: [1] }))).toBe('monte-carlo');
  });

  it('has the tolerance 10⁻⁴ unless told otherwise', () => {
    const target = gaussianMixture({ means: [[0]], stds: [1] });
    const field = marginalField({ schedule: condOT, target });
    // The finer grid adds 0.999 and 1.001 times that, relative to the sum.
    for (const [change, rounds] of [
      [0.999e-4, 1],
      [1.001e-4, 2],
    ] as const) {
      let calls = 0;
      const conditionalVariance = (_: number, __: unknown, out: FloatArray): void => {
        calls++;
        out.fill(out.length === 25 ? 1 - change : 1);
      };
      lossFloor({ ...field, conditionalVariance }, {});
      // A round of 12 + 24 + 12 times; the second has 24 on the finer and 12 on the finest grid.
      expect(calls).toBe(rounds === 1 ? 48 : 48 + 24 + 12);
    }
  });

  it('refuses tolerances, counts and methods that are none', () => {
    const field = marginalField({ schedule: condOT, target: gaussianMixture({ means: [[0]], stds: [1] }) });
    for (const tolerance of [1e-14, 1]) {
      const nothing = { ...field, conditionalVariance: () => {} };
      expect(() => lossFloor(nothing, { tolerance })).not.toThrow();
    }
    for (const tolerance of [0, 0.99e-14, 1.005, Number.NaN]) {
      expect(() => lossFloor(field, { tolerance })).toThrow(/^tolerance: expected/);
    }
    const sampled = { method: 'monte-carlo', strata: 2, rows: 1 } as const;
    expect(() => lossFloor(field, sampled)).not.toThrow();
    for (const strata of [1, 2.5])
      expect(() => lossFloor(field, { ...sampled, strata })).toThrow(/^strata: expected/);
    for (const rows of [0, 1.5])
      expect(() => lossFloor(field, { ...sampled, rows })).toThrow(/^rows: expected/);
    const cube = marginalField({
      schedule: condOT,
      target: gaussianMixture({ means: [[0, 0, 0]], stds: [1] }),
    });
    expect(() => lossFloor(cube, { method: 'quadrature' })).toThrow(/^method: expected .* in 3 dimensions/);
    const board = marginalField({ schedule: condOT, target: checkerboard() });
    expect(() => lossFloor(board, { method: 'quadrature' })).toThrow(
      /^method: expected .* uniform-boxes in 2/,
    );
  });
});

describe('the floor by sampling', () => {
  it('takes one time in each stratum and its draws from one key', () => {
    const [strata, rows, dim] = [5, 3, 2];
    const seed = key(42);
    const target = gaussianMixture({
      means: [
        [-1, 0],
        [1, 0.5],
      ],
      stds: [0.5, 0.8],
    });
    // L = [[2, 0], [1, 3]] / 2.
    const sources = [
      {
        source: {
          mean: [0.4, -0.2],
          covariance: [
            [1, 0.5],
            [0.5, 2.5],
          ],
        },
        L: [1, 0, 0.5, 1.5],
      },
      { source: { mean: [0.4, -0.2], variances: [0.25, 4] }, L: [0.5, 0, 0, 2] },
    ];
    for (const { source, L } of sources) {
      const field = marginalField({ schedule: cosine, target, source });
      const got = lossFloor(field, { method: 'monte-carlo', strata, rows, key: seed });
      const shift = new Float64Array(strata);
      uniformInto(fold(seed, 0), 0, shift);
      const means = Array.from(shift, (u, j) => {
        const t = (j + u) / strata;
        const [x1, z, x] = [1, 2, 3].map(() => new Float64Array(rows * dim)) as [
          Float64Array,
          Float64Array,
          Float64Array,
        ];
        target.sampleInto(fold(seed, 1), j * rows, x1);
        normalInto(fold(seed, 2), j * rows * dim, z);
        for (let r = 0; r < rows; r++) {
          const x0 = [0.4 + L[0]! * z[2 * r]!, -0.2 + L[2]! * z[2 * r]! + L[3]! * z[2 * r + 1]!];
          for (const i of [0, 1]) x[2 * r + i] = cosine.alpha(t) * x1[2 * r + i]! + cosine.sigma(t) * x0[i]!;
        }
        const variance = new Float64Array(rows);
        field.conditionalVariance(t, x, variance);
        return variance.reduce((sum, v) => sum + v, 0) / rows;
      });
      const value = means.reduce((sum, v) => sum + v, 0) / strata;
      // Var of a mean of independent strata, each variance estimated by half the square of the step to its neighbour.
      const steps = means.slice(1).map((v, j) => (v - means[j]!) ** 2 / 2);
      const spread = steps.reduce((sum, v) => sum + v, 0) / (strata - 1);
      near(got.value, value, 1e-13);
      near(got.error, Math.sqrt(spread / strata), 1e-12);
    }
  });

  it('has 512 strata of 32 points and key(0) unless told otherwise', () => {
    const field = marginalField({
      schedule: condOT,
      target: gaussianMixture({ means: [[0], [1]], stds: [0.5, 1] }),
    });
    expect(lossFloor(field, { method: 'monte-carlo' })).toEqual(
      lossFloor(field, { method: 'monte-carlo', strata: 512, rows: 32, key: key(0) }),
    );
  });
});
