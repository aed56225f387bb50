/**
 * Each distribution against its distribution function (Kolmogorov–Smirnov) and moments, on fixed keys. Thresholds: the
 * KS statistic of n draws exceeds 2.4/√n with probability 2e^(−2·2.4²) ≈ 2·10⁻⁵, a mean its expectation by 5 standard errors
 * with probability 6·10⁻⁷.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { log, normalCdf } from '../../src/math/index.ts';
import { fold, key } from '../../src/random/index.ts';
import { checkTimeSampler, sampleTimes, type TimeSamplerSpec } from '../../src/training/time-sampler.ts';

const SMALLEST = 2 ** -24;
const LARGEST = 1 - 2 ** -24;
const N = 8_000;

function draw(spec: TimeSamplerSpec, n: number = N, seed: number = 3): Float32Array {
  const out = new Float32Array(n);
  sampleTimes(spec, key(seed), 0, n, out);
  return out;
}

/** sup |F_n − F| over the draws strictly inside the clamps; F is exact at the clamps, too, as they only move mass inwards. */
function kolmogorovSmirnov(draws: Float32Array, cdf: (t: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  let worst = 0;
  sorted.forEach((t, i) => {
    if (t === SMALLEST || t === LARGEST) return;
    const f = cdf(t);
    worst = Math.max(worst, Math.abs(f - i / sorted.length), Math.abs(f - (i + 1) / sorted.length));
  });
  return worst;
}

/** ln Γ by Stirling's series after shifting the argument to ≥ 15: the first term left out is below 1e-14. */
function logGamma(x: number): number {
  let shift = 0;
  for (; x < 15; x++) shift += log(x);
  const r = 1 / (x * x);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x;
  return (x - 0.5) * log(x) - x + 0.5 * log(2 * Math.PI) + series - shift;
}

/** Regularised incomplete beta function by Lentz's continued fraction (Abramowitz & Stegun 26.5.8), to about 1e-12. */
function betaCdf(a: number, b: number, x: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(b, a, 1 - x);
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let fraction = d;
  for (let m = 1; m < 500; m++) {
    for (const numerator of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + numerator * d || tiny);
      c = 1 + numerator / c || tiny;
      fraction *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  const front = logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x);
  return (Math.exp(front) * fraction) / a;
}

describe('the distribution functions of this file', () => {
  test('at known values', () => {
    // Beta(1, 1) is uniform; Beta(2, 1) is t²; Beta(½, ½) is (2/π) arcsin √t; Beta(3, 2) is 4t³ − 3t⁴.
    for (const t of [0.01, 0.3, 0.5, 0.9, 0.999]) {
      expect(Math.abs(betaCdf(1, 1, t) - t)).toBeLessThan(1e-11);
      expect(Math.abs(betaCdf(2, 1, t) - t * t)).toBeLessThan(1e-11);
      expect(Math.abs(betaCdf(0.5, 0.5, t) - (2 / Math.PI) * Math.asin(Math.sqrt(t)))).toBeLessThan(1e-11);
      expect(Math.abs(betaCdf(3, 2, t) - (4 * t ** 3 - 3 * t ** 4))).toBeLessThan(1e-11);
    }
  });
});

const distributions: readonly [TimeSamplerSpec, (t: number) => number][] = [
  [{ kind: 'uniform' }, (t) => t],
  ...[
    [0, 1],
    [-0.5, 2],
    [1, 0.3],
  ].map(
    ([mean, std]) =>
      [
        { kind: 'logit-normal', mean: mean!, std: std! },
        (t: number) => normalCdf((log(t / (1 - t)) - mean!) / std!),
      ] as [TimeSamplerSpec, (t: number) => number],
  ),
  ...[
    [1, 1],
    [1.5, 1],
    [0.5, 0.5],
    [0.3, 2],
    [0.1, 0.1],
    [5, 0.7],
    [2, 3],
    [200, 100],
  ].map(
    ([alpha, beta]) =>
      [{ kind: 'beta', alpha: alpha!, beta: beta! }, (t: number) => betaCdf(alpha!, beta!, t)] as [
        TimeSamplerSpec,
        (t: number) => number,
      ],
  ),
];

describe('distributions', () => {
  test.each(distributions)('%j follows its distribution function', (spec, cdf) => {
    const draws = draw(spec);
    expect(kolmogorovSmirnov(draws, cdf)).toBeLessThan(2.4 / Math.sqrt(N));
  });

  test.each([
    [0.5, 0.5],
    [0.1, 2],
    [1.5, 1],
    [4, 6],
  ])('Beta(%d, %d) has its mean and variance', (a, b) => {
    const draws = draw({ kind: 'beta', alpha: a, beta: b }, N, 5);
    const mean = a / (a + b);
    const variance = (a * b) / ((a + b) ** 2 * (a + b + 1));
    const sampleMean = draws.reduce((s, t) => s + t, 0) / N;
    const sampleVariance = draws.reduce((s, t) => s + (t - mean) ** 2, 0) / N;
    expect(Math.abs(sampleMean - mean)).toBeLessThan(5 * Math.sqrt(variance / N));
    // (t − mean)² lies in [0, 1], so its variance is at most its mean.
    expect(Math.abs(sampleVariance - variance)).toBeLessThan(5 * Math.sqrt(variance / N));
  });

  test('Beta(0.01, 0.01) ends on the clamps, half of the draws on each, and on nothing worse', () => {
    const draws = draw({ kind: 'beta', alpha: 0.01, beta: 0.01 });
    const low = draws.filter((t) => t < 0.5).length;
    expect(Math.abs(low - N / 2)).toBeLessThan(5 * Math.sqrt(N / 4));
    for (const t of draws) if (!(t >= SMALLEST && t <= LARGEST)) expect.fail(`t = ${t}`);
  });

  test('neighbouring rows and steps are uncorrelated', () => {
    for (const [spec] of distributions) {
      const centred = (draws: Float32Array): Float64Array => {
        const mean = draws.reduce((s, t) => s + t, 0) / N;
        return Float64Array.from(draws, (t) => t - mean);
      };
      const a = centred(draw(spec, N, 7));
      const b = centred(draw(spec, N, 8));
      const variance = a.reduce((s, v) => s + v * v, 0) / N;
      const rows = a.reduce((s, v, i) => s + v * (a[i + 1] ?? 0), 0) / N;
      const seeds = a.reduce((s, v, i) => s + v * b[i]!, 0) / N;
      // A mean of N products of independent draws has standard error variance/√N.
      expect(Math.abs(rows)).toBeLessThan((5 * variance) / Math.sqrt(N));
      expect(Math.abs(seeds)).toBeLessThan((5 * variance) / Math.sqrt(N));
    }
  });
});

describe('stratified', () => {
  test('one draw in each cell, wherever in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (batch, seed) => {
        const draws = draw({ kind: 'stratified' }, batch, seed);
        draws.forEach((t, row) => {
          // Rounding to float32 is monotone: a draw stays between the rounded ends of its cell.
          const low = Math.max(Math.fround(row / batch), SMALLEST);
          const high = Math.min(Math.fround((row + 1) / batch), LARGEST);
          if (!(t >= low && t <= high)) expect.fail(`row ${row} of ${batch}: ${t} not in [${low}, ${high}]`);
        });
      }),
    );
  });

  test('the position inside the cell is uniform', () => {
    const draws = draw({ kind: 'stratified' }, N, 11);
    const inside = Float32Array.from(draws, (t, row) => t * N - row);
    // float32 keeps t to 2⁻²⁵, so the position to N·2⁻²⁵.
    expect(kolmogorovSmirnov(inside, (u) => u)).toBeLessThan(2.4 / Math.sqrt(N) + N * 2 ** -25);
  });
});

