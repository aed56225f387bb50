/** Processes with the marginals of a flow: their drift and w against formulas, every kind of noise, and the Fokker–Planck law. */
import { describe, expect, it } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import {
  gaussianDiffusion,
  marginalDiffusion,
  type NoiseInput,
  type NoiseKind,
  noiseSchedule,
} from '../../src/diffusion/index.ts';
import { PoleError } from '../../src/errors.ts';
import { marginalField } from '../../src/fields/index.ts';
import { fokkerPlanck } from '../../src/laws/diffusion/index.ts';
import { condOT, cosine, linearVP, polynomial, type Schedule, ve, vp } from '../../src/schedules/index.ts';
import { eightGaussians, gaussianMixture } from '../../src/targets/index.ts';

const kinds: NoiseKind[] = ['none', 'constant', 'sigma', 'sigma-squared', 'sin-squared', 'pole-free', 'ddpm'];
const schedules: Schedule[] = [condOT, cosine, linearVP, vp(), ve({ sigmaMin: 0.1, sigmaMax: 5 })];
const inputs: NoiseInput[] = [...kinds.map((kind) => ({ kind, strength: 0.7 })), 0.9, (t) => 1 + t];

describe.each(schedules.map((s) => [s.name, s] as const))('%s', (_, schedule) => {
  const gain = (t: number): number =>
    schedule.alphaDot(t) * schedule.sigma(t) ** 2 - schedule.alpha(t) * schedule.sigmaSigmaDot(t);
  const phi: Record<NoiseKind, (t: number) => number> = {
    none: () => 0,
    constant: () => 1,
    sigma: (t) => schedule.sigma(t),
    'sigma-squared': (t) => schedule.sigma(t) ** 2,
    'sin-squared': (t) => Math.sin(Math.PI * t) ** 2,
    'pole-free': gain,
    ddpm: (t) => gain(t) / schedule.alpha(t),
  };

  it.each(kinds)('%s: ½w² = η φ, and its quotient by G', (kind) => {
    const { w, halfSquare, overGain, name } = noiseSchedule({ kind, strength: 0.7 }, schedule);
    expect(name).toBe(`${kind}(0.7)`);
    for (const t of [0.1, 0.35, 0.5, 0.9]) {
      const expected = 0.7 * phi[kind](t);
      expect(Math.abs(halfSquare(t) - expected)).toBeLessThanOrEqual(1e-14 * (1 + expected));
      expect(Math.abs(w(t) ** 2 - 2 * expected)).toBeLessThanOrEqual(1e-14 * (1 + expected));
      const quotient = expected / gain(t);
      expect(Math.abs(overGain(t) - quotient)).toBeLessThanOrEqual(1e-13 * (1 + quotient));
    }
  });

  it.each(inputs.map((noise) => [JSON.stringify(noise) ?? '1 + t', noise] as const))(
    '%s: the drift from the velocity alone is that with the score',
    (_, noise) => {
      const target = gaussianMixture({
        weights: [1, 3],
        means: [
          [1, 0],
          [-1, 0.5],
        ],
        stds: [0.4, 0.8],
      });
      const field = marginalField({ schedule, target });
      const own = marginalDiffusion(field, { noise });
      const derived = marginalDiffusion({ dim: 2, velocity: field.velocity }, { noise, schedule });
      expect([own.score, derived.score]).toEqual(['own', 'velocity']);
      const x = Float64Array.of(0.3, -0.4, 1.5, 0.2, -2, 1);
      const [a, b, u, s] = [0, 1, 2, 3].map(() => new Float64Array(6)) as [
        Float64Array,
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      for (const t of [0.05, 0.5, 0.95]) {
        own.drift(t, x, a);
        derived.drift(t, x, b);
        field.velocity(t, x, u);
        field.score(t, x, s);
        const w = own.diffusion(t);
        a.forEach((value, i) => {
          const expected = u[i]! + (w * w * s[i]!) / 2;
          expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-13 * (1 + Math.abs(expected)));
          // The score from the velocity divides a difference of αu and α̇x by G: at t = 0.95 both are up to 400 times their difference.
          const size = 1 + Math.abs(u[i]!) + Math.abs(x[i]! * schedule.alphaDot(t));
          const amplification = 1 + (w * w) / gain(t);
          expect(Math.abs(b[i]! - expected)).toBeLessThanOrEqual(1e-13 * size * amplification);
        });
        const single = [new Float32Array(6), new Float32Array(6)] as const;
        own.drift(t, Float32Array.from(x), single[0]);
        derived.drift(t, Float32Array.from(x), single[1]);
        single.forEach((out) => {
          out.forEach((value, i) => {
            const size = 1 + Math.abs(u[i]!) + Math.abs(a[i]!) + Math.abs(x[i]! * schedule.alphaDot(t));
            expect(Math.abs(value - a[i]!)).toBeLessThanOrEqual(2e-6 * size * (1 + (w * w) / gain(t)));
          });
        });
      }
    },
  );
});

