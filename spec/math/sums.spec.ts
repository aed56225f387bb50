/** Exact, pairwise and compensated sums, log-sum-exp: against rational arithmetic on BigInt. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { decompose } from '../../src/math/float-bits.ts';
import { compensatedSum, exactAccumulator, exactSum, logSumExp, pairwiseSum } from '../../src/math/index.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const values = fc.array(finite, { maxLength: 60 });

/** Σ aᵢ · 2¹⁰⁷⁴ exactly. */
function scaledSum(a: readonly number[]): bigint {
  return a.reduce((sum, x) => {
    const { integer, exponent } = decompose(x);
    return sum + (integer << BigInt(exponent + 1074));
  }, 0n);
}

function scaled(x: number): bigint {
  return scaledSum([x]);
}

function abs(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** The next float64 up (1) or down (−1); beyond the largest one, 2¹⁰²⁴ has no float64 and the gap is that below. */
function neighbour(x: number, direction: 1 | -1): number {
  if (Math.abs(x) === Number.MAX_VALUE && Math.sign(x) === direction)
    return neighbour(x, -direction as 1 | -1);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  const ordinal = (bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits) + BigInt(direction);
  view.setBigInt64(0, ordinal < 0n ? -ordinal : ordinal);
  return ordinal < 0n ? -view.getFloat64(0) : view.getFloat64(0);
}

describe('exactSum', () => {
  test.prop([values], { numRuns: 500 })('is the nearest float64 of the rational sum', (a) => {
    const exact = scaledSum(a);
    const sum = exactSum(a);
    if (!Number.isFinite(sum)) {
      // Rounds to infinity from the largest float64 and half a unit on.
      expect(abs(exact) >= scaled(Number.MAX_VALUE) + (1n << BigInt(970 + 1074))).toBe(true);
      return;
    }
    // Nearest: twice the error is at most the gap to the neighbour on the side of the exact value.
    const error = exact - scaled(sum);
    expect(2n * abs(error) <= abs(scaled(neighbour(sum, error < 0n ? -1 : 1)) - scaled(sum))).toBe(true);
  });

  test.prop([values, fc.integer()])('does not depend on order or grouping', (a, cut) => {
    const at = a.length === 0 ? 0 : Math.abs(cut) % a.length;
    expect(exactSum([...a.slice(at).reverse(), ...a.slice(0, at)])).toBe(exactSum(a));
  });

  test.prop([values])('of numbers and their opposites is 0', (a) => {
    expect(exactSum([...a, ...a.map((x) => -x)])).toBe(0);
  });

  it('rounds ties to even and sees what lies beyond', () => {
    expect(exactSum([1, 2 ** -53])).toBe(1);
    expect(exactSum([1, 2 ** -53, 5e-324])).toBe(1 + 2 ** -52);
    expect(exactSum([1 + 2 ** -52, 2 ** -53])).toBe(1 + 2 ** -51);
    expect(exactSum([1 + 2 ** -52, 2 ** -53, -5e-324])).toBe(1 + 2 ** -52);
    expect(exactSum([-1, -(2 ** -53), -5e-324])).toBe(-1 - 2 ** -52);
    expect(exactSum([Number.MAX_VALUE, 2 ** 970])).toBe(Infinity);
    expect(exactSum([Number.MAX_VALUE, 2 ** 969])).toBe(Number.MAX_VALUE);
    expect(exactSum([5e-324, 5e-324, -1e-323])).toBe(0);
    expect(exactSum([2 ** -1022, -5e-324])).toBe(2 ** -1022 - 5e-324);
    expect(exactSum([])).toBe(0);
  });

  it('keeps infinities and NaN', () => {
    expect(exactSum([1, Infinity, -5])).toBe(Infinity);
    expect(exactSum([-Infinity, 1e308])).toBe(-Infinity);
    expect(exactSum([Infinity, -Infinity])).toBeNaN();
    expect(exactSum([0, Number.NaN])).toBeNaN();
  });

  it('passes carries on through millions of terms, read at any time', () => {
    const accumulator = exactAccumulator();
    const n = 2_200_000;
    for (let i = 0; i < n; i++) accumulator.add(0x1fffffffffffff);
    expect(BigInt(accumulator.sum())).toBe(BigInt(Number(BigInt(n) * 0x1fffffffffffffn)));
    for (let i = 0; i < n; i++) accumulator.add(-0x1fffffffffffff);
    accumulator.add(1);
    expect(accumulator.sum()).toBe(1);
  });
});

describe('pairwiseSum', () => {
  it('is the documented tree', () => {
    const a = Float64Array.from({ length: 21 }, (_, i) => 1 / (i + 1));
    const left = (from: number, to: number): number => a.slice(from, to).reduce((s, x) => s + x, 0);
    expect(pairwiseSum(a)).toBe(left(0, 8) + left(8, 16) + left(16, 21));
    expect(pairwiseSum(a, 3, 8)).toBe(left(3, 11));
    expect(pairwiseSum(a, 3, 9)).toBe(left(3, 11) + a[11]!);
    expect(pairwiseSum(new Float64Array(0))).toBe(0);
  });

  test.prop([fc.integer({ min: 0, max: 5000 }), fc.integer()])('keeps its error bound', (n, seed) => {
    // Depth of the tree + 8 additions in a leaf, each u relative to partial sums ≤ Σ|aᵢ|.
    const a = Float64Array.from({ length: n }, (_, i) => Math.sin(seed + i * i) / (1 + (i % 7)));
    const magnitude = a.reduce((s, x) => s + Math.abs(x), 0);
    const depth = Math.max(0, Math.ceil(Math.log2(Math.max(1, n / 8)))) + 8;
    expect(Math.abs(pairwiseSum(a) - exactSum(a))).toBeLessThanOrEqual(depth * 2 ** -53 * magnitude);
  });

  it('refuses a range outside the buffer', () => {
    expect(() => pairwiseSum(new Float64Array(4), 5)).toThrow('start: expected an integer in [0, 4]');
    expect(() => pairwiseSum(new Float64Array(4), 2, 3)).toThrow('count: expected an integer in [0, 2]');
  });
});

describe('compensatedSum', () => {
  test.prop([fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 200 })])(
    'has Neumaier’s bound u |Σa| + n² u² Σ|a|, with a factor 2 for its own last rounding',
    (list) => {
      const a = Float64Array.from(list);
      const exact = exactSum(a);
      const magnitude = a.reduce((s, x) => s + Math.abs(x), 0);
      const bound = 2 * (2 ** -53 * Math.abs(exact) + a.length ** 2 * 2 ** -106 * magnitude);
      expect(Math.abs(compensatedSum(a) - exact)).toBeLessThanOrEqual(bound);
    },
  );

  it('recovers what a plain sum loses, and keeps infinity', () => {
    expect(compensatedSum(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
    expect(compensatedSum(Float64Array.of(Infinity, 1))).toBe(Infinity);
    expect(compensatedSum(Float64Array.of(1e308, 1e308, 1))).toBe(Infinity);
  });
});

describe('logSumExp', () => {
  it('handles the ends', () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([5], 0)).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([0, Infinity, -Infinity])).toBe(Infinity);
    expect(logSumExp([0, Number.NaN, Infinity])).toBeNaN();
    expect(logSumExp([1000, 1000])).toBe(1000.6931471805599);
    expect(logSumExp([-1e308, -1e308 + 1])).toBe(-1e308);
    expect(logSumExp([3, -Infinity])).toBe(3);
    expect(() => logSumExp([1], 2)).toThrow('n: expected an integer in [0, 1]');
  });

  test.prop([
    fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1, maxLength: 30 }),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  ])('shifts with its argument', (a, shift) => {
    // Each shifted term is rounded once: |a + shift| u, which enters the result with weights that sum to 1.
    const moved = logSumExp(a.map((x) => x + shift));
    const tolerance = (a.length + 4) * 2 ** -52 * (Math.abs(shift) + 40);
    expect(Math.abs(moved - shift - logSumExp(a))).toBeLessThanOrEqual(tolerance);
  });
});
