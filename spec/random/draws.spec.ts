/** Laws of the draws that hold for every key: slices, types, ranges, and typed errors. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  categorical,
  categoricalInto,
  fold,
  integers,
  integersInto,
  key,
  normal,
  normalInto,
  permutation,
  split,
  uniform,
  uniformInto,
  withStream,
} from '../../src/random/index.ts';

const keys = fc
  .record({ seed: fc.bigInt(0n, (1n << 64n) - 1n), stream: fc.integer({ min: 0, max: 4294967295 }) })
  .map(({ seed, stream }) => key(seed, stream));
const firsts = fc.oneof(
  fc.nat(50),
  fc.integer({ min: 2 ** 32 - 40, max: 2 ** 34 }),
  fc
    .maxSafeInteger()
    .map(Math.abs)
    .filter((n) => n < 2 ** 53 - 200),
);
const slices = fc.record({ offset: fc.nat(40), length: fc.nat(40) });

describe('any slice of a sequence has the bits of the whole', () => {
  test.prop([keys, firsts, slices])('uniform and normal', (k, first, { offset, length }) => {
    for (const into of [uniformInto, normalInto]) {
      const whole = new Float64Array(80);
      into(k, first, whole);
      const part = new Float64Array(length);
      into(k, first + offset, part);
      expect(part).toEqual(whole.slice(offset, offset + length));
      const single = new Float32Array(length);
      into(k, first + offset, single);
      expect(single).toEqual(Float32Array.from(part));
    }
  });

  test.prop([keys, firsts, slices, fc.integer(), fc.nat()])(
    'integers',
    (k, first, { offset, length }, min, span) => {
      const max = Math.min(min + span, 2147483647);
      const whole = new Int32Array(80);
      integersInto(k, first, min, max, whole);
      expect(whole.every((x) => x >= min && x <= max)).toBe(true);
      const part = new Int32Array(length);
      integersInto(k, first + offset, min, max, part);
      expect(part).toEqual(whole.slice(offset, offset + length));
    },
  );

  test.prop([keys, firsts, slices, fc.array(fc.nat(9), { minLength: 1, maxLength: 9 })])(
    'categorical, which never draws a zero weight',
    (k, first, { offset, length }, weights) => {
      fc.pre(weights.some((w) => w > 0));
      const whole = new Int32Array(80);
      categoricalInto(k, first, weights, whole);
      expect(whole.every((c) => weights[c]! > 0)).toBe(true);
      const part = new Int32Array(length);
      categoricalInto(k, first + offset, weights, part);
      expect(part).toEqual(whole.slice(offset, offset + length));
    },
  );
});

test.prop([keys, fc.nat(300)])('a permutation holds every index once', (k, n) => {
  expect([...permutation(k, n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
});

test.prop([keys, fc.nat(20), fc.nat(20)])('children do not depend on how many there are', (k, m, n) => {
  expect(split(k, m + n).slice(0, m)).toEqual(split(k, m));
});

test.prop([keys])('split, fold and streams all differ', (k) => {
  const children = [...split(k, 8), ...Array.from({ length: 8 }, (_, i) => fold(k, i))];
  expect(new Set(children.map((c) => `${c.k0},${c.k1}`)).size).toBe(16);
  const other = withStream(k, (k.stream + 1) % 4294967296);
  const a = new Float64Array(4);
  const b = new Float64Array(4);
  for (const into of [uniformInto, normalInto]) {
    into(k, 0, a);
    into(other, 0, b);
    expect(a).not.toEqual(b);
  }
});

describe('shapes', () => {
  it('are row-major, and a number is a vector', () => {
    const whole = uniform(key(1), [3, 4]);
    expect(whole.shape).toEqual([3, 4]);
    expect(whole.data).toEqual(uniform(key(1), 12).data);
    expect(uniform(key(1), [2, 4], { first: 4 }).data).toEqual(whole.data.slice(4));
    expect(normal(key(1), []).data).toHaveLength(1);
    expect(integers(key(1), [2, 3], { min: 0, max: 9 }).shape).toEqual([2, 3]);
    expect(categorical(key(1), [1, 1], [4, 1]).shape).toEqual([4, 1]);
    expect(normal(key(1), [0, 5], { dtype: 'float64' }).data).toEqual(new Float64Array(0));
  });
});

describe('bad arguments throw one-line typed errors', () => {
  const k = key(1);
  const out = new Float64Array(4);
  it.each<[string, () => unknown, string]>([
    ['negative seed', () => key(-1), 'seed: expected an integer in [0, 2^64)'],
    ['fractional seed', () => key(0.5), 'seed: expected an integer'],
    ['unsafe seed', () => key(2 ** 53), 'use a bigint'],
    ['NaN seed', () => key(Number.NaN), 'seed: expected'],
    ['large bigint', () => key(1n << 64n), 'seed: expected'],
    ['text seed', () => key('7' as unknown as number), 'seed: expected'],
    ['stream', () => key(1, 2 ** 32), 'stream: expected an integer in [0, 4294967295]'],
    ['key', () => uniformInto({ k0: -1, k1: 0, stream: 0 }, 0, out), 'key: expected a Key'],
    ['no key', () => normalInto(undefined as never, 0, out), 'key: expected a Key'],
    ['first', () => normalInto(k, -1, out), 'first: expected'],
    ['first too large', () => normalInto(k, 2 ** 53 - 1, out), 'first: expected'],
    ['shape', () => uniform(k, [2, -1]), 'shape[1]: expected an integer >= 0'],
    ['huge shape', () => uniform(k, [2 ** 40, 2 ** 40]), 'shape: expected'],
    ['min', () => integers(k, 1, { min: 0.5, max: 2 }), 'min: expected'],
    [
      'max below min',
      () => integers(k, 1, { min: 3, max: 2 }),
      'max: expected an integer in [3, 2147483647]',
    ],
    ['n', () => permutation(k, -1), 'n: expected'],
    ['no weights', () => categorical(k, [], 1), 'weights: expected a finite sum > 0'],
    ['zero weights', () => categorical(k, [0, 0], 1), 'weights: expected a finite sum > 0'],
    ['negative weight', () => categorical(k, [1, -1], 1), 'weights[1]: expected a finite number >= 0'],
    ['NaN weight', () => categorical(k, [Number.NaN], 1), 'weights[0]: expected'],
    ['count', () => split(k, 1.5), 'count: expected'],
    ['data', () => fold(k, -1), 'data: expected'],
  ])('%s', (_, f, message) => {
    expect(f).toThrow(message);
  });
});
