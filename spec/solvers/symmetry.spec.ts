import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import { euler, heun, rk4 } from '../../src/solvers/index.ts';
import { solve } from '../../src/solvers/solve.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { bits, swirl } from './problems.ts';
import { solvers } from './solver-list.ts';

const dtype = fc.constantFrom(Float32Array, Float64Array);
const solver = fc.constantFrom(euler, heun, rk4);
const anySolver = fc.constantFrom(...solvers);
const rows = fc.array(
  fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true })),
  {
    minLength: 1,
    maxLength: 9,
  },
);
const steps = fc.integer({ min: 1, max: 24 });
const setting = fc.record({ solver, steps, compensated: fc.boolean() });
const anySetting = fc.record({ solver: anySolver, steps, compensated: fc.boolean() });

describe('time reversal', () => {
  const mirrored: VelocityFunction = (s, x, out) => {
    swirl(1 - s, x, out);
    for (let i = 0; i < out.length; i++) out[i] = -out[i]!;
  };

  test('u from 1 to 0 is −u(1 − s) from 0 to 1, to the bit, for any N', () => {
    fc.assert(
      fc.property(dtype, rows, anySetting, (Type, x, options) => {
        const x0 = new Type(x.flat());
        const back = solve(swirl, x0, { dim: 2, ...options, from: 1, to: 0, path: true });
        const there = solve(mirrored, x0, { dim: 2, ...options, path: true });
        expect(bits(back.path!)).toEqual(bits(there.path!));
        expect([...back.times]).toEqual([...there.times].map((s) => 1 - s));
      }),
    );
  });

  test('u from 0 to 1 is −u(1 − s) from 1 to 0, to the bit, where 1 − (1 − t) = t for all stage times', () => {
    fc.assert(
      fc.property(dtype, rows, fc.constantFrom(1, 2, 4, 8, 16, 32), solver, (Type, x, n, method) => {
        const x0 = new Type(x.flat());
        const options = { dim: 2, solver: method, steps: n };
        const there = solve(swirl, x0, options);
        const back = solve(mirrored, x0, { ...options, from: 1, to: 0 });
        expect(bits(back.x)).toEqual(bits(there.x));
      }),
    );
  });

  test('there and back returns to x₀ to the order of the method', () => {
    const x0 = new Float64Array([0.5, -1, 1.25, 0.75]);
    for (const method of [euler, heun, rk4]) {
      const distance = (n: number): number => {
        const there = solve(swirl, x0, { dim: 2, solver: method, steps: n }).x;
        const back = solve(swirl, there, { dim: 2, solver: method, steps: n, from: 1, to: 0 }).x;
        return Math.max(...x0.map((v, i) => Math.abs(v - back[i]!)));
      };
      // Order p shrinks the round trip by 2^p (or more, where even terms cancel); half of that is safe to ask at N = 64.
      expect(distance(64) / distance(128)).toBeGreaterThan(2 ** method.order / 2);
      expect(distance(128)).toBeLessThan(0.2);
    }
  });
});

describe('affine equivariance', () => {
  /** The field of y = S x for a signed power of two per column after a swap: exact in floats. */
  const conjugate = (
    swap: boolean,
    scale: [number, number],
  ): { to: (x: FloatArray) => FloatArray; field: VelocityFunction } => {
    const to = (x: FloatArray): FloatArray => {
      const y = x.slice() as FloatArray;
      for (let i = 0; i < x.length; i += 2) {
        y[i] = scale[0] * x[i + (swap ? 1 : 0)]!;
        y[i + 1] = scale[1] * x[i + (swap ? 0 : 1)]!;
      }
      return y;
    };
    const from = (y: FloatArray): FloatArray => {
      const x = y.slice() as FloatArray;
      for (let i = 0; i < y.length; i += 2) {
        x[i + (swap ? 1 : 0)] = y[i]! / scale[0];
        x[i + (swap ? 0 : 1)] = y[i + 1]! / scale[1];
      }
      return x;
    };
    return {
      to,
      field: (t, y, out) => {
        const u = y.slice() as FloatArray;
        swirl(t, from(y), u);
        out.set(to(u));
      },
    };
  };

  test('signed permutations with powers of two commute with the solver, to the bit', () => {
    const power = fc.constantFrom(-4, -1, -0.5, 0.25, 1, 2, 8);
    fc.assert(
      fc.property(dtype, rows, anySetting, fc.boolean(), power, power, (Type, x, options, swap, p, q) => {
        const { to, field } = conjugate(swap, [p, q]);
        const x0 = new Type(x.flat());
        const direct = solve(swirl, x0, { dim: 2, ...options }).x;
        const conjugated = solve(field, to(x0), { dim: 2, ...options }).x;
        expect(bits(conjugated)).toEqual(bits(to(direct)));
      }),
    );
  });

  test('any affine map commutes with the solver, within rounding', () => {
    fc.assert(
      fc.property(rows, setting, fc.double({ min: -1, max: 1, noNaN: true }), (x, options, shift) => {
        // y = A x + b with A = [[2, 1], [0.5, 1]], det 1.5, condition number below 5.
        const to = (v: FloatArray, b: number): FloatArray => {
          const y = v.slice() as FloatArray;
          for (let i = 0; i < v.length; i += 2) {
            y[i] = 2 * v[i]! + v[i + 1]! + b;
            y[i + 1] = 0.5 * v[i]! + v[i + 1]! - b;
          }
          return y;
        };
        const from = (y: FloatArray, b: number): FloatArray => {
          const v = y.slice() as FloatArray;
          for (let i = 0; i < y.length; i += 2) {
            const p = y[i]! - b;
            const q = y[i + 1]! + b;
            v[i] = (p - q) / 1.5;
            v[i + 1] = (2 * q - 0.5 * p) / 1.5;
          }
          return v;
        };
        const field: VelocityFunction = (t, y, out) => {
          const u = y.slice() as FloatArray;
          swirl(t, from(y, shift), u);
          out.set(to(u, 0));
        };
        const x0 = new Float64Array(x.flat());
        const direct = to(solve(swirl, x0, { dim: 2, ...options }).x, shift);
        const conjugated = solve(field, to(x0, shift), { dim: 2, ...options }).x;
        // Each of ≤ 24·4 evaluations goes through ≤ 12 roundings of values ≤ 16 (|x| ≤ 3 + 4, ‖A‖ ≤ 3, condition 5), and the
        // flow stretches by at most e² = 7.4 (its slopes are below 2): 96·12·16·5·7.4·2⁻⁵³.
        const bound = 96 * 12 * 16 * 5 * 7.4 * 2 ** -53;
        return direct.every((v, i) => Math.abs(v - conjugated[i]!) <= bound);
      }),
    );
  });
});

test('rows are independent: any tiling gives the same bits', () => {
  fc.assert(
    fc.property(dtype, rows, anySetting, fc.integer({ min: 1, max: 4 }), (Type, x, options, tile) => {
      const x0 = new Type(x.flat());
      const whole = solve(swirl, x0, { dim: 2, ...options }).x;
      for (let first = 0; first < x.length; first += tile) {
        const part = x0.slice(2 * first, 2 * (first + tile));
        const alone = solve(swirl, part, { dim: 2, ...options }).x;
        expect(bits(alone)).toEqual(bits(whole.slice(2 * first, 2 * (first + tile))));
      }
    }),
  );
});
