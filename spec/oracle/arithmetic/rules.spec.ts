/** Every rule of the error analysis by hand, on a machine of three bits. */
import { expect, test } from 'vitest';
import { own } from '../../../src/oracle/arithmetic/machine.ts';
import * as t from '../../../src/oracle/arithmetic/tracked.ts';
import { coarse, is, on } from './coarse-machine.ts';

const a: t.Tracked = { v: 2, e: 0.5, q: 0.25 };
const b: t.Tracked = { v: -3, e: 0.25, q: 0.5 };

test('a rounding costs its share of the largest possible size', () => {
  is(
    on(() => t.rounded(3, 1, 2, 1 / 8)),
    [3, 1.5, 2 + 0.25 / 3],
  );
  is(
    on(() => t.rounded(-3, 1, 2, 1 / 8)),
    [-3, 1.5, 2 + 0.25 / 3],
  );
  is(
    on(() => t.rounded(0, 0, 7, 1 / 8)),
    [0, 0, 7],
  );
  is(
    on(() => t.rounded(1 / 32, 0, 0, 1 / 8)),
    [1 / 32, 1 / 256 + 1 / 1024, (1 / 256 + 1 / 1024) ** 2 / 3],
  );
  // Four units in the last place of a function (relative 8u) are four of the least numbers.
  is(
    on(() => t.rounded(1 / 64, 0, 0, 1)),
    [1 / 64, 1 / 64 + 4 / 1024, (1 / 64 + 4 / 1024) ** 2 / 3],
  );
  is(
    on(() => t.rounded(1 / 16, 0, 0, 1 / 8)),
    [1 / 16, 1 / 128, 1 / 16384 / 3],
  );
  expect(on(() => t.rounded(1000, 0, 0, 1 / 8)).e).toBe(125);
  for (const v of [1000.5, Number.NaN]) {
    is(
      on(() => t.rounded(v, 0, 0, 1 / 8)),
      [v, Infinity, Infinity],
    );
  }
});

test('sums, products, quotients', () => {
  is(
    on(() => t.add(a, b)),
    [-1, 0.75 + 1.75 / 8, 0.75 + (1.75 / 8) ** 2 / 3],
  );
  is(
    on(() => t.subtract(a, b)),
    [5, 0.75 + 5.75 / 8, 0.75 + (5.75 / 8) ** 2 / 3],
  );
  const product = [-6, 2.125 + 8.125 / 8, 4.25 + (8.125 / 8) ** 2 / 3] as const;
  is(
    on(() => t.multiply(a, b)),
    product,
  );
  is(
    on(() => t.times(a, b)),
    product,
  );
  expect(on(() => t.times(a, b, a))).toEqual(on(() => t.multiply(t.multiply(a, b), a)));
  expect(on(() => t.square(b))).toEqual(on(() => t.multiply(b, b)));
  is(
    on(() => t.divide({ v: 4.5, e: 0.25, q: 0.5 }, { v: -3, e: 0.25, q: 0.5 })),
    [
      -1.5,
      (0.25 + 1.5 * 0.25) / 2.75 + (1.5 + (0.25 + 1.5 * 0.25) / 2.75) / 8,
      (0.5 + 2.25 * 0.5) / 9 + ((1.5 + (0.25 + 1.5 * 0.25) / 2.75) / 8) ** 2 / 3,
    ],
  );
  expect(on(() => t.divide(a, { v: 0.5, e: 0.5, q: 0 })).e).toBe(Infinity);
  expect(on(() => t.divide(a, { v: 0.5, e: 0.45, q: 0 })).e).toBeLessThan(Infinity);
});

test('a sum of n terms costs γₙ₋₁ in any order, and a rounding more where it is accumulated finer', () => {
  const terms = [1, 2, 4].map(t.exact);
  is(
    on(() => t.sum(terms)),
    [7, (0.25 / 0.75) * 7, (9 + 49) / 64 / 3],
  );
  is(
    on(() => t.sum([a, b])),
    [-1, 0.75 + (0.125 / 0.875) * 5.75, 0.75 + 1 / 64 / 3],
  );
  is(
    on(() => t.sum([a])),
    [2, 0.5, 0.25],
  );
  is(
    on(() => t.sum([])),
    [0, 0, 0],
  );
  // Where γ would lose its meaning it stops at 2nu.
  expect(on(() => t.sum(Array.from({ length: 9 }, () => t.exact(1)))).e).toBe(18);
  const finer = (0.125 / 0.875) * 7;
  is(
    on(() => t.sum(terms), { accumulateU: 1 / 16 }),
    [7, finer + (7 + finer) / 8, (9 + 49) / 256 / 3 + ((7 + finer) / 8) ** 2 / 3],
  );
  // A coarser accumulator rounds the terms as well: nu = ¾, 2nu = 1.5.
  expect(on(() => t.sum(terms), { accumulateU: 1 / 4 }).e).toBe(10.5);
});

