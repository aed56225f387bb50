/** The step kernels by themselves, on numbers of any size: what a solution within its usual range does not show. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloatArray } from '../../src/array/float-array.ts';
import type { ScaledCombination, StepKernel } from '../../src/solvers/kernel.ts';
import { float32Kernel } from '../../src/solvers/kernel-float32.ts';
import { float64Kernel } from '../../src/solvers/kernel-float64.ts';
import { solve } from '../../src/solvers/solve.ts';
import { tableaus } from './solver-list.ts';

const cell = new Float32Array(1);
/** Rounds by storing: the one rounding to float32 that is not Math.fround. */
const narrow = (value: number): number => {
  cell[0] = value;
  return cell[0];
};
/** Significands of 24 bits times powers of two over forty octaves: additions lose anything from nothing to everything. */
const number32 = fc
  .tuple(fc.integer({ min: -(2 ** 24) + 1, max: 2 ** 24 - 1 }), fc.integer({ min: -40, max: 0 }))
  .map(([significand, exponent]) => narrow(significand * 2 ** exponent));

/** Two times the four that a kernel takes together, and three that are left. */
const COLUMNS = 11;
const cases = fc.record({
  x: fc.array(number32, { minLength: COLUMNS, maxLength: COLUMNS }),
  carry: fc.array(number32, { minLength: COLUMNS, maxLength: COLUMNS }),
  k: fc.array(number32, { minLength: 3 * COLUMNS, maxLength: 3 * COLUMNS }),
  weights: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }),
  h: number32,
  hLow: number32,
});
const stages = Int32Array.of(0, 1, 2);

/** The formulas of kernel.ts for one element, each operation rounded by `r`. */
function written(
  r: (value: number) => number,
  x: number,
  carry: number,
  k: number[],
  w: number[],
  h: number,
  hLow: number,
) {
  const s = r(r(r(w[0]! * k[0]!) + r(w[1]! * k[1]!)) + r(w[2]! * k[2]!));
  const [step, low] = [r(h * s), r(carry + r(hLow * s))];
  // Knuth's TwoSum of x and h s, then Dekker's FastTwoSum of that and the low part.
  const sum = r(x + step);
  const stepPart = r(sum - x);
  const rest = r(r(x - r(sum - stepPart)) + r(step - stepPart));
  const below = r(rest + low);
  const state = r(sum + below);
  return {
    combined: r(x + step),
    withCarry: r(x + r(low + step)),
    state,
    carry: r(below - r(state - sum)),
  };
}

describe('the float32 kernel', () => {
  test('rounds every operation by itself, for any numbers', () => {
    fc.assert(
      fc.property(cases, ({ x, carry, k, weights, h, hLow }) => {
        const by: ScaledCombination<Float32Array> = {
          denominator: 1,
          stages,
          weights: Float32Array.from(weights),
          h,
          hLow,
        };
        const [X, C, K] = [Float32Array.from(x), Float32Array.from(carry), Float32Array.from(k)];
        const truth = x.map((v, i) =>
          written(narrow, v, carry[i]!, [k[i]!, k[COLUMNS + i]!, k[2 * COLUMNS + i]!], weights, h, hLow),
        );
        const out = new Float32Array(COLUMNS);
        float32Kernel.combine(X, K, COLUMNS, by, out);
        expect(out).toEqual(Float32Array.from(truth, (v) => v.combined));
        float32Kernel.combineWithCarry(X, C, K, COLUMNS, by, out);
        expect(out).toEqual(Float32Array.from(truth, (v) => v.withCarry));
        float32Kernel.advanceWithCarry(X, C, K, COLUMNS, by);
        expect(X).toEqual(Float32Array.from(truth, (v) => v.state));
        expect(C).toEqual(Float32Array.from(truth, (v) => v.carry));
      }),
      { numRuns: 400 },
    );
  });

  test('splits h/D into a float32 number and a float32 number for what that lost', () => {
    const combination = { stages, weights: Float64Array.of(1, 2, 3), denominator: 6 };
    for (const [span, steps] of [
      [1, 7],
      [-0.3, 11],
      [0.9, 1000],
    ] as const) {
      const by = float32Kernel.load(combination);
      float32Kernel.setStep(by, span, steps);
      const { h, hLow, weights } = by;
      const exact = span / (steps * 6);
      expect(h).toBe(narrow(exact));
      expect(hLow).toBe(narrow(exact - narrow(exact)));
      expect(weights).toEqual(Float32Array.of(1, 2, 3));
    }
  });
});

