import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { euler, heun, rk4, type Tableau } from '../../src/solvers/index.ts';
import { solve } from '../../src/solvers/solve.ts';
import { riccati, swirl } from './problems.ts';

type Round = (value: number) => number;
const exactly: Round = (value) => value;

/** Kutta's 3/8 rule: the one of these whose weights (3) need a rounding of their own. */
const threeEighths: Tableau = {
  name: 'three-eighths',
  order: 4,
  c: ['0', '1/3', '2/3', '1'],
  a: [[], ['1/3'], ['-1/3', '1'], ['1', '-1', '1']],
  b: ['1/8', '3/8', '3/8', '1/8'],
};

type Vector = number[];

/** One row of two columns in a chosen arithmetic: what the written formulas below are made of. */
interface Arithmetic {
  readonly round: Round;
  readonly field: (t: number, x: Vector) => Vector;
  /** h/D rounded, and what that lost (0 in float64). */
  readonly h: (d: number) => [number, number];
}

/** low + h s, the increment of a state that carries `low`. */
function increment({ round, h }: Arithmetic, low: number, d: number, s: number): number {
  const [high, rest] = h(d);
  return round(round(low + round(rest * s)) + round(high * s));
}

/** The methods as their papers write them: the sum s and the D of x⁺ = x + (h/D) s, with stages that see the carry. */
const written: Record<
  string,
  (x: Vector, low: Vector, t: (c: number) => number, arithmetic: Arithmetic) => { s: Vector; d: number }
> = {
  euler: (x, _, t, m) => {
    const k = m.field(t(0), x);
    return { s: k, d: 1 };
  },
  heun: (x, low, t, m) => {
    const k1 = m.field(t(0), x);
    const k2 = m.field(
      t(1),
      x.map((v, i) => m.round(v + increment(m, low[i]!, 1, k1[i]!))),
    );
    return { s: x.map((_, i) => m.round(k1[i]! + k2[i]!)), d: 2 };
  },
  rk4: (x, low, t, m) => {
    const r = m.round;
    const to = (d: number, k: Vector): Vector => x.map((v, i) => r(v + increment(m, low[i]!, d, k[i]!)));
    const k1 = m.field(t(0), x);
    const k2 = m.field(t(0.5), to(2, k1));
    const k3 = m.field(t(0.5), to(2, k2));
    const k4 = m.field(t(1), to(1, k3));
    return { s: x.map((_, i) => r(r(r(k1[i]! + r(2 * k2[i]!)) + r(2 * k3[i]!)) + k4[i]!)), d: 6 };
  },
  'three-eighths': (x, low, t, m) => {
    const r = m.round;
    const to = (d: number, s: Vector): Vector => x.map((v, i) => r(v + increment(m, low[i]!, d, s[i]!)));
    const k1 = m.field(t(0), x);
    const k2 = m.field(t(1 / 3), to(3, k1));
    const k3 = m.field(
      t(2 / 3),
      to(
        3,
        k1.map((k, i) => r(-k + r(3 * k2[i]!))),
      ),
    );
    const k4 = m.field(
      t(1),
      to(
        1,
        k1.map((k, i) => r(r(k - k2[i]!) + k3[i]!)),
      ),
    );
    return { s: x.map((_, i) => r(r(r(k1[i]! + r(3 * k2[i]!)) + r(3 * k3[i]!)) + k4[i]!)), d: 8 };
  },
};

function arithmetic(single: boolean, steps: number, compensated: boolean): Arithmetic {
  const round = single ? Math.fround : exactly;
  const Type = single ? Float32Array : Float64Array;
  return {
    round,
    field: (t, x) => {
      const out = new Type(2);
      swirl(t, new Type(x), out);
      return [...out];
    },
    h: (d) => {
      const h = round(1 / (steps * d));
      return [h, compensated && single ? round(1 / (steps * d) - h) : 0];
    },
  };
}

/** x + y as its rounded sum and the exact rest, by the larger operand first instead of Knuth's six operations. */
function sumAndRest(x: number, y: number, round: Round): [number, number] {
  const sum = round(x + y);
  const [large, small] = Math.abs(x) >= Math.abs(y) ? [x, y] : [y, x];
  return [sum, round(small - round(sum - large))];
}

test('both kernels are the written formulas, one rounding per operation, with and without a carry, to the bit', () => {
  const coordinate = fc.oneof(
    fc.double({ min: -3, max: 3, noNaN: true }),
    // Small states, where the increment is the larger operand of the last addition.
    fc.double({ min: -1e-6, max: 1e-6, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.tuple(coordinate, coordinate),
      fc.constantFrom(euler, heun, rk4, threeEighths),
      fc.integer({ min: 1, max: 20 }),
      (single, compensated, start, solver, steps) => {
        const x0 = single ? new Float32Array(start) : new Float64Array(start);
        const m = arithmetic(single, steps, compensated);
        let x: Vector = [...x0];
        let low: Vector = [0, 0];
        for (let i = 0; i < steps; i++) {
          // Thirds of a step as integer quotients: i + 1/3 would be rounded twice.
          const t = (c: number): number => (6 * i + Math.round(6 * c)) / (6 * steps);
          const { s, d } = written[solver.name]!(x, low, t, m);
          const [h, rest] = m.h(d);
          const r = m.round;
          if (compensated) {
            const sums = x.map((v, j): [number, number] => {
              const [sum, lost] = sumAndRest(v, r(h * s[j]!), r);
              return sumAndRest(sum, r(lost + r(low[j]! + r(rest * s[j]!))), r);
            });
            x = sums.map(([sum]) => sum);
            low = sums.map(([, lost]) => lost);
          } else {
            x = x.map((v, j) => r(v + r(h * s[j]!)));
          }
        }
        const { x: solved } = solve(swirl, x0, { dim: 2, solver, steps, compensated });
        // Zero for minus zero: the formulas above add a carry of +0 where the plain kernel adds none.
        expect([...solved].map((v) => v + 0)).toEqual(x.map((v) => v + 0));
      },
    ),
    { numRuns: 400 },
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

  test('h is no float32: what its rounding loses is carried', () => {
    const speed = 2 ** 20;
    const field = (_: number, __: FloatArray, out: FloatArray): void => void out.fill(speed);
    // From −2¹⁸ to exactly 0.75 · 2²⁰, whose half ulp is 2⁻⁵; fround(h) alone would miss by more than that.
    expect(speed * N * Math.abs(Math.fround(1 / N) - 1 / N)).toBeGreaterThan(2 ** -5);
    const start = new Float32Array([-(2 ** 18)]);
    const { x } = solve(field, start, { dim: 1, solver: euler, steps: N, compensated: true });
    expect(x[0]).toBe(0.75 * 2 ** 20);
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
