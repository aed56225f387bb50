/** One tensor against its bounds: borders, NaN and infinity, and what is counted on the way. */
import { expect, test } from 'vitest';
import type { Outcome, Tensor } from '../../../src/oracle/contract.ts';
import { compare, ULP_BINS } from '../../../src/oracle/judge/compare.ts';
import { distanceOf, squares } from '../../../src/oracle/judge/distance.ts';
import { tensor, tracked } from './tensors.ts';

const ULP = 2.220446049250313e-16;

test('the ratio is the largest |error|/bound, and its element is kept with its index', () => {
  const expected = [1, 2, 3, 4, 5, 6].map((v) => tracked(v, 0.5, 0));
  const { ratio, worst, decided, undecided } = compare(tensor([1, 2.25, 3, 4, 4, 6.125], [2, 3]), expected);
  expect(ratio).toBe(2);
  expect(worst).toEqual({ index: [1, 1], received: 4, expected: 5, bound: 0.5 });
  expect([decided, undecided]).toEqual([6, 0]);
});

test('the whole bound may be used, and no more', () => {
  expect(compare(tensor([1.5]), [tracked(1, 0.5)]).ratio).toBe(1);
  expect(compare(tensor([0.5]), [tracked(1, 0.5)]).ratio).toBe(1);
  expect(compare(tensor([1.5 + ULP]), [tracked(1, 0.5)]).ratio).toBeGreaterThan(1);
});

test('NaN and infinity are farther than any bound, and any error where none is allowed', () => {
  for (const wrong of [Number.NaN, Infinity, -Infinity]) {
    const { ratio, exact, ulps } = compare(tensor([wrong]), [tracked(1, 0.5, 1)]);
    expect([ratio, exact, ulps[ULP_BINS - 1]]).toEqual([Infinity, false, 1]);
  }
  expect(compare(tensor([1 + ULP]), [tracked(1, 0)]).ratio).toBe(Infinity);
  expect(compare(tensor([1]), [tracked(1, 0)]).ratio).toBe(0);
});

test('elements without a bound are not decided, whatever they are', () => {
  const result = compare(tensor([Number.NaN, 7, 1.25]), [
    tracked(1, Infinity),
    tracked(1, Number.NaN),
    tracked(1, 0.5, 0.0625),
  ]);
  expect([result.ratio, result.decided, result.undecided, result.bias]).toEqual([0.5, 1, 2, 1]);
  const none = compare(tensor([3]), [tracked(1, Infinity)]);
  expect([none.decided, none.undecided, none.bias, none.ratio, none.exact]).toEqual([0, 1, 0, 0, true]);
});

test('the deviation counts in six standard deviations and the rounding of the answer', () => {
  expect(compare(tensor([4]), [tracked(1, 100, 0.25)]).deviation).toBe(1);
  expect(compare(tensor([7]), [tracked(1, 100, 0.25)]).deviation).toBe(2);
  // A third has no float32: the answer may be off by that.
  const third = Math.fround(1 / 3);
  const { deviation, exact, ratio } = compare(tensor([third], [1], 'float32'), [tracked(1 / 3, 1, 0)]);
  expect([deviation, exact]).toEqual([1, true]);
  expect(ratio).toBe(Math.abs(third - 1 / 3));
  // To either side; and an answer that is the truth is off by nothing.
  const below = compare(tensor([-third], [1], 'float32'), [tracked(-1 / 3, 1, 0)]);
  expect([below.deviation, below.exact]).toEqual([1, true]);
  expect(compare(tensor([1]), [tracked(1, 1, 1)]).deviation).toBe(0);
});

test('distances are counted in bins of powers of two', () => {
  const steps = [0, 1, -1, 2, 3, 4, 5, 8, 9, 1073741824, 1073741825, 4503599627370496 / 2];
  const { ulps } = compare(
    tensor(steps.map((n) => 1 + n * (n < 0 ? ULP / 2 : ULP))),
    steps.map(() => tracked(1, 10, 1)),
  );
  const counted = new Array<number>(ULP_BINS).fill(0);
  for (const bin of [0, 1, 1, 2, 3, 3, 4, 4, 5, 31, 32, 32]) counted[bin]! += 1;
  expect(ulps).toEqual(counted);
  // In float32 by its own units.
  const half = compare(tensor([1 + 2 ** -23], [1], 'float32'), [tracked(1, 1)]);
  expect(half.ulps[1]).toBe(1);
});

