import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { conditionalField, fieldFromSpec, marginalField } from '../../src/fields/index.ts';
import { key, normal } from '../../src/random/index.ts';
import { condOT, cosine, vp } from '../../src/schedules/index.ts';
import {
  checkerboard,
  eightGaussians,
  empirical,
  gaussianMixture,
  pinwheel,
} from '../../src/targets/index.ts';

const draw = (seed: number, n: number): Float64Array =>
  normal(key(seed), [n], { dtype: 'float64' }).data as Float64Array;
const near = (a: ArrayLike<number>, b: ArrayLike<number>, bound: number): void => {
  for (let i = 0; i < a.length; i++)
    expect(!(Math.abs(a[i]! - b[i]!) <= bound * (1 + Math.abs(b[i]!)))).toBe(false);
};

describe('equal problems have equal fields', () => {
  const x = draw(1, 30);
  const u = new Float64Array(30);
  const v = new Float64Array(30);
  const means = [
    [1, 2, 3],
    [-1, 0, 1],
  ];

  it('whichever way the covariance is given, and with components in any order', () => {
    const diagonal = (a: number): number[][] => [
      [a, 0, 0],
      [0, a, 0],
      [0, 0, a],
    ];
    marginalField({
      schedule: cosine,
      target: gaussianMixture({ weights: [1, 2], means, stds: [0.5, 2] }),
    }).velocity(0.6, x, u);
    for (const target of [
      gaussianMixture({
        weights: [1, 2],
        means,
        variances: [
          [0.25, 0.25, 0.25],
          [4, 4, 4],
        ],
      }),
      gaussianMixture({ weights: [1, 2], means, covariances: [diagonal(0.25), diagonal(4)] }),
      gaussianMixture({ weights: [4, 2], means: [means[1]!, means[0]!], stds: [2, 0.5] }),
      gaussianMixture({
        weights: [1, 1, 1, 0],
        means: [...means, means[1]!, [9, 9, 9]],
        stds: [0.5, 2, 2, 0],
      }),
    ]) {
      marginalField({ schedule: cosine, target }).velocity(0.6, x, v);
      near(v, u, 1e-13);
    }
  });

  it('under an affine map of source and target together', () => {
    // X ↦ 3X + b: means and standard deviations follow, and the velocity is 3u.
    const target = gaussianMixture({ means, stds: [0.5, 2] });
    const b = [1, -2, 0.5];
    const moved = gaussianMixture({
      means: means.map((m) => m.map((v, i) => 3 * v + b[i]!)),
      stds: [1.5, 6],
    });
    marginalField({ schedule: condOT, target }).velocity(0.3, x, u);
    const y = x.map((value, at) => 3 * value + b[at % 3]!);
    marginalField({ schedule: condOT, target: moved, source: { mean: b, std: 3 } }).velocity(0.3, y, v);
    // α + σ = 1, so the path moves by b as well, and b drops out of the velocity.
    near(
      v,
      u.map((value) => 3 * value),
      1e-13,
    );
  });

  it('for points, as the limit of narrow Gaussians, and for one point the conditional field', () => {
    const points = empirical({ points: means.flat(), dim: 3, weights: [1, 3] });
    marginalField({ schedule: condOT, target: points }).velocity(0.7, x, u);
    marginalField({
      schedule: condOT,
      target: gaussianMixture({ weights: [1, 3], means, stds: [0, 0] }),
    }).velocity(0.7, x, v);
    expect(v).toEqual(u);
    // Widths 10⁻⁷ change v = α²s² + σ² by 5·10⁻¹⁴ relative, and log-weights of size 100 by as much.
    marginalField({
      schedule: condOT,
      target: gaussianMixture({ weights: [1, 3], means, stds: [1e-7, 1e-7] }),
    }).velocity(0.7, x, v);
    near(v, u, 1e-11);
    const source = {
      covariance: [
        [1, 0.5, 0],
        [0.5, 1, 0],
        [0, 0, 1],
      ],
    };
    marginalField({ schedule: condOT, target: points, source }).velocity(0.7, x, u);
    marginalField({
      schedule: condOT,
      target: gaussianMixture({ weights: [1, 3], means, stds: [0, 0] }),
      source,
    }).velocity(0.7, x, v);
    near(v, u, 1e-13);
    marginalField({ schedule: cosine, target: empirical({ points: means[0]!, dim: 3 }) }).velocity(0.7, x, u);
    conditionalField({ schedule: cosine, z: Float64Array.from(means[0]!) }).velocity(0.7, x, v);
    near(v, u, 1e-13);
  });

  it('through plain data, and row by row', () => {
    for (const target of [eightGaussians(), checkerboard(), empirical({ points: [0, 1, 2, 3], dim: 2 })]) {
      const field = marginalField({ schedule: vp(), target, source: { std: 1.5 } });
      const copy = fieldFromSpec(
        JSON.parse(
          JSON.stringify(field.spec, (_, value) =>
            ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value,
          ),
        ),
      );
      field.velocity(0.6, x, u);
      copy.velocity(0.6, x, v);
      expect(v).toEqual(u);
      for (let r = 0; r < 15; r++) {
        const row = new Float64Array(2);
        field.velocity(0.6, x.subarray(2 * r, 2 * r + 2), row);
        expect(row).toEqual(u.subarray(2 * r, 2 * r + 2));
      }
    }
  });

  it('in float32 buffers, rounded once', () => {
    const field = marginalField({ schedule: condOT, target: eightGaussians() });
    const x32 = Float32Array.from(x);
    const out = new Float32Array(30);
    field.velocity(0.4, x32, out);
    field.velocity(0.4, Float64Array.from(x32), u);
    expect(out).toEqual(Float32Array.from(u));
  });

  it('and its posterior adds up', () => {
    const target = gaussianMixture({
      weights: [1, 2],
      means,
      covariances: [
        [
          [1, 0.3, 0],
          [0.3, 1, 0],
          [0, 0, 1],
        ],
        [
          [2, 0, 0],
          [0, 1, 0.1],
          [0, 0.1, 1],
        ],
      ],
    });
    const field = marginalField({ schedule: cosine, target });
    const [x1, x0] = [new Float64Array(30), new Float64Array(30)];
    const [r, C] = [new Float64Array(20), new Float64Array(90)];
    const t = 0.35;
    field.posterior(t, x, { x1, x0, responsibilities: r, covariance1: C });
    near(
      x1.map((value, i) => cosine.alpha(t) * value + cosine.sigma(t) * x0[i]!),
      x,
      1e-13,
    );
    field.velocity(t, x, u);
    near(
      x1.map((value, i) => cosine.alphaDot(t) * value + cosine.sigmaDot(t) * x0[i]!),
      u,
      1e-13,
    );
    const variance = new Float64Array(10);
    field.conditionalVariance(t, x, variance);
    const D = cosine.alphaDot(t) * cosine.sigma(t) - cosine.alpha(t) * cosine.sigmaDot(t);
    for (let row = 0; row < 10; row++) {
      near([r[2 * row]! + r[2 * row + 1]!], [1], 1e-15);
      // Given x, α̇X₁ + σ̇X₀ = (D/σ) X₁ + const.
      const trace = C[9 * row]! + C[9 * row + 4]! + C[9 * row + 8]!;
      near([(trace * D * D) / cosine.sigma(t) ** 2], [variance[row]!], 1e-12);
    }
  });
});

