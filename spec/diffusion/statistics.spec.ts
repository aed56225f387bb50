/**
 * Marginals on mixtures, by samples, with stated power.
 *
 * Statistic: the largest |F̂ − F| of M independent rows against the exact distribution function, over 400 thresholds at each of several
 * times (in the plane: along several directions). By the inequality of Dvoretzky, Kiefer, Wolfowitz and Massart
 * P(sup |F̂ − F′| > ε) ≤ 2e^(−2Mε²) for the F′ that is sampled, without any assumption. With K comparisons and false alarms at α = 10⁻⁶
 *
 *   limit L = √(ln(2K/α) / 2M),   and a mistake that moves F by δ at a threshold is found with probability ≥ 1 − 2e^(−2M(δ − L)²).
 *
 * Line: M = 20,000, K = 4, L = 0.0199; δ = 0.0337 is found with probability 0.999. Plane: M = 2,500, K = 4, L = 0.0564, δ = 0.0954. The
 * weak error of the solvers themselves moves F by less than 0.007 at these step counts, measured with 400,000 rows; the δ of the planted
 * mistakes stand beside them, measured with 200,000 rows and rounded down.
 */
import { describe, expect, it } from 'vitest';
import {
  type DiffusibleField,
  type DiffusionProcess,
  edmChurn,
  eulerMaruyama,
  marginalDiffusion,
  type NoiseInput,
  type StochasticSolver,
  solveStochastic,
  sra1,
  stochasticHeun,
} from '../../src/diffusion/index.ts';
import { cdfMap, marginalField } from '../../src/fields/index.ts';
import { normalCdf } from '../../src/math/index.ts';
import { key, normalInto } from '../../src/random/index.ts';
import { condOT, cosine, type Schedule } from '../../src/schedules/index.ts';
import { eightGaussians, gaussianMixture } from '../../src/targets/index.ts';
import { quickField, quickMixture } from './quick-field.ts';

const ALPHA = 1e-6;
const STEPS = 20;
const QUARTERS = [0.25, 0.5, 0.75, 1];
const limit = (rows: number): number => Math.sqrt(Math.log((2 * 4) / ALPHA) / (2 * rows));
/** The least probability with which a mistake that moves F by `delta` is found. */
const power = (delta: number, rows: number): number =>
  1 - 2 * Math.exp(-2 * rows * Math.max(0, delta - limit(rows)) ** 2);

const { weights, means, std } = quickMixture;
const target = gaussianMixture({ weights, means: means.map((m) => [m]), stds: [std, std] });

/** 400 thresholds at each quarter, and F there. */
const thresholds = new Map<Schedule, { at: Float64Array; cdf: Float64Array }[]>();
function thresholdsOf(schedule: Schedule): { at: Float64Array; cdf: Float64Array }[] {
  const known = thresholds.get(schedule);
  if (known) return known;
  const { cdf } = cdfMap({ schedule, target });
  const made = QUARTERS.map((t) => {
    const at = Float64Array.from({ length: 400 }, (_, i) => -4 + (i * 8) / 399);
    return { at, cdf: at.map((x) => cdf(t, x)) };
  });
  thresholds.set(schedule, made);
  return made;
}

/** The largest |F̂ − F| at the thresholds. */
function distance(sample: Float64Array, { at, cdf }: { at: Float64Array; cdf: Float64Array }): number {
  const sorted = sample.slice().sort();
  let below = 0;
  let worst = 0;
  at.forEach((x, i) => {
    while (below < sorted.length && sorted[below]! <= x) below++;
    worst = Math.max(worst, Math.abs(below / sorted.length - cdf[i]!));
  });
  return worst;
}

/** The largest distance over four times of a solve from exact draws of the source. */
function worstOnLine(
  schedule: Schedule,
  process: DiffusionProcess | DiffusibleField,
  solver: StochasticSolver,
  steps: number,
  seed: number,
  rows = 20_000,
): number {
  const x0 = new Float64Array(rows);
  normalInto(key(seed), 0, x0);
  const options = { solver, steps, key: key(seed, 1), dim: 1, path: true };
  const { path, times } = solveStochastic(process, x0, options);
  return Math.max(
    ...thresholdsOf(schedule).map((exact, i) => {
      const at = steps * QUARTERS[i]!;
      expect(times[at]).toBe(QUARTERS[i]);
      return distance(path!.slice(at * rows, (at + 1) * rows) as Float64Array, exact);
    }),
  );
}

const quick = quickField(condOT);

