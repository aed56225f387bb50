import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError } from '../../src/errors.ts';
import { cdfMap, marginalField } from '../../src/fields/index.ts';
import { normalQuantile } from '../../src/math/index.ts';
import { condOT, cosine, scheduleFromSpec, vp } from '../../src/schedules/index.ts';
import { eightGaussians, gaussianMixture } from '../../src/targets/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
const quantiles = Float64Array.from({ length: 200 }, (_, i) => normalQuantile((i + 0.5) / 200));

describe('cdfMap', () => {
  it('is the flow of the field: RK4 converges to it with the printed errors of the anchor', () => {
    const exact = new Float64Array(200);
    cdfMap({ schedule: condOT, target }).map(0, 1, quantiles, exact);
    const field = marginalField({ schedule: condOT, target });
    for (const [N, printed] of [
      [8, '1.042e-3'],
      [16, '9.089e-5'],
      [32, '6.770e-6'],
    ] as const) {
      const x = quantiles.slice();
      const k = [0, 1, 2, 3].map(() => new Float64Array(200));
      for (let n = 0; n < N; n++) {
        const h = 1 / N;
        field.velocity(n / N, x, k[0]!);
        field.velocity(
          (n + 0.5) / N,
          x.map((v, i) => v + (h / 2) * k[0]![i]!),
          k[1]!,
        );
        field.velocity(
          (n + 0.5) / N,
          x.map((v, i) => v + (h / 2) * k[1]![i]!),
          k[2]!,
        );
        field.velocity(
          (n + 1) / N,
          x.map((v, i) => v + h * k[2]![i]!),
          k[3]!,
        );
        for (let i = 0; i < 200; i++)
          x[i]! += (h / 6) * (k[0]![i]! + 2 * k[1]![i]! + 2 * k[2]![i]! + k[3]![i]!);
      }
      const rmse = Math.sqrt(x.reduce((sum, v, i) => sum + (v - exact[i]!) ** 2, 0) / 200);
      expect(rmse.toExponential(3)).toBe(printed);
    }
  });

  it('inverts the distribution function to a few units in the last place, in both tails', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -37, max: 37, noNaN: true }),
        fc.constantFrom(...SCHEDULE_SPECS),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        (x, spec, t) => {
          const map = cdfMap({ schedule: scheduleFromSpec(spec), target });
          const y = new Float64Array(1);
          map.map(t, 1, Float64Array.of(x), y);
          // Lower tail here; the upper one by the mirrored problem.
          const mirror = cdfMap({
            schedule: scheduleFromSpec(spec),
            target: gaussianMixture({ weights: [0.3, 0.7], means: [[2], [-1.5]], stds: [0.5, 0.5] }),
          });
          const lower = map.cdf(t, x) <= 0.5;
          const F = lower ? map : mirror;
          const [from, to] = lower ? [x, y[0]!] : [-x, -y[0]!];
          const p = F.cdf(t, from);
          if (!(p > 1e-290)) return;
          // The floats 4 units to either side of the answer bracket p: the root lies between them. F itself is rounded
          // by (1 + z²) units, z = √(−2 ln p), which 8 (1 + z²) 2⁻⁵³ covers.
          const unit = Math.max(Math.abs(to) * 2 ** -52, 2 ** -60);
          const blur = 8 * (1 - 2 * Math.log(p)) * 2 ** -53;
          expect(!(F.cdf(1, to - 4 * unit) <= p * (1 + blur))).toBe(false);
          expect(!(F.cdf(1, to + 4 * unit) >= p * (1 - blur))).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is linear for one Gaussian, for any pair of times, also where probabilities underflow', () => {
    const one = gaussianMixture({ means: [[2]], variances: [[0.25]] });
    const map = cdfMap({ schedule: cosine, target: one, source: { mean: [1], std: 2 } });
    const law = (t: number): readonly [number, number] => {
      const [a, s] = [cosine.alpha(t), cosine.sigma(t)];
      return [2 * a + s, Math.sqrt(0.25 * a * a + 4 * s * s)];
    };
    const x = Float64Array.of(-200, -60, -3, 0, 1, 7, 90);
    const y = new Float64Array(7);
    for (const [from, to] of [
      [0, 1],
      [1, 0],
      [0.2, 0.7],
      [0.7, 0.2],
      [0.5, 0.5],
    ] as const) {
      map.map(from, to, x, y);
      const [m, s] = law(from);
      const [n, r] = law(to);
      // Either side of the median, where the half that is matched changes.
      const middle = Float64Array.of(m - 0.01 * s, m + 0.01 * s);
      map.map(from, to, middle, middle);
      for (const [i, z] of [-0.01, 0.01].entries()) {
        expect(!(Math.abs(middle[i]! - (n + r * z)) <= 1e-14 * (Math.abs(n) + r))).toBe(false);
      }
      for (let i = 0; i < 7; i++) {
        const z = (x[i]! - m) / s;
        // z is found from p with relative error 2⁻⁵² (ln p carries z²/2 of it), scaled by the width, beside the mean.
        expect(!(Math.abs(y[i]! - (n + r * z)) <= 1e-14 * (Math.abs(n) + r * (1 + Math.abs(z))))).toBe(false);
      }
    }
  });

  it('is a flow: increasing, and the way back undoes it', () => {
    const map = cdfMap({ schedule: vp(), target });
    const [y, back] = [new Float64Array(200), new Float64Array(200)];
    map.map(0.1, 0.95, quantiles, y);
    map.map(0.95, 0.1, y, back);
    for (let i = 0; i < 200; i++) {
      if (i > 0) expect(y[i]! > y[i - 1]!).toBe(true);
      // Between the modes the map is steep one way and flat the other: a rounding of y grows by the slope there, below 10³.
      expect(!(Math.abs(back[i]! - quantiles[i]!) <= 1e-12)).toBe(false);
    }
    map.map(0.4, 0.4, quantiles, y);
    // F is rounded to 2⁻⁵³ of at most ½, its slope is above 0.05 within ±2.8: 2⁻⁵³/0.05 and the roundings of x itself.
    for (let i = 0; i < 200; i++) expect(!(Math.abs(y[i]! - quantiles[i]!) <= 1e-14)).toBe(false);
  });

  it('refuses what it cannot map', () => {
    const out = new Float64Array(1);
    expect(() => cdfMap({ schedule: condOT, target: eightGaussians() })).toThrow(ArgumentError);
    const map = cdfMap({ schedule: condOT, target: gaussianMixture({ means: [[0]], stds: [0] }) });
    expect(() => map.map(0, 1, Float64Array.of(0), out)).toThrow(PoleError);
    expect(() => map.map(0, 0.5, Float64Array.of(Number.NaN), out)).toThrow(ArgumentError);
    expect(() => map.map(0, 2, Float64Array.of(0), out)).toThrow(ArgumentError);
  });
});