describe('a combination', () => {
  const special = [0, -0, 5e-324, -1.4e-45, Number.NaN, Infinity, -Infinity, 1e308, -3.4e38];
  const number = fc.oneof(fc.double(), fc.constantFrom(...special));

  test.each([
    ['float32', Float32Array],
    ['float64', Float64Array],
  ] as const)('of many columns is that of each column by itself, to the bit: %s', (dtype, Numbers) => {
    const kernel = (dtype === 'float32' ? float32Kernel : float64Kernel) as StepKernel<FloatArray>;
    const numbers = (length: number) =>
      fc.array(number, { minLength: length, maxLength: length }).map((values) => Numbers.from(values));
    const sizes = fc.tuple(fc.nat(13), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(
        sizes.chain(([n, count]) =>
          fc.tuple(numbers(n), numbers(count * n), numbers(count), fc.constantFrom(...special, 0.1)),
        ),
        ([x, k, weights, h]) => {
          const n = x.length;
          const used = Int32Array.from(weights.keys()).reverse();
          const by = { stages: used, weights, denominator: 1, h: Numbers.of(h)[0]!, hLow: 0 };
          const out = new Numbers(n);
          kernel.combine(x, k, n, by, out);
          for (let i = 0; i < n; i++) {
            const column = new Numbers(weights.length).map((_, j) => k[j * n + i]!);
            const single = new Numbers(1);
            kernel.combine(x.subarray(i, i + 1), column, 1, by, single);
            expect(single[0]).toBe(out[i]);
          }
          kernel.combine(x, k, n, by, x);
          expect(x).toEqual(out);
        },
      ),
    );
  });
});

describe('weights that float32 cannot hold', () => {
  const weight = fc.double({ min: -30, max: 30, noNaN: true });

  test('are the nearest integers over a power of two, the sum of all kept in the largest', () => {
    fc.assert(
      fc.property(fc.array(weight, { minLength: 1, maxLength: 12 }), (values) => {
        fc.pre(values.some((w) => Math.fround(w) !== w && Math.abs(w) > 1e-3));
        const combination = {
          stages: Int32Array.from(values.keys()),
          weights: Float64Array.from(values),
          denominator: 1,
        };
        const { weights, denominator: d } = float32Kernel.load(combination);
        expect(Number.isInteger(Math.log2(d))).toBe(true);
        const largest = Math.max(...values.map(Math.abs));
        // 22 to 23 bits, and room for the correction, half a unit of each at most.
        expect(largest * d > 2 ** 22 - 1 && largest * d <= 2 ** 23).toBe(true);
        for (const [j, w] of weights.entries()) {
          const off = Math.abs(w - values[j]! * d);
          expect(Number.isInteger(w)).toBe(true);
          expect(off).toBeLessThanOrEqual(Math.abs(values[j]!) === largest ? values.length / 2 + 1 : 0.5);
        }
        const sum = values.reduce((a, b) => a + b, 0);
        expect(weights.reduce((a, b) => a + b, 0) - Math.round(sum * d)).toBe(0);
      }),
    );
  });

  test('so that a constant field moves by the whole interval with any method', () => {
    const constant = (_: number, __: unknown, out: Float32Array | Float64Array): void => void out.fill(1);
    for (const [solver] of tableaus) {
      const start = Math.fround(0.1);
      const { x } = solve(constant, new Float32Array([start]), {
        dim: 1,
        solver,
        steps: 1000,
        compensated: true,
      });
      // As in arithmetic.spec.ts: half an ulp for the roundings of h, half for that of the state.
      expect(Math.abs(x[0]! - (start + 1)), solver.name).toBeLessThanOrEqual(2 * 2 ** -24);
    }
  });
});