test('the bias is signed, in standard deviations, and the mean of what was decided', () => {
  const expected = [tracked(1, 10, 4), tracked(1, 10, 4), tracked(1, 10, 0), tracked(1, Infinity)];
  expect(compare(tensor([3, 5, 9, 9]), expected).bias).toBe(1);
  expect(compare(tensor([-1, -3, 9, 9]), expected).bias).toBe(-1);
  // Of small deviations too.
  expect(compare(tensor([3 / 1024]), [tracked(0, 1, 1 / 1024 ** 2)]).bias).toBe(3);
});

const one = (y: readonly number[]): Record<string, Tensor> => ({ y: tensor(y) });
const row = (y: readonly number[], e: readonly number[] = []): Outcome => ({
  y: y.map((v, i) => tracked(v, e[i] ?? 0)),
});

test('the distance of an explanation is the share of the error that it leaves, each tensor by its own size', () => {
  expect(distanceOf([squares(one([3, 0]), row([3, 0]), row([2, 0]))])).toBe(0);
  expect(distanceOf([squares(one([3, 0]), row([2, 0]), row([2, 0]))])).toBe(1);
  const part = squares(one([4, 0]), row([3, 0]), row([2, 0]));
  expect(part).toEqual({ rest: 0.25, error: 1 });
  expect(distanceOf([part])).toBe(0.5);
  expect(distanceOf([part, { rest: 0.75, error: 3 }])).toBe(0.5);
  expect(squares(one([1, 0]), row([3, 0]), row([0, 0]))).toEqual({ rest: 4, error: 1 });
  expect(squares(one([-1, -3]), row([-1, -4]), row([1, -4]))).toEqual({ rest: 1 / 16, error: 5 / 16 });
  const tiny = 1 / 1024;
  expect(squares(one([4 * tiny]), row([3 * tiny]), row([2 * tiny]))).toEqual({ rest: 0.25, error: 1 });
  const both = squares(
    { a: tensor([3]), b: tensor([50]) },
    { a: [tracked(2, 0)], b: [tracked(40, 0)] },
    { a: [tracked(1, 0)], b: [tracked(10, 0)] },
  );
  expect(both).toEqual({ rest: 2, error: 20 });
});

test('of each difference counts what exceeds the bound, and what is not decided does not', () => {
  expect(squares(one([4, 5]), row([3, 5], [0.5, 9]), row([1, 3], [1, 1]))).toEqual({
    rest: 1 / 64,
    error: 4 / 16 + 1 / 16,
  });
  // Here the size is that of the bound.
  expect(squares(one([4]), row([2]), row([0], [2]))).toEqual({ rest: 1, error: 1 });
  expect(squares(one([4]), row([7], [3.5]), row([4], [1]))).toEqual({ rest: 0, error: 0 });
  expect(squares(one([9, 4]), row([3, 3], [Infinity, 0]), row([1, 2]))).toEqual({ rest: 0.25, error: 1 });
  expect(squares(one([9, 4]), row([3, 3]), row([8, 2], [Infinity, 0]))).toEqual({ rest: 0.25, error: 1 });
});

test('what is not finite is explained by what is not finite alone', () => {
  const { NaN: nan } = Number;
  expect(distanceOf([squares(one([nan, 3]), row([nan, 3]), row([1, 2]))])).toBe(0);
  expect(distanceOf([squares(one([Infinity, 3]), row([-Infinity, 3]), row([1, 2]))])).toBe(0);
  expect(distanceOf([squares(one([Infinity, 3]), row([1, 3]), row([1, 2]))])).toBe(Infinity);
  expect(distanceOf([squares(one([nan, 3]), row([1, 3]), row([1, 2]))])).toBe(Infinity);
  expect(distanceOf([squares(one([1, 3]), row([nan, 3]), row([1, 2]))])).toBe(Infinity);
  expect(distanceOf([{ rest: 0, error: 0 }])).toBe(0);
  expect(distanceOf([{ rest: 1, error: 0 }])).toBe(Infinity);
  expect(distanceOf([])).toBe(0);
});
