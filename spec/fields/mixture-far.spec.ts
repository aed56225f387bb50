/** Mixtures far apart, far from the origin and of extreme height: nothing overflows, and nothing cancels. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import { condOT, cosine } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const close = (got: ArrayLike<number>, truth: ArrayLike<number>, name: string): void => {
  for (let i = 0; i < truth.length; i++) {
    // Numbers below ten and some 50 roundings.
    expect(!(Math.abs(got[i]! - truth[i]!) <= 1e-13 * (1 + Math.abs(truth[i]!))), `${name}[${i}]`).toBe(
      false,
    );
  }
};

describe('a row of a mixture', () => {
  it('keeps far components apart: no overflow, and weight 0 below e^−750', () => {
    const far = gaussianMixture({ means: [[0], [60]], stds: [1, 1] });
    const line = marginalField({ schedule: cosine, target: far });
    const responsibilities = new Float64Array(2);
    line.posterior(1, Float64Array.of(0), { responsibilities });
    expect([...responsibilities]).toEqual([1, 0]);
    // Down to the smallest number there is, 2⁻¹⁰⁷⁴: e^−743.5 and e^−744 are 2.6 and 1.6 times that, rounded.
    for (const [exponent, units] of [
      [743.5, 3],
      [744, 2],
    ] as const) {
      const pair = gaussianMixture({ means: [[0], [Math.sqrt(2 * exponent)]], stds: [1, 1] });
      marginalField({ schedule: cosine, target: pair }).posterior(1, Float64Array.of(0), {
        responsibilities,
      });
      expect(responsibilities[1]! / Number.MIN_VALUE).toBe(units);
    }
    // Densities of e¹³⁷⁷: two equal components share their point.
    const tall = gaussianMixture({ means: [Array(4).fill(0), Array(4).fill(0)], stds: [1e-150, 1e-150] });
    marginalField({ schedule: cosine, target: tall }).posterior(1, new Float64Array(4), { responsibilities });
    expect([...responsibilities]).toEqual([0.5, 0.5]);
    const p = new Float64Array(1);
    line.logDensity(1, Float64Array.of(1e3), p);
    // ½ N(60, 1) at 1000.
    const truth = Math.log(0.5) - 0.5 * Math.log(2 * Math.PI) - 0.5 * 940 ** 2;
    expect(!(Math.abs(p[0]! - truth) <= 1e-9)).toBe(false);
  });

  it('cancels nothing far from the origin', () => {
    // Dyadic numbers: at t = ½ under the linear path v = 1, h/v = 1 and the gain of X₁ is 1.5, so that a shift of all means by 2³⁰ is
    // exact in everything but the means over components, whose rounding must not matter.
    const means = [
      [1, -2],
      [-0.5, 0.75],
      [0.25, 1.5],
    ];
    const near = gaussianMixture({ weights: [1, 2, 4], means, variances: means.map(() => [3, 3]) });
    const [up, down] = [2 ** 30, -(2 ** 29)];
    const shifted = gaussianMixture({
      weights: [1, 2, 4],
      means: means.map(([a, b]) => [a! + up, b! + down]),
      variances: means.map(() => [3, 3]),
    });
    const x = Float64Array.of(0.5, 0.25);
    const far = Float64Array.of(0.5 + up / 2, 0.25 + down / 2);
    for (const [name, width] of [
      ['score', 2],
      ['divergence', 1],
      ['jacobian', 4],
      ['conditionalVariance', 1],
    ] as const) {
      const [a, b] = [new Float64Array(width), new Float64Array(width)];
      marginalField({ schedule: condOT, target: near })[name](0.5, x, a);
      marginalField({ schedule: condOT, target: shifted })[name](0.5, far, b);
      close(b, a, name);
    }
    const [a, b] = [0, 1].map(() => ({ covariance1: new Float64Array(4) })) as [
      { covariance1: Float64Array },
      { covariance1: Float64Array },
    ];
    marginalField({ schedule: condOT, target: near }).posterior(0.5, x, a);
    marginalField({ schedule: condOT, target: shifted }).posterior(0.5, far, b);
    close(b.covariance1, a.covariance1, 'Cov[X₁]');
  });
});
