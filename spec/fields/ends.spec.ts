import { describe, expect, it } from 'vitest';
import { PoleError } from '../../src/errors.ts';
import { type GaussianSourceSpec, marginalField } from '../../src/fields/index.ts';
import { condOT, cosine, linearVP, polynomial, type Schedule, ve, vp } from '../../src/schedules/index.ts';
import { checkerboard, empirical, gaussianMixture } from '../../src/targets/index.ts';

const at = (
  schedule: Schedule,
  target: Parameters<typeof marginalField>[0]['target'],
  t: number,
  x: number[],
  source?: GaussianSourceSpec,
) => {
  const field = marginalField(source ? { schedule, target, source } : { schedule, target });
  const out = new Float64Array(x.length);
  field.velocity(t, Float64Array.from(x), out);
  return Array.from(out);
};
const close = (a: readonly number[], b: readonly number[], bound: number): void => {
  for (const [i, v] of a.entries()) expect(!(Math.abs(v - b[i]!) <= bound), `${a} against ${b}`).toBe(false);
};

describe('the marginal field at the ends', () => {
  const wide = gaussianMixture({
    weights: [1, 3],
    means: [
      [-2, 1],
      [1.5, 0],
    ],
    stds: [0.5, 0.25],
  });
  const mean = [-0.5 + 1.125, 0.25];

  it('is E[X₁] − x at t = 0 under the linear path', () => {
    close(at(condOT, wide, 0, [0.3, -2]), [mean[0]! - 0.3, mean[1]! + 2], 1e-15);
  });
  it('is x at t = 1 under the linear path: E[X₁|x] = x, E[X₀|x] = 0', () => {
    close(at(condOT, wide, 1, [0.3, -2]), [0.3, -2], 1e-15);
  });
  it('is α̇ x + σσ̇ ∇ ln q at t = 1, finite although σ̇ = −∞ (VP, linear VP)', () => {
    for (const [schedule, alphaDot, sigmaSigmaDot] of [
      [linearVP, 1, -1],
      [vp(), 0.05, -0.05],
    ] as const) {
      const x = [0.3, -0.4];
      const s = new Float64Array(2);
      marginalField({ schedule, target: wide }).score(1, Float64Array.from(x), s);
      // σ̇ E[X₀|x] = −σσ̇ s.
      const truth = x.map((v, i) => alphaDot * v - sigmaSigmaDot * s[i]!);
      close(at(schedule, wide, 1, x), truth, 1e-14 * Math.hypot(...truth));
    }
  });
  it('is continuous up to the ends', () => {
    for (const schedule of [
      condOT,
      vp(),
      linearVP,
      cosine,
      polynomial({ n: 2 }),
      ve({ sigmaMin: 0.1, sigmaMax: 5 }),
    ]) {
      for (const [t, near] of [
        [0, 1e-9],
        [1, 1 - 1e-9],
      ] as const) {
        const [a, b] = [at(schedule, wide, t, [0.4, 0.2]), at(schedule, wide, near, [0.4, 0.2])];
        // Speed of change of u in t here is below 10³: √(1 − t) does not occur in σ².
        close(a, b, 1e-5);
      }
    }
  });
  it('keeps a full covariance and a source of its own', () => {
    const full = gaussianMixture({
      means: [[1, 2]],
      covariances: [
        [
          [2, 0.6],
          [0.6, 1],
        ],
      ],
    });
    // Gaussian to Gaussian at t = 1 under condOT: u = m − m₀ + (S·1)S⁻¹(x − m) = x − m₀.
    close(
      at(condOT, full, 1, [0.2, 0.7], {
        mean: [3, -1],
        covariance: [
          [1, 0.2],
          [0.2, 2],
        ],
      }),
      [0.2 - 3, 0.7 + 1],
      1e-14,
    );
    expect(() => at(linearVP, full, 1, [0, 0], { mean: [3, -1] })).toThrow(PoleError);
  });
  it('is x inside a box at t = 1, and a pole outside', () => {
    close(at(condOT, checkerboard(), 1, [-3, -3.5]), [-3, -3.5], 0);
    close(at(linearVP, checkerboard(), 1, [-3, -3.5]), [-3, -3.5], 0);
    expect(() => at(condOT, checkerboard(), 1, [-3, -1])).toThrow(/inside the support/);
  });
  it('names the time and the way out where there is a pole', () => {
    const points = empirical({ points: [0, 1, 2, 3], dim: 2 });
    expect(() => at(condOT, points, 1, [0, 1])).toThrow(/t = 1.*stop at 1 − ε/);
    expect(() => at(polynomial({ n: 0.5 }), wide, 0, [0, 1])).toThrow(/t = 0/);
    const variance = new Float64Array(1);
    const field = marginalField({ schedule: vp(), target: wide });
    expect(() => field.conditionalVariance(1, new Float64Array(2), variance)).toThrow(PoleError);
    // The densities exist there all the same.
    field.logDensity(1, new Float64Array(2), variance);
    expect(Number.isFinite(variance[0]!)).toBe(true);
  });
});
