/** Normalization, change of variables, round trips and trace estimates: what the laws see, refuse, and take for a fault. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import {
  changeOfVariables,
  type DensitySubject,
  densityOfPath,
  densityOfTarget,
  likelihoodRoundTrip,
  linearTrace,
  normalization,
  type TransportSubject,
  traceEstimate,
} from '../../src/laws/likelihood/index.ts';
import { evenAxis, integrate } from '../../src/laws/likelihood/quadrature.ts';
import { carry, settle } from '../../src/laws/likelihood/transport.ts';
import { gaussLegendrePanels } from '../../src/math/gauss-legendre.ts';
import { gaussianPath } from '../../src/paths/index.ts';
import { type Key, normalInto, uniformInto } from '../../src/random/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { eightGaussians, empirical, gaussianMixture } from '../../src/targets/index.ts';

const onLine = (logDensity: (x: number) => number, more: Partial<DensitySubject> = {}): DensitySubject => ({
  dim: 1,
  logDensity(x, out) {
    for (let i = 0; i < x.length; i++) out[i] = logDensity(x[i]!);
  },
  ...more,
});
const normal = onLine((x) => -0.5 * (Math.log(2 * Math.PI) + x * x));

const broken: readonly [string, (...args: never[]) => unknown][] = [
  [
    'throws',
    () => {
      throw new Error('not today');
    },
  ],
  ['promise', async () => {}],
  ['unwritten', () => {}],
  ['NaN', (...args: never[]) => (args.at(-1) as unknown as Float64Array).fill(Number.NaN)],
];

describe('normalization', () => {
  it('holds for N(0, 1) by hand', () => {
    expect(normalization(normal).check()).toMatchObject({ status: 'holds', object: 'density', runs: 2 });
  });

  it('measures by hand: a density that is twice too large integrates to 2', () => {
    const twice = onLine((x) => -0.5 * (Math.log(Math.PI / 2) + x * x));
    const { residual, bound, detail } = normalization(twice).at({ shift: [0.3] });
    expect(Math.abs(residual - 1)).toBeLessThan(1e-14);
    expect(bound).toBeLessThan(1e-13);
    expect(detail).toMatch(/^∫ p = (2|1\.99)/);
  });

  it('finds a wrong constant of 10⁻¹² and meets it again', () => {
    const held = normalization(onLine((x) => -0.5 * (Math.log(2 * Math.PI) + x * x) + 1e-12));
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toBe('a grid that begins 0 of a step inside its box');
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });

  it('refuses heavy tails, kinks, empty boxes, infinities, three dimensions and what is no density', () => {
    const reason = (density: DensitySubject): string => {
      const { status, reason } = normalization(density).check();
      expect(status).toBe('refused');
      return reason!;
    };
    expect(reason(onLine((x) => -Math.log(Math.PI * (1 + x * x))))).toContain('tails');
    expect(reason(onLine((x) => (Math.abs(x) < 1.03 ? Math.log(0.5 / 1.03) : -Infinity)))).toContain(
      'smooth',
    );
    expect(reason(onLine((x) => -0.5 * (x - 1e4) * (x - 1e4)))).toContain('no mass');
    expect(reason(onLine((x) => -Math.abs(x) * 1e9 - 1e3))).toContain('no mass');
    expect(reason({ ...normal, dim: 3 })).toContain('one or two dimensions');
    expect(normalization({} as never).check().status).toBe('refused');
    for (const dim of [0, 1.5, Number.NaN, undefined]) {
      expect(normalization({ ...normal, dim } as never).check().status).toBe('faulty');
      expect(changeOfVariables({ ...stretching, dim } as never).check().status).toBe('faulty');
    }
    const pole = onLine(() => Number.POSITIVE_INFINITY);
    expect(normalization(pole).check().status).toBe('refused');
  });

  it('measures a density that lost a factor 2000, where draws or edges say where its mass is', () => {
    const small = (x: number): number => -0.5 * x * x - 0.5 * Math.log(2 * Math.PI) - Math.log(2000);
    expect(normalization(onLine(small)).check().reason).toContain('no mass');
    const told: Partial<DensitySubject>[] = [
      { sample: (draw, out) => void normalInto(draw, 0, out) },
      { edges: [[-9, -6, -3, 0, 3, 6, 9]] },
    ];
    for (const more of told) {
      const { residual, bound } = normalization(onLine(small, more)).at({ shift: [0.25] });
      expect(Math.abs(residual - 0.9995)).toBeLessThan(1e-9);
      expect(bound).toBeLessThan(1e-9);
    }
  });

  it('does not miss a spike that draws know of', () => {
    // 0.9 N(0, 1) + 0.1 N(0.37, 0.005²): a grid that misses the spike finds 0.9.
    const density = densityOfTarget(
      gaussianMixture({ weights: [0.9, 0.1], means: [[0], [0.37]], stds: [1, 5e-3] }),
    );
    expect(normalization(density).check().status).toBe('holds');
  });

  it('integrates between edges, and along a conditional path', () => {
    const box = onLine((x) => (x > -1 && x < 2 ? Math.log(1 / 3) : -Infinity), { edges: [[-1, 2]] });
    expect(normalization(box).check().status).toBe('holds');
    expect(normalization({ ...box, edges: [[-1, 2.5]] }).check().status).not.toBe('holds');
    expect(normalization(densityOfPath(gaussianPath(condOT, 1), 0.4, [2])).check().status).toBe('holds');
  });

  it.each(broken)('takes a density for a fault that is: %s', (_name, logDensity) => {
    expect(normalization({ dim: 1, logDensity } as never).check().status).toBe('faulty');
  });

  it('has exact rules for polynomials and constants', () => {
    const cube = onLine((x) => Math.log(3 * x * x));
    const { value } = integrate(cube, [gaussLegendrePanels([0, 0.3, 1], 4)]);
    expect(Math.abs(value - 1)).toBeLessThan(1e-15);
    const { value: constant, face } = integrate(
      onLine(() => 0),
      [evenAxis(-1, 2, 30, 0.4)],
    );
    expect(Math.abs(constant - 3)).toBeLessThan(1e-14);
    expect(Math.abs(face - 0.2)).toBeLessThan(1e-15);
  });
});

/** X_t = (1 + t)X₀: u = x/(1 + t), ln p = −½x²/(1 + t)² − ln(1 + t). */
const stretching: TransportSubject = {
  dim: 1,
  velocity: (t, x, out) => out.set(x.map((v) => v / (1 + t))),
  logDensity: (t, x, out) => out.set(x.map((v) => (-0.5 * v * v) / (1 + t) / (1 + t) - Math.log(1 + t))),
};

