/** Every constant of a machine from the definition of its format, and every rule of the error analysis by hand on a coarse machine. */
import { describe, expect, test } from 'vitest';
import { angleOf } from '../../../src/oracle/arithmetic/angle.ts';
import * as f from '../../../src/oracle/arithmetic/functions.ts';
import {
  formats,
  type Machine,
  machineOf,
  own,
  type Precision,
} from '../../../src/oracle/arithmetic/machine.ts';
import { softmax } from '../../../src/oracle/arithmetic/softmax.ts';
import * as t from '../../../src/oracle/arithmetic/tracked.ts';
import { shortest, wrapped } from '../../../src/oracle/formulas/torus.ts';

const coarse: Machine = {
  u: 1 / 8,
  accumulateU: 1 / 8,
  factorU: 0,
  inputU: 0,
  functionU: 1 / 4,
  largest: 1000,
  normal: 1 / 16,
  tiny: 1 / 1024,
};

const on = (compute: () => t.Tracked, more: Partial<Machine> = {}): t.Tracked =>
  t.onMachine({ ...coarse, ...more }, compute);

/** The expected numbers are sums of a few float64 operations. */
function is({ v, e, q }: t.Tracked, [value, error, variance]: readonly [number, number, number]): void {
  const same = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 1e-13 * Math.abs(b);
  if (!(same(v, value) && same(e, error) && same(q, variance))) {
    throw new Error(`{ v: ${v}, e: ${e}, q: ${q} }, expected ${value}, ${error}, ${variance}`);
  }
}

const power = (n: number): number => {
  let result = 1;
  for (let i = 0; i < Math.abs(n); i++) result *= n < 0 ? 0.5 : 2;
  return result;
};

test.each<[Precision, number, number]>([
  ['float64', 53, 1023],
  ['float32', 24, 127],
  ['tf32', 11, 127],
  ['float16', 11, 15],
  ['bfloat16', 8, 127],
])('%s has the constants of its bits and exponents', (name, bits, most) => {
  expect(formats[name]).toEqual({
    bits,
    u: power(-bits),
    largest: (2 - power(1 - bits)) * power(most),
    normal: power(1 - most),
    least: power(2 - most - bits),
  });
});

test('a machine is IEEE 754 with the element type of the run, but for what is declared', () => {
  const [u32, u64, u11, u8] = [power(-24), power(-53), power(-11), power(-8)];
  expect(machineOf('float32')).toEqual({
    u: u32,
    accumulateU: u32,
    factorU: 0,
    inputU: 0,
    functionU: 8 * u32,
    largest: formats.float32.largest,
    normal: formats.float32.normal,
    tiny: formats.float32.least,
  });
  expect(machineOf('float64')).toMatchObject({ u: u64, accumulateU: u64, functionU: 8 * u64 });
  expect(machineOf('float64', { precision: 'float32' })).toMatchObject({
    u: u32,
    accumulateU: u32,
    factorU: 0,
    inputU: u32,
  });
  expect(machineOf('float32', { matmul: 'tf32' })).toMatchObject({ u: u32, factorU: u11, inputU: 0 });
  expect(machineOf('float32', { accumulate: 'float64' })).toMatchObject({ u: u32, accumulateU: u64 });
  expect(machineOf('float32', { precision: 'bfloat16', accumulate: 'float32' })).toMatchObject({
    u: u8,
    accumulateU: u32,
    factorU: 0,
    inputU: u8,
    largest: formats.bfloat16.largest,
  });
  expect(machineOf('float32', { flushToZero: true }).tiny).toBe(formats.float32.normal);
  // Factors of float16 overflow and lose digits where float32 does not.
  expect(machineOf('float32', { matmul: 'float16' })).toMatchObject({
    largest: formats.float16.largest,
    normal: formats.float16.normal,
    tiny: formats.float16.least,
  });
  expect(machineOf('float32', { functionUlps: 3 }).functionU).toBe(6 * u32);
  expect(own).toEqual(machineOf('float64', { functionUlps: 1 }));
});