describe('a mixture on the line keeps its marginals at four times', () => {
  it('the quick field is the marginal field', () => {
    const exact = marginalField({ schedule: condOT, target });
    const x = Float64Array.of(-3, -0.4, 0, 0.7, 2);
    const [a, b] = [new Float64Array(5), new Float64Array(5)];
    for (const part of ['velocity', 'score'] as const) {
      quick[part](0.4, x, a);
      exact[part](0.4, x, b);
      a.forEach((value, i) => {
        expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(1e-13);
      });
    }
  });

  const cases: [string, Schedule, NoiseInput, StochasticSolver, number][] = [
    ['euler-maruyama, w = 1.2 √t', condOT, (t) => 1.2 * Math.sqrt(t), eulerMaruyama, 80],
    ['stochastic-heun, w = 1.6 − 0.4 t', condOT, (t) => 1.6 - 0.4 * t, stochasticHeun, STEPS],
    ['sra1, pole-free', condOT, 'pole-free', sra1, STEPS],
    ['sra1, sin-squared', cosine, 'sin-squared', sra1, STEPS],
  ];
  it.each(cases)('%s', (_, schedule, noise, solver, steps) => {
    const process = marginalDiffusion(quickField(schedule), { noise });
    expect(worstOnLine(schedule, process, solver, steps, 21)).toBeLessThanOrEqual(limit(20_000));
  });

  it('edm-churn', () => {
    const solver = edmChurn({ schedule: condOT, churn: 4 });
    expect(worstOnLine(condOT, quick, solver, STEPS, 22)).toBeLessThanOrEqual(limit(20_000));
  });
});

/** dX = (u + c(t) s) dt + w(t) dB. */
function planted(
  c: (t: number) => number,
  w: (t: number) => number,
  scoreTime = (t: number): number => t,
): DiffusionProcess {
  return {
    dim: 1,
    diffusion: w,
    drift(t, x, out) {
      const score = new Float64Array(x.length);
      quick.velocity(t, x, out);
      quick.score(scoreTime(t), x, score);
      for (let i = 0; i < x.length; i++) out[i] = out[i]! + c(t) * score[i]!;
    },
  };
}

describe('planted mistakes', () => {
  const w = (t: number): number => 1.6 - 0.4 * t;
  const half = (t: number): number => w(t) ** 2 / 2;
  const mistakes: [string, number, DiffusionProcess][] = [
    ['no score', 0.16, planted(() => 0, w)],
    ['½w for ½w²', 0.034, planted((t) => w(t) / 2, w)],
    ['w² for ½w²', 0.12, planted((t) => w(t) ** 2, w)],
    ['the score with the wrong sign', 0.38, planted((t) => -half(t), w)],
    ['w² for w before dB', 0.079, planted(half, (t) => w(t) ** 2)],
    ['noise that is 15 % too large', 0.037, planted(half, (t) => 1.15 * w(t))],
    ['the score at 1 − t', 0.26, planted(half, w, (t) => 1 - t)],
    ['E[X₀ | x] for the score', 0.1, planted((t) => half(t) * condOT.sigma(t), w)],
  ];
  it.each(mistakes)('%s is found', (_, delta, process) => {
    expect(power(delta, 20_000)).toBeGreaterThan(0.999);
    expect(worstOnLine(condOT, process, stochasticHeun, STEPS, 23)).toBeGreaterThan(limit(20_000));
  });

  const churns: [string, number, StochasticSolver][] = [
    ['no scaling', 0.3, edmChurn({ schedule: { ...condOT, alpha: (t) => Number(t > 0) }, churn: 4 })],
    [
      'no turning back of the clock',
      0.17,
      edmChurn({ schedule: { ...condOT, snrInverse: () => 1 }, churn: 4 }),
    ],
    ['S_noise = 1.2', 0.041, edmChurn({ schedule: condOT, churn: 4, inflation: 1.2 })],
    ['half the variance', 0.089, edmChurn({ schedule: condOT, churn: 4, inflation: Math.SQRT1_2 })],
  ];
  it.each(churns)('in churn: %s is found', (_, delta, solver) => {
    expect(power(delta, 20_000)).toBeGreaterThan(0.999);
    expect(worstOnLine(condOT, quick, solver, STEPS, 24)).toBeGreaterThan(limit(20_000));
  });
});

describe('eight Gaussians in the plane, along four directions', () => {
  const ring = eightGaussians();
  const field = marginalField({ schedule: condOT, target: ring });
  const process = marginalDiffusion(field, {
    noise: { kind: 'sigma-squared', strength: 3 },
    score: 'velocity',
  });
  const rows = 2500;

  function worst(candidate: DiffusionProcess): number {
    const x0 = new Float64Array(2 * rows);
    normalInto(key(31), 0, x0);
    const { x } = solveStochastic(candidate, x0, { solver: sra1, steps: 20, key: key(32), dim: 2 });
    return Math.max(
      ...[0, 0.3, 0.8, 1.2].map((angle) => {
        const [a, b] = [Math.cos(angle), Math.sin(angle)];
        const at = Float64Array.from({ length: 200 }, (_, i) => -7 + (i * 14) / 199);
        const width = Math.sqrt((ring.covariances as { variances: Float64Array }).variances[0]!);
        const cdf = at.map((v) =>
          ring.weights.reduce((sum, weight, k) => {
            const mean = a * ring.means[2 * k]! + b * ring.means[2 * k + 1]!;
            return sum + weight * normalCdf((v - mean) / width);
          }, 0),
        );
        return distance(
          Float64Array.from({ length: rows }, (_, i) => a * x[2 * i]! + b * x[2 * i + 1]!),
          { at, cdf },
        );
      }),
    );
  }

  it('are kept', () => {
    expect(worst(process)).toBeLessThanOrEqual(limit(rows));
  });

  it('are lost without the score, which is found', () => {
    expect(power(0.1, rows)).toBeGreaterThan(0.999);
    expect(worst({ ...process, drift: field.velocity })).toBeGreaterThan(limit(rows));
  });
});
