import { describe, expect, it } from 'vitest';
import { PoleError } from '../../src/errors.ts';
import { lossFloor, marginalField } from '../../src/fields/index.ts';
import { key, normal, uniform } from '../../src/random/index.ts';
import { condOT, cosine, linearVP, polynomial, vp } from '../../src/schedules/index.ts';
import { checkerboard, gaussianMixture, twoMoons } from '../../src/targets/index.ts';

describe('lossFloor', () => {
  it('is πs/2 per dimension for N(0, I) → N(m, s² I) under the linear path', () => {
    for (const [s, dim] of [
      [0.1, 1],
      [0.5, 1],
      [2, 1],
      [0.5, 2],
    ] as const) {
      const target = gaussianMixture({ means: [[1, -2].slice(0, dim)], stds: [s] });
      const { value, error, method } = lossFloor(marginalField({ schedule: condOT, target }), {
        tolerance: 1e-9,
      });
      expect(method).toBe('quadrature');
      expect(!(Math.abs(value - (dim * Math.PI * s) / 2) <= 1e-9 * value)).toBe(false);
      expect(!(error <= 1e-9 * value)).toBe(false);
    }
  });

  it('is what the definition gives: E|α̇X₁ + σ̇X₀ − u|² by plain sampling', () => {
    const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
    const field = marginalField({ schedule: cosine, target });
    const { value, error } = lossFloor(field);
    const n = 4000;
    const t = uniform(key(1), [n], { dtype: 'float64' }).data;
    const x0 = normal(key(2), [n], { dtype: 'float64' }).data;
    const x1 = new Float64Array(n);
    target.sampleInto(key(3), 0, x1);
    const u = new Float64Array(1);
    let [sum, square] = [0, 0];
    for (let i = 0; i < n; i++) {
      const s = t[i]!;
      field.velocity(s, Float64Array.of(cosine.alpha(s) * x1[i]! + cosine.sigma(s) * x0[i]!), u);
      const gap = (cosine.alphaDot(s) * x1[i]! + cosine.sigmaDot(s) * x0[i]! - u[0]!) ** 2;
      sum += gap;
      square += gap * gap;
    }
    const standardError = Math.sqrt((square / n - (sum / n) ** 2) / n);
    expect(!(Math.abs(sum / n - value) <= 4 * standardError + error)).toBe(false);
    expect(standardError / value).toBeLessThan(0.05);
  });

  it('agrees between quadrature and Monte Carlo, within the standard error', () => {
    const target = gaussianMixture({
      means: [
        [-1, 0],
        [1, 0.5],
      ],
      covariances: [
        [
          [0.3, 0.1],
          [0.1, 0.2],
        ],
        [
          [0.2, 0],
          [0, 0.4],
        ],
      ],
    });
    const field = marginalField({
      schedule: polynomial({ n: 2 }),
      target,
      source: {
        mean: [0.2, 0],
        covariance: [
          [1, 0.3],
          [0.3, 1],
        ],
      },
    });
    const exact = lossFloor(field, { tolerance: 1e-3 });
    const sampled = lossFloor(field, { method: 'monte-carlo' });
    expect(!(Math.abs(exact.value - sampled.value) <= 4 * sampled.error + exact.error)).toBe(false);
    expect(sampled.error / sampled.value).toBeLessThan(0.02);
  });

  it('is estimated for boxes and many components, and its seed decides its bits', () => {
    const board = marginalField({ schedule: condOT, target: checkerboard() });
    const a = lossFloor(board, { strata: 64, rows: 8 });
    expect(a.method).toBe('monte-carlo');
    expect(lossFloor(board, { strata: 64, rows: 8 })).toEqual(a);
    const b = lossFloor(board, { strata: 64, rows: 8, key: key(9) });
    expect(b.value).not.toBe(a.value);
    expect(!(Math.abs(a.value - b.value) <= 4 * Math.hypot(a.error, b.error))).toBe(false);
    const moons = lossFloor(marginalField({ schedule: condOT, target: twoMoons().asMixture(24) }), {
      strata: 32,
      rows: 4,
    });
    expect(moons.error).toBeLessThan(moons.value * 0.2);
  });

  it('is infinite for VP schedules and polynomials up to ½, and says so', () => {
    const target = gaussianMixture({ means: [[0]], stds: [1] });
    for (const schedule of [vp(), linearVP, polynomial({ n: 0.5 }), polynomial({ n: 0.3 })]) {
      expect(() => lossFloor(marginalField({ schedule, target }))).toThrow(PoleError);
    }
    expect(() =>
      lossFloor(marginalField({ schedule: condOT, target: checkerboard() }), { method: 'quadrature' }),
    ).toThrow(/monte-carlo/);
  });
});
