/** A row of the mixture from its components, as moments written without centring. */
import { describe, expect, it } from 'vitest';
import type { PathPoint } from '../../src/fields/components.ts';
import { componentsOf } from '../../src/fields/components-of.ts';
import { marginalField } from '../../src/fields/index.ts';
import { condOT, type Schedule } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const DIM = 3;
const weights = [1, 0, 3, 2];
const target = gaussianMixture({
  weights,
  means: [
    [1, -2, 0.5],
    [9, 9, 9],
    [-0.3, 0.8, 2],
    [0.4, 0.1, -1],
  ],
  covariances: [
    [
      [2, 0.6, -0.3],
      [0.6, 1, 0.2],
      [-0.3, 0.2, 0.7],
    ],
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    [
      [0.5, -0.2, 0.1],
      [-0.2, 1.5, 0.4],
      [0.1, 0.4, 0.9],
    ],
    [
      [1, 0, 0.2],
      [0, 0.6, 0],
      [0.2, 0, 0.8],
    ],
  ],
});
const source = { mean: [0.4, -0.7, 0.2], variances: [0.6, 1.7, 0.9] };
const point: PathPoint = {
  t: 0.3,
  alpha: 0.7,
  sigma: 0.45,
  alphaDot: 1.3,
  sigmaDot: -0.8,
  sigmaSigmaDot: -0.36,
};
/** A schedule that stands still at that point: a field needs no more for one time. */
const still: Schedule = {
  ...condOT,
  alpha: () => point.alpha,
  sigma: () => point.sigma,
  alphaDot: () => point.alphaDot,
  sigmaDot: () => point.sigmaDot,
  sigmaSigmaDot: () => point.sigmaSigmaDot,
};
const x = Float64Array.of(0.3, 0.4, 0.2);
const norm = (v: ArrayLike<number>): number => Math.hypot(...Array.from(v));

