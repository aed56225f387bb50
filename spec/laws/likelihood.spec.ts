/** Densities carried by a flow: change of variables, there and back. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import {
  changeOfVariables,
  likelihoodRoundTrip,
  type TransportSubject,
} from '../../src/laws/likelihood/index.ts';
import { carry, settle } from '../../src/laws/likelihood/transport.ts';
import { condOT } from '../../src/schedules/index.ts';
import { eightGaussians, empirical } from '../../src/targets/index.ts';
import { broken } from './broken-members.ts';
import { stretching } from './stretching.ts';

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