describe('the float64 kernel', () => {
  test('is the same formulas in plain numbers', () => {
    fc.assert(
      fc.property(cases, ({ x, carry, k, weights, h }) => {
        const by: ScaledCombination<Float64Array> = {
          stages,
          weights: Float64Array.from(weights),
          denominator: 1,
          h,
          hLow: 0,
        };
        const [X, C, K] = [Float64Array.from(x), Float64Array.from(carry), Float64Array.from(k)];
        const truth = x.map((v, i) =>
          written((n) => n, v, carry[i]!, [k[i]!, k[COLUMNS + i]!, k[2 * COLUMNS + i]!], weights, h, 0),
        );
        const out = new Float64Array(COLUMNS);
        float64Kernel.combine(X, K, COLUMNS, by, out);
        expect(out).toEqual(Float64Array.from(truth, (v) => v.combined));
        float64Kernel.combineWithCarry(X, C, K, COLUMNS, by, out);
        expect(out).toEqual(Float64Array.from(truth, (v) => v.withCarry));
        float64Kernel.advanceWithCarry(X, C, K, COLUMNS, by);
        expect(X).toEqual(Float64Array.from(truth, (v) => v.state));
        expect(C).toEqual(Float64Array.from(truth, (v) => v.carry));
      }),
      { numRuns: 200 },
    );
  });

  test('keeps no low part of h, which moves the end by less than rounding does', () => {
    const combination = { stages, weights: Float64Array.of(1, 2, 3), denominator: 6 };
    const by = float64Kernel.load(combination);
    float64Kernel.setStep(by, 1, 7);
    expect(by).toEqual({ ...combination, h: 1 / 42, hLow: 0 });
  });
});

test('the kernels write n elements and none behind them', () => {
  const by = { stages: Int32Array.of(0), denominator: 1, h: 1, hLow: 0 };
  const [x, carry, k, out] = [1, 2, 3, 4].map((v) => new Float64Array(4).fill(v)) as Float64Array[];
  float64Kernel.combine(x!, k!, 2, { ...by, weights: Float64Array.of(1) }, out!);
  expect([...out!]).toEqual([4, 4, 4, 4].map((v, i) => (i < 2 ? 1 + 3 : v)));
  out!.fill(9);
  float64Kernel.combineWithCarry(x!, carry!, k!, 2, { ...by, weights: Float64Array.of(1) }, out!);
  expect([...out!]).toEqual([6, 6, 9, 9]);
  float64Kernel.advanceWithCarry(x!, carry!, k!, 2, { ...by, weights: Float64Array.of(1) });
  expect([...x!]).toEqual([6, 6, 1, 1]);
  expect([...carry!]).toEqual([0, 0, 2, 2]);

  const [x32, carry32, k32, out32] = [1, 2, 3, 9].map((v) => new Float32Array(4).fill(v)) as Float32Array[];
  float32Kernel.combine(x32!, k32!, 2, { ...by, weights: Float32Array.of(1) }, out32!);
  expect([...out32!]).toEqual([4, 4, 9, 9]);
  out32!.fill(9);
  float32Kernel.combineWithCarry(x32!, carry32!, k32!, 2, { ...by, weights: Float32Array.of(1) }, out32!);
  expect([...out32!]).toEqual([6, 6, 9, 9]);
  float32Kernel.advanceWithCarry(x32!, carry32!, k32!, 2, { ...by, weights: Float32Array.of(1) });
  expect([...x32!]).toEqual([6, 6, 1, 1]);
  expect([...carry32!]).toEqual([0, 0, 2, 2]);
});