describe('the Fokker–Planck law', () => {
  const field = marginalField({ schedule: condOT, target: eightGaussians() });

  it.each(inputs.map((noise) => [JSON.stringify(noise) ?? '1 + t', noise] as const))(
    'holds with noise %s',
    (_, noise) => {
      const process = marginalDiffusion(field, { noise });
      expect(fokkerPlanck({ ...process, logDensity: field.logDensity }).check({ runs: 8 }).status).toBe(
        'holds',
      );
    },
  );

  it('and is violated by half the drift, as planted', () => {
    const process = marginalDiffusion(field, { noise: 1 });
    const planted = { ...process, logDensity: field.logDensity, diffusion: 0.7 };
    expect(fokkerPlanck(planted).check({ runs: 8 }).status).toBe('violated');
  });
});

describe('gaussianDiffusion', () => {
  const covariance = [
    [0.5, 0.3],
    [0.3, 0.8],
  ];
  const source = {
    mean: [0.5, 0],
    covariance: [
      [1, 0.4],
      [0.4, 0.6],
    ],
  };

  it.each(schedules.map((s) => [s.name, s] as const))(
    'on %s has the drift of the marginal field',
    (_, schedule) => {
      const target = gaussianMixture({ means: [[1, -0.5]], covariances: [covariance] });
      for (const noise of inputs) {
        const options = { schedule, mean: [1, -0.5], covariance: covariance.flat(), source };
        const linear = gaussianDiffusion({ ...options, noise });
        const general = marginalDiffusion(marginalField({ schedule, target, source }), { noise });
        const x = Float64Array.of(0.4, 1, -2, 0.25);
        const [a, b] = [new Float64Array(4), new Float64Array(4)];
        for (const t of [0.1, 0.6, 0.9]) {
          linear.drift(t, x, a);
          general.drift(t, x, b);
          expect(linear.diffusion(t)).toBe(general.diffusion(t));
          a.forEach((value, i) => {
            expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(value)));
          });
        }
      }
    },
  );

  it('refuses what is no covariance', () => {
    const at =
      (matrix: number[]): (() => unknown) =>
      () =>
        gaussianDiffusion({ schedule: condOT, mean: [0, 0], covariance: matrix });
    expect(at([1, 0, 0])).toThrow(/covariance/);
    expect(at([1, 0.5, 0.4, 1])).toThrow(/symmetric/);
    expect(at([1, 2, 2, 1])).toThrow(/positive definite/);
    expect(() => gaussianDiffusion({ schedule: condOT, mean: [], covariance: [] })).toThrow(/mean/);
  });

  it('keeps buffers of its own: two processes and two dtypes at once', () => {
    const process = gaussianDiffusion({ schedule: condOT, mean: [1], covariance: [0.25], noise: 'constant' });
    const out: FloatArray[] = [new Float64Array(1), new Float32Array(1)];
    process.drift(0.5, Float64Array.of(2), out[0]!);
    process.drift(0.5, Float32Array.of(2), out[1]!);
    // v = 5/16, A = (1/8 − 1/2 − 1)/v = −22/5, drift = A (2 − 1/2) + 1.
    expect(Math.abs(out[0]![0]! + 5.6)).toBeLessThanOrEqual(1e-14);
    expect(out[1]![0]).toBe(Math.fround(out[0]![0]!));
  });
});