describe('on a machine of three bits', () => {
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
    expect(on(() => t.given(1 / 32)).e).toBe(0);
    // 1/8 ± 3/32 may be 1/32, which is flushed.
    expect(on(() => t.rounded(1 / 8, 3 / 32, 0, 0), flush).e).toBe(3 / 32 + 1 / 16);
    expect(on(() => t.rounded(1 / 8, 1 / 16, 0, 0), flush).e).toBe(1 / 16);
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

  test('functions carry an error to the farther end of their interval', () => {
    const envelope = power(-51);
    const [rising, falling] = [(x: number) => x * x, (x: number) => 1 / x];
    const up = 7 + 9 * envelope;
    is(
      on(() => f.monotone(rising, { v: 3, e: 1, q: 2 }, 1 / 4)),
      [9, up + (9 + up) / 4, up * up * 2 + ((9 + up) / 4) ** 2 / 3],
    );
    const down = 0.5 + 0.5 * envelope;
    is(
      on(() => f.monotone(falling, { v: 2, e: 1, q: 2 }, 1 / 4)),
      [0.5, down + (0.5 + down) / 4, down * down * 2 + ((0.5 + down) / 4) ** 2 / 3],
    );
    is(
      on(() => f.monotone(rising, { v: 3, e: 0, q: 2 }, 1 / 4)),
      [9, 2.25, 2.25 ** 2 / 3],
    );
    for (const compute of [
      () => f.monotone(rising, { v: 3, e: Infinity, q: 0 }, 0),
      () => f.monotone(Math.log, { v: 1, e: 2, q: 0 }, 0),
      () => f.log({ v: 1, e: 1, q: 0 }),
      () => f.log1p({ v: 0, e: 1, q: 0 }),
      () => f.sin({ v: 0, e: Infinity, q: 0 }),
    ]) {
      expect(on(compute).e).toBe(Infinity);
    }
    expect(on(() => f.log({ v: 1, e: 0.999, q: 0 })).e).toBeLessThan(Infinity);
    expect(on(() => f.log1p({ v: 0, e: 0.999, q: 0 })).e).toBeLessThan(Infinity);
  });

  test('√ rounds as an operation, erf counts from 1, sin and cos stay within 2', () => {
    is(
      on(() => f.sqrt(t.exact(4))),
      [2, 0.25, 0.0625 / 3],
    );
    expect(on(() => f.sqrt({ v: 1, e: 3, q: 0 }))).toMatchObject({
      v: 1,
      e: 1 + power(-51) + (2 + power(-51)) / 8,
    });
    is(
      on(() => f.erf(t.exact(0))),
      [0, 1 / 4, 1 / 48],
    );
    is(
      on(() => f.exp(t.exact(0))),
      [1, 1 / 4, 1 / 48],
    );
    const a0 = { v: 0, e: 0.5, q: 0.25 };
    const flat = 0.25 * (1 + power(-51)) * 0.5;
    const steep = 1.25 * (1 + power(-51)) * 0.5;
    is(
      on(() => f.cos(a0)),
      [1, flat + (1 + flat) / 4, ((1 + flat) / 4) ** 2 / 3],
    );
    is(
      on(() => f.sin(a0)),
      [0, steep + steep / 4, 0.25 + (steep / 4) ** 2 / 3],
    );
    is(
      on(() => f.sin({ v: 0, e: 5, q: 1 })),
      [0, 2.5, 1 + 0.25 / 3],
    );
  });
});

test('at the ends: no angle at 0, no logarithm below it, no probability beyond 1, one turn of a torus', () => {
  expect(angleOf(0, 0)).toBe(0);
  expect([f.log(t.exact(0)).v, f.log1p(t.exact(-1)).v]).toEqual([-Infinity, -Infinity]);
  const unsure = { v: 0, e: 50, q: 0 };
  for (const { v, e } of softmax([unsure, unsure])) {
    expect(v).toBe(0.5);
    if (!(Math.abs(e - 1) < 1e-9)) throw new Error(`${e}`);
  }
  for (const [of, v] of [
    [wrapped, 0.999],
    [wrapped, 3.005],
    [shortest, 0.495],
    [shortest, -0.495],
  ] as const) {
    const { e } = of({ v, e: 0.01, q: 0 });
    if (!(Math.abs(e - 1.01) < 1e-9)) throw new Error(`${v}: ${e}`);
    expect(of({ v, e: 0.001, q: 0 }).e < 0.01).toBe(v !== 0.999);
  }
});
