/** Each relation that a wrong answer may have to the truth, and what is close to it and has none. */
import { describe, expect, test } from 'vitest';
import { invariantOf, type Pair } from '../../../src/oracle/judge/invariants.ts';
import { tensor } from './tensors.ts';

const truth = [1, -2, 4, 8, 3, 5];
const sizes = { rows: 2, dim: 3, steps: 7 };
const inputs = { x: tensor([9, 9, 9, 9, 9, 7], [2, 3]) };
const pair = (y: readonly number[], more: Partial<Pair> = {}): Pair => ({
  name: 'y',
  received: tensor(y, [2, 3]),
  truth: tensor(truth, [2, 3]),
  bound: 1e-6,
  sizes,
  inputs,
  ...more,
});

/** The same over another truth: a relation has to hold on all cases. */
const other = [6, 1, -1, 2, -9, 4];
const told = (of: (y: readonly number[]) => readonly number[], more: Partial<Pair> = {}): unknown => {
  const second = pair(of(other), { truth: tensor(other, [2, 3]), ...more });
  const found = invariantOf([pair(of(truth), more), second]);
  return found && [found.id, found.sentence];
};

describe('a relation is told where it holds in every case', () => {
  test.each<[string, string, (y: readonly number[]) => readonly number[]]>([
    ['sign', 'is the truth with the other sign', (y) => y.map((x) => -x)],
    ['ratio', 'is 1.5 times the truth, everywhere', (y) => y.map((x) => 1.5 * x)],
    ['ratio', 'is -0.25 times the truth, everywhere', (y) => y.map((x) => -0.25 * x)],
    ['ratio', 'is 1.001 times the truth, everywhere', (y) => y.map((x) => 1.001 * x)],
    ['offset', 'is the truth plus 0.5, everywhere', (y) => y.map((x) => x + 0.5)],
    ['offset', 'is the truth plus -2, everywhere', (y) => y.map((x) => x - 2)],
    ['zero', 'is 0 everywhere: never written?', (y) => y.map(() => 0)],
    ['copy', 'is the input x, unchanged', () => Array.from(inputs.x.data)],
    [
      'non-finite',
      'holds NaN or infinity where the truth is finite',
      (y) => y.map((x, i) => (i === 4 ? Number.NaN : x)),
    ],
    [
      'transpose',
      'has the elements of the truth in column-major order: transposed',
      ([a, b, c, d, e, f]) => [a!, d!, b!, e!, c!, f!],
    ],
    [
      'transpose',
      'has the elements of the truth in column-major order: transposed',
      ([a, b, c, d, e, f]) => [a!, c!, e!, b!, d!, f!],
    ],
    [
      'permutation',
      'has the rows of the truth in reverse order',
      ([a, b, c, d, e, f]) => [d!, e!, f!, a!, b!, c!],
    ],
    [
      'permutation',
      'has the columns of the truth in reverse order',
      ([a, b, c, d, e, f]) => [c!, b!, a!, f!, e!, d!],
    ],
    [
      'broadcast',
      'repeats the first row of the truth: broadcast over the wrong axis',
      ([a, b, c]) => [a!, b!, c!, a!, b!, c!],
    ],
    [
      'permutation',
      'has the elements of the truth in another order',
      ([a, b, c, d, e, f]) => [b!, a!, c!, d!, f!, e!],
    ],
  ])('%s: %s', (id, sentence, of) => {
    expect(told(of)).toEqual([id, sentence]);
    // One element off by more than its bound, and there is no relation.
    if (id === 'non-finite') return;
    for (const at of [0, 5]) expect(told((y) => of(y).map((x, i) => (i === at ? x + 0.0625 : x)))).toBe(null);
    // One case of two is not enough.
    expect(invariantOf([pair(of(truth)), pair([0.1, 7, 0.2, 13, 5, 77])])).toBe(null);
  });
});

describe('factors of sizes', () => {
  const scaledBy = (factor: (s: Readonly<Record<string, number>>) => number, more = {}): unknown => {
    const of = (values: readonly number[], s: Readonly<Record<string, number>>): Pair =>
      pair(
        values.map((x) => x * factor(s)),
        { truth: tensor(values, [2, 3]), sizes: s, ...more },
      );
    const found = invariantOf([of(truth, sizes), of(other, { rows: 5, dim: 2, steps: 9 })]);
    return found && [found.id, found.sentence];
  };
  test.each<[(s: Readonly<Record<string, number>>) => number, string]>([
    [(s) => s.rows!, 'is rows times the truth: a sum where a mean belongs'],
    [(s) => s.steps!, 'is steps times the truth: a sum where a mean belongs'],
    [(s) => s.rows! * s.dim!, 'is rows · dim times the truth: a sum where a mean belongs'],
    [(s) => s.dim! * s.steps!, 'is dim · steps times the truth: a sum where a mean belongs'],
    [(s) => 1 / s.dim!, 'is the truth divided by dim: a mean where a sum belongs'],
    [(s) => 1 / (s.rows! * s.steps!), 'is the truth divided by rows · steps: a mean where a sum belongs'],
  ])('%s', (factor, sentence) => {
    expect(scaledBy(factor)).toEqual(['ratio', sentence]);
  });
  test('no factor that is none', () => {
    for (const none of [(r: number) => r + 1, (r: number) => r * r]) {
      expect(scaledBy((s) => none(s.rows!))).toBe(null);
      expect(scaledBy((s) => none(s.dim!))).toBe(null);
    }
  });
});