describe('tiles', () => {
  test.each(distributions.map(([spec]) => spec).concat({ kind: 'stratified' }))(
    '%j: any rows drawn by themselves have the bits of the whole batch',
    (spec) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(199), fc.nat(200), (batch, from, length) => {
          const first = Math.min(from, batch);
          const whole = new Float32Array(batch);
          const stepKey = fold(key(1), 17);
          sampleTimes(spec, stepKey, 0, batch, whole);
          const part = new Float32Array(Math.min(length, batch - first));
          sampleTimes(spec, stepKey, first, batch, part);
          expect(part).toEqual(whole.subarray(first, first + part.length));
        }),
        { numRuns: 15 },
      );
    },
  );
});

describe('refusals name the field', () => {
  test.each([
    [{ kind: 'gaussian' }, 'timeSampler.kind'],
    [null, 'timeSampler.kind'],
    [{ kind: 'logit-normal', mean: Number.NaN, std: 1 }, 'timeSampler.mean'],
    [{ kind: 'logit-normal', mean: 21, std: 1 }, 'timeSampler.mean'],
    [{ kind: 'logit-normal', mean: 0 }, 'timeSampler.std'],
    [{ kind: 'logit-normal', mean: 0, std: -1 }, 'timeSampler.std'],
    [{ kind: 'beta', alpha: 0, beta: 1 }, 'timeSampler.alpha'],
    [{ kind: 'beta', alpha: 1, beta: 1001 }, 'timeSampler.beta'],
    [{ kind: 'beta', alpha: 1, beta: '1' }, 'timeSampler.beta'],
  ])('%j', (spec, argument) => {
    const check = (): void => checkTimeSampler(spec as TimeSamplerSpec);
    expect(check).toThrow(ArgumentError);
    expect(check).toThrow(expect.objectContaining({ argument }));
  });
});
