/** EDM churn: the raised state has the law of its time, exactly; limits, ends, and its place among diffusions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import {
  type ChurnSchedule,
  type ChurnSolver,
  churnFor,
  edmChurn,
  gaussianDiffusion,
  momentRecursion,
  solveStochastic,
  sra1,
} from '../../src/diffusion/index.ts';
import { marginalField } from '../../src/fields/index.ts';
import { key, normal, normalInto } from '../../src/random/index.ts';
import {
  condOT,
  cosine,
  linearVP,
  ot,
  polynomial,
  type Schedule,
  ve,
  vp,
} from '../../src/schedules/index.ts';
import { raise } from '../../src/solvers/stochastic/index.ts';
import { empirical, gaussianMixture } from '../../src/targets/index.ts';

const schedules: Schedule[] = [
  condOT,
  ot({ sigmaMin: 0.1 }),
  polynomial({ n: 2 }),
  vp(),
  linearVP,
  cosine,
  ve({ sigmaMin: 0.05, sigmaMax: 20 }),
];

describe.each(schedules.map((s) => [s.name, s] as const))('%s', (_, schedule) => {
  it('raises α x₁ + σ x₀ to the mean and the variance of its new time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.oneof(
          fc.double({ min: 1e-6, max: 10, noNaN: true }),
          fc.double({ min: 1e-16, max: 1e-14, noNaN: true }),
        ),
        fc.integer({ min: 1, max: 40 }),
        (t, churn, steps) => {
          const up = raise(edmChurn({ schedule, churn }), steps, t);
          if (up === null) return churn < 1e-13 || schedule.snr(t) <= schedule.snr(0);
          const [alpha, sigma] = [schedule.alpha(t), schedule.sigma(t)];
          const [alphaHat, sigmaHat] = [schedule.alpha(up.time), schedule.sigma(up.time)];
          expect(up.time).toBeLessThanOrEqual(t);
          // t̂ is a rounded number, and its rounding moves σ̂² by |dσ²/dt| ε t̂; the inverse of the ratio errs by 16 ε as its own tests say.
          const slope = Math.abs(schedule.sigmaSigmaDot(up.time)) + Math.abs(schedule.alphaDot(up.time));
          const bound = 64 * 2 ** -53 * (alphaHat + sigmaHat ** 2 + slope + 1);
          expect(Math.abs(up.r * alpha - alphaHat)).toBeLessThanOrEqual(bound);
          expect(Math.abs((up.r * sigma) ** 2 + up.kappa ** 2 - sigmaHat ** 2)).toBeLessThanOrEqual(bound);
          expect(Math.abs(up.r * sigma + up.shift - sigmaHat)).toBeLessThanOrEqual(bound);
          return true;
        },
      ),
    );
  });

  it('multiplies σ/α by 1 + min(S/N, √2 − 1) inside its levels, and is cut at t = 0', () => {
    for (const [churn, factor] of [
      [0.8, 1.1],
      [800, Math.SQRT2],
    ] as const) {
      const up = raise(edmChurn({ schedule, churn }), 8, 0.6)!;
      const ratio = schedule.snr(0.6) / schedule.snr(up.time);
      expect(Math.abs(ratio / factor - 1)).toBeLessThanOrEqual(1e-12);
    }
    const level = 1 / schedule.snr(0.6);
    expect(raise(edmChurn({ schedule, churn: 1, minLevel: 1.01 * level }), 8, 0.6)).toBeNull();
    expect(raise(edmChurn({ schedule, churn: 1, maxLevel: 0.99 * level }), 8, 0.6)).toBeNull();
    expect(
      raise(edmChurn({ schedule, churn: 1, minLevel: 0.99 * level, maxLevel: 1.01 * level }), 8, 0.6),
    ).not.toBeNull();
    expect(raise(edmChurn({ schedule, churn: 1 }), 8, 0)).toBeNull();
    if (schedule.sigma(1) === 0) expect(raise(edmChurn({ schedule, churn: 1 }), 8, 1)).toBeNull();
    if (schedule.snr(0) > 0) {
      const early = raise(edmChurn({ schedule, churn: 100 }), 8, 0.01)!;
      expect(early.time).toBe(0);
    }
  });
});

describe('on a path', () => {
  const points = marginalField({ schedule: condOT, target: empirical({ points: [-1, 1], dim: 1 }) });
  const x0 = normal(key(1), [50, 1]);

  it('ends on data points: its last step is Euler’s, which asks nothing of σ = 0', () => {
    const { x, nfe, raised, times } = solveStochastic(points, x0, {
      solver: churnFor(points),
      steps: 10,
      key: key(2),
    });
    // The last Euler step goes to E[X₁ | x] at t = 0.9, which lies between the points.
    expect((x.data as Float32Array).every((v) => Math.abs(v) <= 1 + 1e-6)).toBe(true);
    expect(nfe).toBe(19);
    expect(raised!.every((t, i) => (i === 0 ? t === 0 : t < times[i]!))).toBe(true);
    const heun = churnFor(points, { lastStep: 'heun' });
    expect(() => solveStochastic(points, x0, { solver: heun, steps: 10, key: key(2) })).toThrow(/t = 1/);
  });

  it.each([Float32Array, Float64Array])('adds to the state what its raise says, to the bit: %o', (Type) => {
    const still = { dim: 2, velocity: (_t: number, _x: FloatArray, out: FloatArray) => void out.fill(0) };
    const round = Type === Float32Array ? Math.fround : (value: number): number => value;
    const [x, xi] = [new Type(40), new Type(40)];
    normalInto(key(3), 0, x);
    normalInto(key(4), 0, xi);
    const source = { mean: Float64Array.of(0.9, -1.3), factor: Float64Array.of(1.7, 0, -0.4, 0.6) };
    const run = (solver: ChurnSolver): number[] => [
      ...solveStochastic(still, x, { solver, grid: [0.5, 0.75], noise: xi }).x,
    ];
    for (const inflation of [0, 1, 1.5]) {
      const options = { schedule: condOT, churn: 0.3, inflation };
      const { r, shift, kappa } = raise(edmChurn(options), 1, 0.5)!;
      const expected = (added: (row: number, i: number) => number): number[] =>
        [...x].map((v, at) => round(round(round(r) * v) + added(at - (at & 1), at & 1)));
      expect(run(edmChurn(options))).toEqual(expected((row, i) => round(round(kappa) * xi[row + i]!)));
      expect(run(edmChurn({ ...options, source }))).toEqual(
        expected((row, i) => {
          const drawn = i === 0 ? 1.7 * xi[row]! : -0.4 * xi[row]! + 0.6 * xi[row + 1]!;
          return round(shift * source.mean[i]! + kappa * drawn);
        }),
      );
      // κ² = S_noise² (σ̂² − r²σ²) at σ = ½ and the time of σ̂/α̂ = 1.3.
      const exact = (inflation * Math.sqrt(1.3 ** 2 - 1)) / 2.3;
      expect(Math.abs(kappa - exact)).toBeLessThanOrEqual(1e-15);
    }
    expect(edmChurn({ schedule: condOT }).churn).toBe(1);
    // Near the start as well as at any other time.
    expect(raise(edmChurn({ schedule: condOT }), 10, 0.01)).not.toBeNull();
  });

  it('needs the source of the field, and says where to get it', () => {
    const target = gaussianMixture({ means: [[1, 2]], stds: [0.5] });
    const field = marginalField({ schedule: condOT, target, source: { mean: [1, 0], variances: [1, 4] } });
    const solver = churnFor(field);
    expect([...solver.source!.mean, ...solver.source!.factor]).toEqual([1, 0, 1, 0, 0, 2]);
    const oneD = marginalField({ schedule: condOT, target: gaussianMixture({ means: [[1]], stds: [1] }) });
    expect(() => solveStochastic(oneD, x0, { solver, steps: 4, key: key(1) })).toThrow(/churnFor/);
  });

  it('tends to the process with w² = 2 S σ² as its steps become small', () => {
    const churn = 1.5;
    const options = { schedule: condOT, mean: [1], covariance: [0.25] };
    const flow = gaussianDiffusion({ ...options, noise: 'none' });
    const process = gaussianDiffusion({ ...options, noise: { kind: 'sigma-squared', strength: churn } });
    // From a single point, so that means and variances are those of the transition and differ between members of the family.
    const start = { mean: Float64Array.of(0.7), covariance: Float64Array.of(0) };
    const grid = { from: 0.2, to: 0.9, start } as const;
    const truth = momentRecursion(process, { solver: sra1, steps: 2048, ...grid }).moments.at(-1)!;
    const plain = momentRecursion(flow, { solver: churnFor(points, { churn: 0 }), steps: 64, ...grid });
    // S_churn is a rate over the whole solve: over a length 0.7 of time, 0.7 of it.
    const error = (steps: number): number => {
      const solver = edmChurn({ schedule: condOT, churn: 0.7 * churn });
      const { mean, covariance } = momentRecursion(flow, { solver, steps, ...grid }).moments.at(-1)!;
      return Math.hypot(mean[0]! - truth.mean[0]!, covariance[0]! - truth.covariance[0]!);
    };
    expect(Math.abs(Math.log2(error(128) / error(256)) - 1)).toBeLessThanOrEqual(0.1);
    expect(error(256)).toBeLessThanOrEqual(0.01);
    expect(Math.abs(plain.moments.at(-1)!.covariance[0]! - truth.covariance[0]!)).toBeGreaterThan(0.1);
  });

  it('planted: without scaling, or without turning back the clock, the marginals are lost', () => {
    const variance = (schedule: ChurnSchedule): number => {
      const flow = gaussianDiffusion({ schedule: condOT, mean: [1], covariance: [0.25], noise: 'none' });
      const solver = edmChurn({ schedule, churn: 2 });
      return momentRecursion(flow, { solver, steps: 400, start: flow.moments(0) }).moments.at(-1)!
        .covariance[0]!;
    };
    expect(Math.abs(variance(condOT) - 0.25)).toBeLessThanOrEqual(1e-4);
    const unscaled = { ...condOT, alpha: (t: number): number => (t === 0 ? 0 : 1) };
    expect(Math.abs(variance(unscaled) - 0.25)).toBeGreaterThan(0.01);
    const late = { ...condOT, snrInverse: (): number => 1 };
    expect(Math.abs(variance(late) - 0.25)).toBeGreaterThan(0.01);
  });
});
