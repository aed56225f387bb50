import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { euler, heun, rk4 } from '../../src/solvers/index.ts';
import { solve } from '../../src/solvers/solve.ts';
import { bits, riccati, swirl } from './problems.ts';

type Round = (value: number) => number;
const exactly: Round = (value) => value;

/** The three methods as their papers write them, every operation rounded by itself, one row of two columns. */
const written: Record<
  string,
  (x: number[], t: (c: number) => number, h: (d: number) => number, r: Round) => number[]
> = {
  euler: (x, t, h, r) => {
    const k = field(t(0), x, r);
    return x.map((v, i) => r(v + r(h(1) * k[i]!)));
  },
  heun: (x, t, h, r) => {
    const k1 = field(t(0), x, r);
    const k2 = field(
      t(1),
      x.map((v, i) => r(v + r(h(1) * k1[i]!))),
      r,
    );
    return x.map((v, i) => r(v + r(h(2) * r(k1[i]! + k2[i]!))));
  },
  rk4: (x, t, h, r) => {
    const k1 = field(t(0), x, r);
    const k2 = field(
      t(0.5),
      x.map((v, i) => r(v + r(h(2) * k1[i]!))),
      r,
    );
    const k3 = field(
      t(0.5),
      x.map((v, i) => r(v + r(h(2) * k2[i]!))),
      r,
    );
    const k4 = field(
      t(1),
      x.map((v, i) => r(v + r(h(1) * k3[i]!))),
      r,
    );
    return x.map((v, i) => r(v + r(h(6) * r(r(r(k1[i]! + r(2 * k2[i]!)) + r(2 * k3[i]!)) + k4[i]!))));
  },
};

function field(t: number, x: number[], round: Round): number[] {
  const Type = round === exactly ? Float64Array : Float32Array;
  const out = new Type(2);
  swirl(t, new Type(x), out);
  return [...out];
}

test('both kernels are the written formulas, one rounding per operation, to the bit', () => {
  const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom<[Float32ArrayConstructor | Float64ArrayConstructor, Round]>(
        [Float32Array, Math.fround],
        [Float64Array, exactly],
      ),
      fc.tuple(coordinate, coordinate),
      fc.constantFrom(euler, heun, rk4),
      fc.integer({ min: 1, max: 20 }),
      ([Type, round], start, solver, steps) => {
        const x0 = new Type(start);
        let x: number[] = [...x0];
        for (let i = 0; i < steps; i++) {
          const t = (c: number): number => (2 * i + 2 * c) / (2 * steps);
          x = written[solver.name]!(x, t, (d) => round(1 / (steps * d)), round);
        }
        const { x: solved } = solve(swirl, x0, { dim: 2, solver, steps });
        expect(bits(solved)).toEqual(bits(new Type(x) as FloatArray));
      },
    ),
  );
});

describe('float32 traps at N = 1000', () => {
  const constant = (_: number, __: FloatArray, out: FloatArray): void => void out.fill(1);
  const N = 1000;

  test('a constant field: the plain state drifts, the compensated one ends within half an ulp', () => {
    const start = Math.fround(0.1);
    const end = (compensated: boolean): number =>
      solve(constant, new Float32Array([start]), { dim: 1, solver: rk4, steps: N, compensated }).x[0]!;
    // The sum x + Σ h is known exactly: start + 1. Half an ulp of a number in [1, 2) is 2⁻²⁴; the roundings of h·6 cost
    // at most N · ½ulp(h) = 1000 · 2⁻³⁴ = 2⁻²⁴, the last rounding of the state itself 2⁻²⁴.
    expect(Math.abs(end(true) - (start + 1))).toBeLessThanOrEqual(2 * 2 ** -24);
    expect(Math.abs(end(false) - (start + 1))).toBeGreaterThan(16 * 2 ** -24);
  });

  test('h/6 is not a float32: what its rounding loses is carried', () => {
    // Without the low half of h the end would move by the relative error of fround(h/6) itself.
    const h6 = 1 / (6 * N);
    expect(Math.abs(Math.fround(h6) - h6) / h6).toBeGreaterThan(2 ** -27);
    const x0 = new Float32Array([0]);
    const scaled = (_: number, __: FloatArray, out: FloatArray): void => void out.fill(2 ** 20);
    const { x } = solve(scaled, x0, { dim: 1, solver: rk4, steps: N, compensated: true });
    expect(Math.abs(x[0]! - 2 ** 20)).toBeLessThanOrEqual(2 ** (20 - 23));
  });

  test('a non-linear field: compensation wins an order of magnitude, and float32 alone has its floor near N = 128', () => {
    // Forty starts, because a single trajectory may be lucky: 1/x(t) = 1/x(0) + t + t².
    const starts = Float32Array.from({ length: 40 }, (_, i) => 0.5 + i / 20);
    const rmse = (steps: number, compensated: boolean): number => {
      const { x } = solve(riccati, starts, { dim: 1, solver: rk4, steps, compensated });
      const square = x.reduce((s, v, i) => s + (v - 1 / (1 / starts[i]! + 2)) ** 2, 0);
      return Math.sqrt(square / starts.length);
    };
    expect(rmse(N, true)).toBeLessThan(rmse(N, false) / 5);
    // ulp(½)/√12 is the error of rounding the exact solution; the compensated state stays within a few of it.
    expect(rmse(N, true)).toBeLessThan((4 * 2 ** -24) / Math.sqrt(12));
    expect(rmse(N, false)).toBeGreaterThan(rmse(128, false));
  });

  test('in float64 the compensated state is better too', () => {
    const error = (compensated: boolean): number => {
      const starts = Float64Array.from({ length: 40 }, (_, i) => 0.5 + i / 20);
      const { x } = solve(riccati, starts, { dim: 1, solver: rk4, steps: 10_000, compensated });
      return Math.sqrt(x.reduce((s, v, i) => s + (v - 1 / (1 / starts[i]! + 2)) ** 2, 0) / 40);
    };
    // The method's own error falls as N⁻⁴: below 1e-17 at N = 10,000 (9.5e-14 at N = 1000, measured), so all that is left
    // is rounding: about √N halves of an ulp for the plain state, the last half ulp(½)/√12 for the compensated one.
    expect(error(true)).toBeLessThan(error(false) / 10);
    expect(error(true)).toBeLessThan((2 * 2 ** -53) / Math.sqrt(12));
  });
});