describe('at the ends of a path', () => {
  const at = (kind: NoiseKind, schedule: Schedule, t: number): number =>
    noiseSchedule(kind, schedule).overGain(t);

  it('½w²/G takes its limit where it has one', () => {
    expect(kinds.filter((kind) => kind !== 'constant').map((kind) => at(kind, condOT, 1))).toEqual([
      0, 1, 0, 0, 1, 1,
    ]);
    expect(kinds.filter((kind) => kind !== 'ddpm').map((kind) => at(kind, condOT, 0))).toEqual([
      0, 1, 1, 1, 0, 1,
    ]);
    // σ̇ = −∞ at the end of this path: D is infinite, and 1/D is 0.
    expect([
      at('sigma', linearVP, 1),
      at('sigma-squared', linearVP, 1),
      at('pole-free', linearVP, 1),
    ]).toEqual([0, 0, 1]);
  });

  it('and a pole is a typed error: α̇ = ∞ at the start of a root', () => {
    const process = marginalDiffusion(
      { dim: 1, velocity: (_t, _x, out) => void out.fill(1) },
      { schedule: polynomial({ n: 0.5 }) },
    );
    expect(() => process.drift(0, Float64Array.of(1), new Float64Array(1))).toThrow(PoleError);
    expect(() => process.drift(0, Float64Array.of(1), new Float64Array(1))).toThrow(/α̇/);
  });
});

describe('a drift', () => {
  const f = Math.fround;
  const values = Array.from({ length: 200 }, (_, i) => f(Math.sin(i + 1) * 3));
  const velocity = (_t: number, x: FloatArray, out: FloatArray): void =>
    x.forEach((v, i) => void (out[i] = 1.3 * v + 0.7));
  const score = (_t: number, x: FloatArray, out: FloatArray): void =>
    x.forEach((v, i) => void (out[i] = 0.9 - 1.7 * v));

  it('rounds every float32 operation, and takes batches of any length and type in any order', () => {
    const own = marginalDiffusion({ dim: 1, velocity, score, schedule: condOT }, { noise: 0.9 });
    const derived = marginalDiffusion({ dim: 1, velocity, schedule: condOT }, { noise: 0.9 });
    const half = f((0.9 * 0.9) / 2);
    const rho = (0.9 * 0.9) / 2 / 0.7;
    const [a, b] = [f(1 + rho * 0.3), f(-rho)];
    for (const length of [200, 50, 200]) {
      const x = Float32Array.from(values.slice(0, length));
      own.drift(0.3, Float64Array.from(x), new Float64Array(length));
      const [first, second] = [new Float32Array(length), new Float32Array(length)];
      own.drift(0.3, x, first);
      derived.drift(0.3, x, second);
      x.forEach((v, i) => {
        const u = f(1.3 * v + 0.7);
        expect(first[i]).toBe(f(u + f(half * f(0.9 - 1.7 * v))));
        expect(second[i]).toBe(f(f(a * u) + f(b * v)));
      });
      const double = new Float64Array(length);
      own.drift(0.3, Float64Array.from(x), double);
      x.forEach((v, i) => {
        expect(double[i]).toBe(1.3 * v + 0.7 + ((0.9 * 0.9) / 2) * (0.9 - 1.7 * v));
      });
    }
  });

  it('asks for no score where w = 0, which may have a pole there', () => {
    const calls: number[] = [];
    const field = { dim: 1, velocity, schedule: condOT, score: (t: number): void => void calls.push(t) };
    const process = marginalDiffusion(field, { noise: 'sigma' });
    process.drift(1, Float64Array.of(1), new Float64Array(1));
    expect(calls).toEqual([]);
    process.drift(0.5, Float64Array.of(1), new Float64Array(1));
    expect(calls).toEqual([0.5]);
    // From a velocity that is not finite in x alone nothing is mixed in, either.
    const still = marginalDiffusion(
      { dim: 1, velocity, schedule: polynomial({ n: 0.5 }) },
      { noise: 'none' },
    );
    const out = new Float64Array(1);
    still.drift(0, Float64Array.of(1), out);
    expect(out[0]).toBe(2);
  });

  it.each([{ mean: [1] }, { variances: [2] }, { covariance: [[2]] }])(
    'takes no score from a velocity with source %o',
    (source) => {
      const field = { dim: 1, velocity, schedule: condOT, source };
      expect(() => marginalDiffusion(field)).toThrow(/N\(0, I\)/);
      expect(marginalDiffusion({ ...field, source: { mean: [0], variances: [1] } }).score).toBe('velocity');
    },
  );
});