describe('bad input', () => {
  const field = marginalField({ schedule: condOT, target: eightGaussians() });
  it('names what is wrong', () => {
    const out = new Float64Array(2);
    expect(() => field.velocity(0.5, Float64Array.of(1, Number.NaN), out)).toThrow(/x\[0, 1\]/);
    expect(() => field.velocity(1.1, Float64Array.of(1, 1), out)).toThrow(ArgumentError);
    expect(() => field.velocity(0.5, Float64Array.of(1), out)).toThrow(ShapeError);
    expect(() => field.velocity(0.5, Float64Array.of(1, 1), new Float64Array(3))).toThrow(ShapeError);
    expect(() => marginalField({ schedule: condOT, target: pinwheel() as never })).toThrow(/asMixture/);
    expect(() => marginalField({ schedule: vp as never, target: eightGaussians() })).toThrow(ArgumentError);
    expect(() =>
      marginalField({ schedule: { sigma: condOT.sigma } as never, target: eightGaussians() }),
    ).toThrow(/^schedule: expected/);
    expect(() => marginalField({ schedule: condOT, target: undefined as never })).toThrow(ArgumentError);
    expect(() => marginalField({ schedule: condOT, target: eightGaussians(), source: { std: 0 } })).toThrow(
      ArgumentError,
    );
    expect(() =>
      marginalField({ schedule: condOT, target: eightGaussians(), source: { std: 1, variances: [1, 1] } }),
    ).toThrow(/at most one/);
    expect(() =>
      marginalField({
        schedule: condOT,
        target: checkerboard(),
        source: {
          covariance: [
            [1, 0.1],
            [0.1, 1],
          ],
        },
      }),
    ).toThrow(/closed form/);
    expect(() =>
      marginalField({
        schedule: condOT,
        target: eightGaussians(),
        source: {
          covariance: [
            [1, 2],
            [2, 1],
          ],
        },
      }),
    ).toThrow(ArgumentError);
    expect(() => fieldFromSpec({ kind: 'learned' } as never)).toThrow(ArgumentError);
  });
});