test('factors of matrix products are rounded first, with the whole of that rounding in the variance', () => {
  is(
    on(() => t.dot([t.exact(2)], [t.exact(3)]), { factorU: 1 / 4 }),
    [6, 3.375 + 9.375 / 8, 4.5 + (9.375 / 8) ** 2 / 3],
  );
  is(
    on(() => t.dot([a], [b]), { factorU: 1 / 4 }),
    [-6, 6.6953125 + 12.6953125 / 8, 10.40625 + (12.6953125 / 8) ** 2 / 3],
  );
  // A factor that is not rounded loses nothing below the normal numbers.
  expect(on(() => t.dot([t.exact(1 / 32)], [t.exact(2)])).e).toBe(1 / 128);
  expect(on(() => t.dot([a], [b]))).toEqual(on(() => t.multiply(a, b)));
  expect(on(() => t.dot([a], [b]), { accumulateU: 1 / 4 }).e).toBe(2.125 + 8.125 / 4);
  expect(on(() => t.dot([a, b], [b, a]))).toEqual(on(() => t.sum([t.multiply(a, b), t.multiply(b, a)])));
});

test('what is flushed to 0 is lost whole: inputs, results and sums', () => {
  const flush = { tiny: coarse.normal };
  is(
    on(() => t.given(1 / 32), flush),
    [1 / 32, 1 / 32, 1 / 1024],
  );
  is(
    on(() => t.given(-1 / 32), flush),
    [-1 / 32, 1 / 32, 1 / 1024],
  );
  for (const v of [2, -2]) expect(on(() => t.given(v), flush).e).toBe(0);
  // One term is not added to anything.
  expect(on(() => t.sum([a]), flush).e).toBe(0.5);
  expect(on(() => t.given(1 / 32)).e).toBe(0);
  // 1/8 ± 3/32 may be 1/32, which is flushed.
  expect(on(() => t.rounded(1 / 8, 3 / 32, 0, 0), flush).e).toBe(3 / 32 + 1 / 16);
  for (const v of [1 / 8, -1 / 8]) expect(on(() => t.rounded(v, 1 / 16, 0, 0), flush).e).toBe(1 / 16);
  // (1 − 31/32) + 1 is 1 where the bracket is flushed: two additions, each may lose 1/16.
  const terms = [1, -31 / 32, 1].map(t.exact);
  expect(on(() => t.sum(terms), flush).e).toBeCloseTo(on(() => t.sum(terms)).e + 2 / 16, 12);
});

test('nothing is known of a sum that may overflow, nor of one of an unknown term', () => {
  // Beyond 1000: the sum itself, or a partial one.
  for (const values of [
    [600, 600],
    [600, 600, -600],
  ]) {
    expect(on(() => t.sum(values.map(t.exact))).e).toBe(Infinity);
  }
  expect(on(() => t.sum([{ v: 1, e: Infinity, q: 0 }])).e).toBe(Infinity);
  expect(on(() => t.sum([400, 400].map(t.exact))).e).toBeLessThan(Infinity);
  // With its roundings, 8/7 of the size: 1001 and 999.
  expect(on(() => t.sum([400, 476].map(t.exact))).e).toBe(Infinity);
  expect(on(() => t.sum([400, 474].map(t.exact))).e).toBeLessThan(Infinity);
});

test('what float64 itself loses is the least number, and the rounding another', () => {
  const small = t.exact(1e-200);
  expect(t.multiply(small, small)).toMatchObject({ v: 0, e: 2 * own.tiny });
  expect(t.divide(small, t.exact(1e200))).toMatchObject({ v: 0, e: 2 * own.tiny });
  expect(t.multiply(small, t.exact(0)).e).toBe(0);
});

test('means, choices and signs', () => {
  expect(on(() => t.mean([1, 2, 6].map(t.exact)))).toMatchObject({ v: 3, e: 1.5 });
  is(
    on(() => t.larger(a, b)),
    [2, 0.5, 0.5],
  );
  is(
    on(() => t.absolute(b)),
    [3, 0.25, 0.5],
  );
  is(
    on(() => t.negate(b)),
    [3, 0.25, 0.5],
  );
  for (const [v, e, positive, lost] of [
    [2, 0.5, 1, 0],
    [-2, 0.5, 0, 0],
    [0.5, 0.5, 1, 1],
    [-0.5, 0.5, 0, 1],
    [0.001, 0.002, 1, 1],
    [0, 0, 0, 0],
    [1, Infinity, 1, Infinity],
    [1, Number.NaN, 1, Infinity],
  ] as const) {
    is(t.isPositive({ v, e, q: 1 }), [positive, lost, Number.isFinite(lost) ? lost : 0]);
  }
});

test('what is handed in is exact, but on coarser machines; constants are rounded everywhere', () => {
  is(
    on(() => t.given(2)),
    [2, 0, 0],
  );
  is(
    on(() => t.given(2), { inputU: 1 / 4 }),
    [2, 0.5, 0.25 / 3],
  );
  is(
    on(() => t.constant(2)),
    [2, 0.25, 0.0625 / 3],
  );
  expect(t.onMachine(coarse, () => [t.functionRounding(), t.unitRoundoff()])).toEqual([1 / 4, 1 / 8]);
});