describe('refusals of normalization', () => {
  it('say what to give where p jumps, and then judge', () => {
    const exponential = (edges?: readonly (readonly number[])[]): DensitySubject =>
      onLine((x) => (x < 0 ? -Infinity : -x), edges && { edges });
    expect(normalization(exponential()).check().reason).toMatch(/where it jumps or has a corner, give edges/);
    expect(normalization(exponential([[0, 1, 2, 4, 8, 16, 40]])).check().status).toBe('holds');
    expect(normalization(exponential([[-1, 40]])).check().reason).toMatch(/not smooth between its edges/);
  });

  it('name tails that fall like a power', () => {
    const cauchy = onLine((x) => -Math.log(Math.PI) - Math.log1p(x * x));
    expect(normalization(cauchy).check().reason).toMatch(/tails of p fall like a power, as those of Student/);
  });
});

describe.each([
  ['changeOfVariables', changeOfVariables],
  ['likelihoodRoundTrip', likelihoodRoundTrip],
] as const)('%s', (_, law) => {
  it('holds for a field by hand, with and without its divergence', () => {
    expect(law(stretching).check().status).toBe('holds');
    const given = {
      ...stretching,
      divergence: (t: number, _x: unknown, out: Float64Array) => out.fill(1 / (1 + t)),
    };
    expect(law(given).check().status).toBe('holds');
  });

  it('refuses what is no field, and flows that do not settle', () => {
    expect(law(undefined as never).check().status).toBe('refused');
    expect(law({ dim: 1, velocity: stretching.velocity } as never).check().status).toBe('refused');
    const wild: TransportSubject = {
      ...stretching,
      divergence: (_t, x, out) => out.set(x.map((v) => Math.sin(1e7 * v))),
      velocity: (t, x, out) => out.set(x.map((v) => 50 * Math.sin(1e4 * (v + t)))),
    };
    expect(law(wild).check({ runs: 1 })).toMatchObject({ status: 'refused' });
  });

  it('refuses points without mass', () => {
    const nowhere: TransportSubject = {
      ...stretching,
      logDensity: (_t, _x, out) => void out.fill(-Infinity),
    };
    expect(law(nowhere).check()).toMatchObject({ status: 'refused' });
  });

  it.each(broken)('takes for a fault a velocity or a density that is: %s', (_name, member) => {
    expect(law({ ...stretching, velocity: member } as never).check().status).toBe('faulty');
    expect(law({ ...stretching, logDensity: member } as never).check().status).toBe('faulty');
    expect(law({ ...stretching, transport: member } as never).check().status).toBe('faulty');
  });

  it('takes a transport with a tolerance at its word', () => {
    const coarse = (error: number, tolerance?: number): string =>
      law({
        ...stretching,
        transport(from, to, state, steps, out) {
          out.set(carry(stretching, from, to, state, steps));
          out[1]! += error;
        },
        ...(tolerance === undefined ? {} : { tolerance }),
      }).check().status;
    expect(coarse(1e-3)).toBe('violated');
    expect(coarse(1e-3, 2e-3)).toBe('holds');
    // ln(1 + t) changes by 0.05 to 0.25 on the way: 0.01 is too much to tell a mistake, and more is no tolerance.
    expect(coarse(1e-3, 0.01)).toBe('refused');
    for (const bought of [10, 0.011, -1e-9, Number.NaN, null])
      expect(coarse(1e-3, bought as never)).toBe('faulty');
  });
});