describe('what roundings explain is within four bounds', () => {
  const within = (of: (x: number, i: number) => number, bound: number): string | undefined =>
    invariantOf([
      pair(truth.map(of), { bound }),
      pair(other.map(of), { truth: tensor(other, [2, 3]), bound }),
    ])?.id;
  test('a factor, scaled with it where it is above 1', () => {
    // The largest element gives the factor; the error sits at another.
    const at = (error: number, factor: number) => (x: number, i: number) =>
      factor * x + (i === 2 ? error : 0);
    expect(within(at(0.39, 3), 0.1)).toBe('ratio');
    expect(within(at(1.19, 3), 0.1)).toBe('ratio');
    expect(within(at(1.21, 3), 0.1)).toBe(undefined);
    expect(within(at(1.19, -3), 0.1)).toBe('ratio');
    for (const factor of [0.5, -0.5]) {
      expect(within(at(0.03999, factor), 0.01)).toBe('ratio');
      expect(within(at(0.04001, factor), 0.01)).toBe(undefined);
    }
  });
  test('an offset, and another order', () => {
    const at = (error: number) => (x: number, i: number) => x + 16 + (i === 2 ? error : 0);
    expect(within(at(0.03999), 0.01)).toBe('offset');
    expect(within(at(0.04001), 0.01)).toBe(undefined);
    const order = (error: number): string | undefined => {
      const of = ([a, b, c, d, e, f]: readonly number[]): number[] => [b!, a!, c! + error, d!, f!, e!];
      const second = pair(of(other), { truth: tensor(other, [2, 3]), bound: 0.01 });
      return invariantOf([pair(of(truth), { bound: 0.01 }), second])?.id;
    };
    expect(order(0.03999)).toBe('permutation');
    expect(order(0.04001)).toBe(undefined);
  });
  test('a factor or offset of nearly nothing has no name', () => {
    expect(within((x) => x * (1 + 0.995e-4), 1e-9)).toBe(undefined);
    expect(within((x) => x * (1 + 1.005e-4), 1e-9)).toBe('ratio');
    expect(within((x) => x + 0.995e-4, 1e-9)).toBe(undefined);
    expect(within((x) => x + 1.005e-4, 1e-9)).toBe('offset');
    expect(within((x) => -1.000995 * x, 1e-9)).toBe('sign');
    expect(within((x) => -1.001005 * x, 1e-9)).toBe('ratio');
  });
});

test('vectors have rows of one element; no case, no relation; a truth of zeros has no factor', () => {
  expect(invariantOf([])).toBe(null);
  const line = (y: readonly number[], v: readonly number[]): Pair =>
    pair(y, { received: tensor(y), truth: tensor(v) });
  expect(invariantOf([line([3, 2, 1], [1, 2, 3]), line([9, 4, 7], [7, 4, 9])])?.sentence).toBe(
    'has the rows of the truth in reverse order',
  );
  expect(invariantOf([line([3, 4, 1], [0, 0, 0])])).toBe(null);
  expect(invariantOf([line([1, 1, 1], [0, 0, 0])])?.id).toBe('offset');
  expect(invariantOf([line([], [])])).toBe(null);
  // What is the truth within its bound has no relation to it worth telling.
  expect(invariantOf([line([3], [3])])).toBe(null);
  expect(invariantOf([pair([], { received: tensor([0]), truth: tensor([3.99e-6]) })])).toBe(null);
  expect(invariantOf([pair([], { received: tensor([0]), truth: tensor([4.01e-6]) })])?.id).toBe('zero');
  // Lengths that differ have no relation.
  expect(invariantOf([line([2, 4], [1, 2, 4])])).toBe(null);
});

test('the factor is read where the truth is largest, whatever its sign', () => {
  const line = (y: readonly number[], v: readonly number[]): Pair =>
    pair(y, { received: tensor(y), truth: tensor(v), bound: 0.1 });
  expect(invariantOf([line([1.6, -24, 12.1], [0.5, -8, 4])])?.sentence).toBe(
    'is 3 times the truth, everywhere',
  );
});

test('an offset counts by the size of the first element', () => {
  const moved = (by: number): Pair =>
    pair([], { received: tensor([-4 + by, 1 + by, 2 + by]), truth: tensor([-4, 1, 2]), bound: 1e-9 });
  expect(invariantOf([moved(3.98e-4)])).toBe(null);
  expect(invariantOf([moved(4.02e-4)])?.id).toBe('offset');
});

test('one row may have its columns reversed; a row may be off by four bounds; a copy by nothing', () => {
  const [shape, v] = [
    [1, 3],
    [1, 2, 4],
  ];
  const row = (y: readonly number[]): Pair =>
    pair([], { received: tensor(y, shape), truth: tensor(v, shape) });
  expect(invariantOf([row([4, 2, 1])])?.sentence).toBe('has the columns of the truth in reverse order');
  const reversed = (error: number): string | undefined =>
    invariantOf([pair([8, 3, 5 + error, 1, -2, 4], { bound: 0.01 })])?.sentence;
  expect(reversed(0.03999)).toBe('has the rows of the truth in reverse order');
  expect(reversed(0.04001)).toBe(undefined);
  expect(invariantOf([pair(Array.from(inputs.x.data, (x) => x + 0.005))])).toBe(null);
});