describe('a row of the mixture', () => {
  const field = marginalField({ schedule: still, target, source });
  const of = (
    width: number,
    write: (t: number, x: Float64Array, out: Float64Array) => void,
  ): Float64Array => {
    const out = new Float64Array(width).fill(Number.NaN);
    write(point.t, x, out);
    return out;
  };
  const close = (got: ArrayLike<number>, truth: ArrayLike<number>, name: string): void => {
    for (let i = 0; i < truth.length; i++) {
      // Numbers below ten, some 50 roundings and the cancellation of E[ab] − E[a]E[b].
      expect(!(Math.abs(got[i]! - truth[i]!) <= 1e-13 * (1 + Math.abs(truth[i]!))), `${name}[${i}]`).toBe(
        false,
      );
    }
  };

  /** Everything of each component, and the responsibilities by definition. */
  function parts(point: PathPoint) {
    const components = componentsOf(target, source);
    components.setTime(point);
    const logs = new Float64Array(4);
    components.setRow(x, logs);
    const densities = logs.map(Math.exp);
    const p = densities.reduce((a, b) => a + b);
    const each = [0, 2, 3].map((k) => {
      const [u, s, x1, x0] = [1, 2, 3, 4].map(() => new Float64Array(DIM)) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const [J, C] = [new Float64Array(9), new Float64Array(9)];
      components.velocity(k, u);
      components.score(k, s);
      components.posteriorMeans(k, x1, x0);
      components.addJacobian(k, 1, J);
      components.addPosteriorCovariance(k, 1, C);
      const scalars = {
        dt: components.dtLogDensity(k),
        magnitude: components.dtMagnitude(k),
        divergence: components.divergence(k),
        variance: components.velocityVariance(k),
      };
      return { r: densities[k]! / p, u, s, x1, x0, J, C, ...scalars };
    });
    /** Σ rₖ f(k), elementwise. */
    const mean = (f: (part: (typeof each)[number]) => ArrayLike<number>): number[] => {
      const sum = Array.from(f(each[0]!), () => 0);
      for (const part of each) for (const [i, v] of Array.from(f(part)).entries()) sum[i]! += part.r * v;
      return sum;
    };
    return { p, each, mean };
  }
  const outer = (a: ArrayLike<number>, b: ArrayLike<number>): number[] =>
    Array.from(a).flatMap((v) => Array.from(b, (w) => v * w));

  it('has the moments of its components', () => {
    const { p, each, mean } = parts(point);
    const [u, s, x1, x0] = [mean((k) => k.u), mean((k) => k.s), mean((k) => k.x1), mean((k) => k.x0)];
    close(of(1, field.logDensity), [Math.log(p)], 'ln p');
    close(of(DIM, field.velocity), u, 'velocity');
    close(of(DIM, field.score), s, 'score');
    close(
      of(1, field.dtLogDensity),
      mean((k) => [k.dt]),
      '∂ₜ ln p',
    );
    // Σ r (J + u sᵀ) − u sᵀ, the derivative of Σ r u with ∇r = r(s − Σ r s).
    const us = outer(u, s);
    const J = mean((k) => k.J.map((v, i) => v + outer(k.u, k.s)[i]!)).map((v, i) => v - us[i]!);
    close(of(9, field.jacobian), J, 'Jacobian');
    close(of(1, field.divergence), [J[0]! + J[4]! + J[8]!], 'divergence');
    const square = (v: ArrayLike<number>): number => norm(v) ** 2;
    close(
      of(1, field.conditionalVariance),
      [mean((k) => [k.variance + square(k.u)])[0]! - square(u)],
      'variance',
    );
    const got = {
      responsibilities: new Float64Array(4),
      x1: new Float64Array(DIM),
      x0: new Float64Array(DIM),
      covariance1: new Float64Array(9),
    };
    field.posterior(point.t, x, got);
    close(got.responsibilities, [each[0]!.r, 0, each[1]!.r, each[2]!.r], 'responsibilities');
    close(got.x1, x1, 'E[X₁]');
    close(got.x0, x0, 'E[X₀]');
    const second = mean((k) => k.C.map((v, i) => v + outer(k.x1, k.x1)[i]!));
    close(
      got.covariance1,
      second.map((v, i) => v - outer(x1, x1)[i]!),
      'Cov[X₁]',
    );
  });

  it('measures its rounding by |u||s| and by the magnitudes of what each component adds', () => {
    // Once with components that spread, once with components that contract.
    for (const at of [point, { ...point, alphaDot: -1.3 }]) {
      const { mean } = parts(at);
      const [u, s] = [norm(mean((k) => k.u)), norm(mean((k) => k.s))];
      const each = mean((k) => [k.magnitude + Math.abs(k.divergence) + (norm(k.u) + u) * (norm(k.s) + s)]);
      const out = new Float64Array(1);
      const schedule = { ...still, alphaDot: () => at.alphaDot };
      marginalField({ schedule, target, source }).termMagnitude(point.t, x, out);
      close(out, [u * s + each[0]!], 'magnitude');
    }
  });

  it('writes only what the posterior is asked for, row by row', () => {
    const rows = Float64Array.of(...x, 0.1, 1, -0.5);
    const all = {
      x1: new Float64Array(6),
      covariance1: new Float64Array(18),
      responsibilities: new Float64Array(8),
    };
    field.posterior(point.t, rows, all);
    for (const r of [0, 1]) {
      const one = {
        x1: new Float64Array(3),
        covariance1: new Float64Array(9),
        responsibilities: new Float64Array(4),
      };
      field.posterior(point.t, rows.subarray(3 * r, 3 * r + 3), one);
      expect(all.x1.subarray(3 * r, 3 * r + 3)).toEqual(one.x1);
      expect(all.covariance1.subarray(9 * r, 9 * r + 9)).toEqual(one.covariance1);
      expect(all.responsibilities.subarray(4 * r, 4 * r + 4)).toEqual(one.responsibilities);
    }
    for (const name of ['responsibilities', 'x1', 'x0', 'covariance1'] as const) {
      const call = (): void => field.posterior(point.t, rows, { [name]: new Float64Array(5) });
      expect(call).toThrow(new RegExp(`^out\\.${name}: expected`));
    }
  });

  it('asks components of weight 0 for nothing, not even where they are points without a density', () => {
    const alone = gaussianMixture({ means: [[1, -2]], variances: [[0.5, 2]] });
    const joined = gaussianMixture({
      weights: [0, 1, 0],
      means: [
        [0.2, 0.1],
        [1, -2],
        [0.3, 0.4],
      ],
      variances: [
        [0, 0],
        [0.5, 2],
        [0, 0],
      ],
    });
    const at = Float64Array.of(0.3, 0.4);
    for (const own of [
      {},
      {
        covariance: [
          [1, 0.2],
          [0.2, 1],
        ],
      },
    ]) {
      const [one, all] = [alone, joined].map((q) =>
        marginalField({ schedule: condOT, target: q, source: own }),
      );
      for (const [name, width] of [
        ['logDensity', 1],
        ['velocity', 2],
        ['score', 2],
        ['dtLogDensity', 1],
        ['divergence', 1],
        ['jacobian', 4],
        ['conditionalVariance', 1],
        ['termMagnitude', 1],
      ] as const) {
        const [a, b] = [new Float64Array(width), new Float64Array(width)];
        one![name](1, at, a);
        all![name](1, at, b);
        close(b, a, name);
      }
      const [a, b] = [0, 1].map(() => ({
        x1: new Float64Array(2),
        x0: new Float64Array(2),
        covariance1: new Float64Array(4),
      }));
      one!.posterior(1, at, a!);
      all!.posterior(1, at, b!);
      for (const name of ['x1', 'x0', 'covariance1'] as const) close(b![name], a![name], name);
    }
  });

  it('has no memory of other rows and times, to the bit', () => {
    const rows = Float64Array.of(1e9, -1e9, 2e9, ...x);
    for (const [name, width] of [
      ['velocity', 3],
      ['score', 3],
      ['dtLogDensity', 1],
      ['termMagnitude', 1],
      ['divergence', 1],
      ['jacobian', 9],
      ['conditionalVariance', 1],
    ] as const) {
      const both = new Float64Array(2 * width);
      marginalField({ schedule: still, target, source })[name](point.t, rows, both);
      const alone = new Float64Array(width);
      marginalField({ schedule: still, target, source })[name](point.t, x, alone);
      expect(both.subarray(width), name).toEqual(alone);
    }
  });
});