it('changeOfVariables: a divergence of 0 does not hold for being called coarse', () => {
  const field = marginalField({ schedule: condOT, target: eightGaussians() });
  const still = { ...field, divergence: (_t: number, _x: unknown, out: Float64Array) => out.fill(0) };
  expect(changeOfVariables({ ...still, tolerance: 10 }).check().status).toBe('faulty');
  expect(changeOfVariables({ ...still, tolerance: 0.01 }).check().status).toBe('violated');
});

describe('a flow settles', () => {
  it('after two doublings that both divide the change, not after one that does by luck', () => {
    // v(4) − v(8) was divided by 35, and the next one is 240 times as large.
    const lucky: Record<number, number> = { 4: 8e-6, 8: 1e-6, 16: 1.2e-6, 32: 5e-5 };
    expect(settle((n) => Float64Array.of(lucky[n] ?? 0), 1).steps).toBeGreaterThan(32);
  });

  it('to 10⁻⁶, or not at all', () => {
    const slow = (factor: number) => () => settle((n) => Float64Array.of(factor * 7 ** -Math.log2(n)), 1);
    expect(slow(1)().error[0]!).toBeLessThanOrEqual(1e-6);
    expect(slow(1e4)).toThrow(/does not settle to 10⁻⁶/);
  });
});

it('changeOfVariables measures by hand: without a divergence ln p is off by ln((1 + r)/(1 + s))', () => {
  const still: TransportSubject = { ...stretching, divergence: (_t, _x, out) => out.fill(0) };
  const held = changeOfVariables(still);
  const { residual, bound } = held.at({ t: 0.25, x: [1], to: 0.5 });
  expect(Math.abs(residual - Math.log(1.5 / 1.25))).toBeLessThanOrEqual(bound);
  const result = held.check();
  expect(result.status).toBe('violated');
  expect(result.counterexample!.words).toMatch(/^x = \S+ at t = \S+, carried to t = \S+$/);
  expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
});

it('carry solves x and ln p by hand, there and back', () => {
  const there = carry(stretching, 0, 1, Float64Array.of(1.5, 0), 64);
  expect(Math.abs(there[0]! - 3)).toBeLessThan(1e-7);
  expect(Math.abs(there[1]! + Math.LN2)).toBeLessThan(1e-7);
});

it('settle bounds the error of smooth flows, and refuses what converges as a kink does, or not at all', () => {
  const power = (n: number, order: number): number =>
    Array.from({ length: order }).reduce<number>((p) => p / n, 1);
  for (const order of [3, 4, 5]) {
    const { value, error } = settle((n) => Float64Array.of(3 * power(n, order)), 100);
    expect(Math.abs(value[0]!)).toBeLessThanOrEqual(error[0]!);
  }
  for (const order of [1, 2]) {
    expect(() => settle((n) => Float64Array.of(3 * power(n, order)), 1)).toThrow(/as a smooth one/);
  }
  expect(() => settle((n) => Float64Array.of(Math.sin(n)), 1)).toThrow(/does not settle/);
  // 8 and 16 steps agree by chance, 4 did not.
  expect(settle((n) => Float64Array.of(n === 4 ? 1 : 0), 1).steps).toBeGreaterThan(16);
});

it('an empirical target has a flow on its path', () => {
  const field = marginalField({ schedule: condOT, target: empirical({ points: [-1, 0.5, 2], dim: 1 }) });
  expect(changeOfVariables(field).check().status).toBe('holds');
});

describe('traceEstimate', () => {
  const signs = (key: Key, out: Float64Array): void => {
    uniformInto(key, 0, out);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! < 0.5 ? -1 : 1;
  };

  it('is exact in one dimension with signs', () => {
    const { residual, bound } = traceEstimate({
      ...linearTrace([[0.3]], signs),
      // The moments of the probes are judged too; here they are made exact.
      probes: (_key, out) => out.set(out.map((_, i) => (i % 2 === 0 ? 1 : -1))),
    }).at({ x: [0], seed: 1 });
    expect(residual).toBeLessThanOrEqual(1e-16);
    expect(bound).toBeLessThan(1);
  });

  it('refuses, faults, and meets a biased probe again', () => {
    expect(traceEstimate({} as never).check().status).toBe('refused');
    expect(traceEstimate({ ...linearTrace([[1]], signs), dim: 65 }).check().status).toBe('refused');
    for (const [, member] of broken) {
      expect(traceEstimate({ ...linearTrace([[1]], signs), probes: member } as never).check().status).toBe(
        'faulty',
      );
      expect(traceEstimate({ ...linearTrace([[1]], signs), jvp: member } as never).check().status).toBe(
        'faulty',
      );
    }
    const nan = { ...linearTrace([[1]], signs), estimate: () => Number.NaN };
    expect(traceEstimate(nan).check().status).toBe('faulty');
    const held = traceEstimate(
      linearTrace(
        [
          [2, 1],
          [0, 1],
        ],
        biased,
      ),
    );
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/^x = \[\S+ \S+\], probes of seed \d+$/);
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });

  const biased = (key: Key, out: Float64Array): void => uniformInto(key, 0, out);
});
