/** Gauss–Legendre 4: its stability function, its symmetry, and the iteration of its stages. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DivergenceError } from '../../src/errors.ts';
import { surdNumber } from '../../src/solvers/implicit-stages.ts';
import { gl4, solve } from '../../src/solvers/index.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { riccati, swirl } from './problems.ts';

const linear =
  (lambda: number): VelocityFunction =>
  (_, x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = lambda * x[i]!;
  };

test('its coefficients are those of the polynomials of Legendre', () => {
  const c = gl4.c.map((value) => surdNumber('c', value));
  // c is a root of P₂(2c − 1) = (3(2c − 1)² − 1)/2; Σⱼ aᵢⱼ = cᵢ and Σⱼ aᵢⱼ cⱼ = cᵢ²/2 make A.
  for (const [i, root] of c.entries()) {
    expect(Math.abs(3 * (2 * root - 1) ** 2 - 1)).toBeLessThanOrEqual(2 ** -50);
    const a = gl4.a[i]!.map((value) => surdNumber('a', value));
    expect(Math.abs(a[0]! + a[1]! - root)).toBeLessThanOrEqual(2 ** -52);
    expect(Math.abs(a[0]! * c[0]! + a[1]! * c[1]! - root ** 2 / 2)).toBeLessThanOrEqual(2 ** -52);
  }
  expect(gl4.b.map((value) => surdNumber('b', value))).toEqual([0.5, 0.5]);
});

test('one step multiplies by the Padé quotient (1 + z/2 + z²/12)/(1 − z/2 + z²/12)', () => {
  fc.assert(
    fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (z) => {
      const { x } = solve(linear(z), Float64Array.of(1), { dim: 1, solver: gl4, steps: 1 });
      const truth = (1 + z / 2 + (z * z) / 12) / (1 - z / 2 + (z * z) / 12);
      // The iteration stops within some ulps of its limit; (1 − |z|/√12)⁻¹ ≤ 2.4 of them stay.
      return Math.abs(x[0]! - truth) <= 64 * 2 ** -52 * Math.max(1, truth);
    }),
  );
});

describe('symmetry', () => {
  test('there and back is x₀ to rounding, on any grid, from any start', () => {
    const state = fc.tuple(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
    );
    const gaps = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 4 }), gaps, (rows, sizes) => {
        const total = sizes.reduce((a, b) => a + b, 0);
        let sum = 0;
        const grid = [0, ...sizes.map((size) => (sum += size) / total)];
        const x0 = Float64Array.from(rows.flat());
        const there = solve(swirl, x0, { dim: 2, solver: gl4, grid });
        const back = solve(swirl, there.x, { dim: 2, solver: gl4, grid: grid.toReversed() });
        // 2·12 steps, each solved to some 8 ulps of numbers below 8, grown by e².
        return back.x.every((v, i) => Math.abs(v - x0[i]!) <= 24 * 8 * 8 * 7.4 * 2 ** -52);
      }),
    );
  });

  test('so a thousand steps of a turn keep the circle, and thousand steps back find the start', () => {
    const turn: VelocityFunction = (_, x, out) => {
      out[0] = -50 * x[1]!;
      out[1] = 50 * x[0]!;
    };
    const { x, nfe } = solve(turn, Float64Array.of(1, 0), { dim: 2, solver: gl4, steps: 1000 });
    // Quadratic invariants are kept exactly; each step rounds by some ulps, at random.
    expect(Math.abs(Math.hypot(x[0]!, x[1]!) - 1)).toBeLessThanOrEqual(1000 * 2 ** -52);
    const { x: start } = solve(turn, x, { dim: 2, solver: gl4, steps: 1000, from: 1, to: 0 });
    expect(Math.hypot(start[0]! - 1, start[1]!)).toBeLessThanOrEqual(4000 * 2 ** -52);
    expect(nfe).toBeLessThan(1000 * 2 * 15);
  });
});

describe('the iteration', () => {
  test('counts every call, and stops each row by itself', () => {
    let calls = 0;
    const counted: VelocityFunction = (t, x, out) => {
      calls++;
      riccati(t, x, out);
    };
    // The first row needs many iterations, the second none.
    const both = solve(counted, Float64Array.of(3, 0), { dim: 1, solver: gl4, steps: 8 });
    expect(both.nfe).toBe(calls);
    const alone = solve(riccati, Float64Array.of(0), { dim: 1, solver: gl4, steps: 8 });
    expect(alone.nfe).toBeLessThan(both.nfe);
    expect(both.x[1]).toBe(0);
    expect(both.x[0]).toBe(solve(riccati, Float64Array.of(3), { dim: 1, solver: gl4, steps: 8 }).x[0]);
  });

  test('starts from the line through the stages before: on a parabola, which the method hits, there is all but nothing left to do', () => {
    // x = (t², 1 − t²) has the slopes 2t and −2t at the stages; off it the fixed points attract by 20h/√12.
    const parabola: VelocityFunction = (t, x, out) => {
      for (let i = 0; i < x.length; i += 2) {
        out[i] = 2 * t - 20 * (x[i]! - t * t);
        out[i + 1] = -2 * t + 20 * (1 - t * t - x[i + 1]!);
      }
    };
    const grid = [0, 0.0625, 0.1875, 0.25, 0.375, 0.4375, 0.5625, 0.625, 0.75, 0.875, 1];
    const nfe = (end: number): number =>
      solve(parabola, Float64Array.of(0, 1), { dim: 2, solver: gl4, grid: grid.slice(0, end + 1) }).nfe;
    const first = nfe(1);
    // The first step knows nothing: 0.36ᵐ below rounding takes 30 iterations of two. The others start within rounding, 64 ulps of 1 times 0.72 an iteration.
    expect(first).toBeGreaterThan(40);
    expect(nfe(10) - first).toBeLessThan(9 * 2 * 10);
  });

  test('that does not converge is told, with step, time and row', () => {
    const stiff: VelocityFunction = (_, x, out) => {
      out[0] = -x[0]!;
      out[1] = -100 * Math.tanh(x[1]!);
    };
    const stiff4: VelocityFunction = (t, x, out) => {
      stiff(t, x.subarray(2), out.subarray(2));
      for (const i of [0, 1]) out[i] = -x[i]!;
    };
    for (const Type of [Float32Array, Float64Array]) {
      const run = (steps: number): unknown =>
        solve(stiff, new Type([1, 0.5]), { dim: 1, solver: gl4, steps });
      expect(() => run(10)).toThrow(DivergenceError);
      expect(() => run(10)).toThrow(/^stages of step 1 of 10, to t = 0\.1, row 1: .*take more steps/);
      expect(() => run(100)).not.toThrow();
      expect(() => solve(stiff4, new Type([1, 1, 1, 0.5]), { dim: 2, solver: gl4, steps: 10 })).toThrow(
        /^stages of step 1 of 10, to t = 0\.1, row 1:/,
      );
    }
  });

  test('meets a field without numbers as every solver does', () => {
    const none: VelocityFunction = (_, x, out) => void out.fill(Number.NaN, 0, x.length);
    expect(() => solve(none, new Float64Array(2), { dim: 1, solver: gl4, steps: 2 })).toThrow(
      /^x at step 1 of 2, t = 0\.5, row 0: expected a finite state, received NaN/,
    );
    const half: VelocityFunction = (_, x, out) => {
      out[0] = Number.NaN;
      out[1] = -100 * Math.tanh(x[1]!);
    };
    expect(() => solve(half, Float64Array.of(0, 0.5), { dim: 2, solver: gl4, steps: 10 })).toThrow(
      /^x at step 1 of 10, t = 0\.1, row 0: expected a finite state, received NaN/,
    );
  });

  test('in float32 ends at the rounding of float32, with a carry an order of magnitude below', () => {
    const starts = Float32Array.from({ length: 20 }, (_, i) => 0.5 + i / 10);
    const error = (compensated: boolean): number => {
      const { x } = solve(riccati, starts, { dim: 1, solver: gl4, steps: 500, compensated });
      return Math.sqrt(x.reduce((sum, v, i) => sum + (v - 1 / (1 / starts[i]! + 2)) ** 2, 0) / starts.length);
    };
    expect(error(true)).toBeLessThan(error(false) / 4);
    expect(error(true)).toBeLessThan(2 ** -23 / 2);
  });
});
