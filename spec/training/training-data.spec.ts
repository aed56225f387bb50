import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { key } from '../../src/random/index.ts';
import { eightGaussians } from '../../src/targets/index.ts';
import { checkData, DataReader, shareData, type TrainingData } from '../../src/training/training-data.ts';

/** Row i is (i, i + ½, …) and its label i mod 5, so that a row can be recognised wherever it turns up. */
function numberedRows(count: number, dim: number, heldOutCount: number = 3): TrainingData {
  const rows = Float32Array.from({ length: count * dim }, (_, i) => Math.floor(i / dim) + (i % dim) / 2);
  const heldOut = Float32Array.from({ length: heldOutCount * dim }, (_, i) => -1 - Math.floor(i / dim));
  return {
    kind: 'rows',
    rows,
    heldOut,
    labels: Int32Array.from({ length: count }, (_, i) => i % 5),
    heldOutLabels: Int32Array.from({ length: heldOutCount }, (_, i) => i % 5),
  };
}

function read(reader: DataReader, first: number, rows: number, dim: number): [Float32Array, Int32Array] {
  const x1 = new Float32Array(rows * dim).fill(Number.NaN);
  const labels = new Int32Array(rows).fill(-7);
  reader.read(first, rows, x1, labels);
  return [x1, labels];
}

describe('rows of data', () => {
  test('every epoch is a permutation, and no two of them the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 4 }), (count, dim) => {
        const reader = new DataReader(numberedRows(count, dim), dim, key(5));
        const orders = [0, 1, 2].map((epoch) => {
          const [x1, labels] = read(reader, epoch * count, count, dim);
          const order = Array.from({ length: count }, (_, r) => x1[r * dim]!);
          expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
          order.forEach((row, r) => {
            for (let j = 0; j < dim; j++) expect(x1[r * dim + j]).toBe(row + j / 2);
            expect(labels[r]).toBe(row % 5);
          });
          return order.join();
        });
        // Two permutations of ≥ 12 rows agree by chance once in 12! ≈ 5·10⁸ cases.
        if (count >= 12) expect(new Set(orders).size).toBe(3);
      }),
      { numRuns: 50 },
    );
  });

  test('a batch may span epochs, and any rows read by themselves are those of the whole run', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.tuple(fc.nat(120), fc.integer({ min: 0, max: 60 })), { minLength: 1, maxLength: 8 }),
        (count, reads) => {
          const data = numberedRows(count, 2);
          const [all, allLabels] = read(new DataReader(data, 2, key(9)), 0, 200, 2);
          // One reader for all: going back and forth between epochs must not matter, either.
          const reader = new DataReader(data, 2, key(9));
          for (const [first, rows] of reads) {
            const [x1, labels] = read(reader, first, rows, 2);
            expect(x1).toEqual(all.subarray(2 * first, 2 * (first + rows)));
            expect(labels).toEqual(allLabels.subarray(first, first + rows));
          }
        },
      ),
    );
  });

  test('another key gives another order', () => {
    const data = numberedRows(100, 1);
    expect(read(new DataReader(data, 1, key(1)), 0, 100, 1)[0]).not.toEqual(
      read(new DataReader(data, 1, key(2)), 0, 100, 1)[0],
    );
  });

  test('held-out rows come in turn, with their labels', () => {
    const reader = new DataReader(numberedRows(10, 2), 2, key(1));
    const x1 = new Float32Array(8);
    const labels = new Int32Array(4);
    reader.readHeldOut(2, 4, x1, labels);
    expect([...x1]).toEqual([-3, -3, -1, -1, -2, -2, -3, -3]);
    expect([...labels]).toEqual([2, 0, 1, 2]);
  });

  test('without labels every row has label −1', () => {
    const data = { kind: 'rows', rows: Float32Array.of(1, 2), heldOut: Float32Array.of(3) } as const;
    const reader = new DataReader(data, 1, key(1));
    expect([...read(reader, 0, 5, 1)[1]]).toEqual([-1, -1, -1, -1, -1]);
  });
});

describe('a target', () => {
  const data = { kind: 'target', target: eightGaussians().spec } as const;

  test('gives fresh rows, the same for any tile, and others for the held-out loss', () => {
    const reader = new DataReader(data, 2, key(4));
    const [all, labels] = read(reader, 0, 90, 2);
    const [part] = read(new DataReader(data, 2, key(4)), 37, 20, 2);
    expect(part).toEqual(all.subarray(2 * 37, 2 * 57));
    expect(new Set(labels)).toEqual(new Set([-1]));
    const heldOut = new Float32Array(180);
    reader.readHeldOut(0, 90, heldOut, labels);
    expect(heldOut.some((v, i) => v === all[i])).toBe(false);
  });
});

describe('shareData', () => {
  test('copies into shared memory once', () => {
    const data = numberedRows(4, 2);
    const shared = shareData(data);
    expect(shared).toEqual(data);
    if (shared.kind !== 'rows') throw new Error('rows expected');
    for (const a of [shared.rows, shared.heldOut, shared.labels!, shared.heldOutLabels!]) {
      expect(a.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    const again = shareData(shared);
    expect(again.kind === 'rows' && again.rows).toBe(shared.rows);
    const target = { kind: 'target', target: eightGaussians().spec } as const;
    expect(shareData(target)).toBe(target);
  });
});

describe('checkData', () => {
  const good = numberedRows(4, 2) as Extract<TrainingData, { kind: 'rows' }>;
  const target = { kind: 'target', target: eightGaussians().spec } as const;

  test('takes what fits', () => {
    checkData(good, 2, 5);
    checkData(good, 2, 0);
    checkData({ kind: 'rows', rows: good.rows, heldOut: good.heldOut }, 2, 0);
    checkData({ ...good, labels: new Int32Array(4).fill(-1) }, 2, 5);
    checkData(target, 2, 0);
  });

  const without = ({ labels: _, ...rest }: typeof good): TrainingData => rest;
  const withValue = (name: 'rows' | 'heldOut', value: number): TrainingData => {
    const values = good[name].slice();
    values[3] = value;
    return { ...good, [name]: values };
  };
  const cases: readonly [string, TrainingData, number, number, new (...args: never[]) => Error, RegExp][] = [
    ['a target of another dimension', target, 3, 0, ShapeError, /^data\.target:.*3.*received 2/],
    ['classes of a target', target, 2, 2, ArgumentError, /^network\.classes:/],
    ['a length that is no multiple', good, 3, 0, ArgumentError, /^data\.rows/],
    [
      'no rows',
      { ...good, rows: new Float32Array(0), labels: new Int32Array(0) },
      2,
      0,
      ArgumentError,
      /^data\.rows/,
    ],
    ['no held-out rows', { ...good, heldOut: new Float32Array(0) }, 2, 0, ArgumentError, /^data\.heldOut/],
    ['NaN in a row', withValue('rows', Number.NaN), 2, 0, ArgumentError, /^data\.rows\[3\]/],
    ['∞ in a held-out row', withValue('heldOut', Infinity), 2, 0, ArgumentError, /^data\.heldOut\[3\]/],
    ['no labels', without(good), 2, 5, ShapeError, /^data\.rows: labels/],
    [
      'too few labels',
      { ...good, heldOutLabels: new Int32Array(2) },
      2,
      5,
      ShapeError,
      /^data\.heldOut: labels/,
    ],
    ['a label beyond the classes', good, 2, 3, ArgumentError, /^data\.rows: label.*\[-1, 2\].*received 3/],
    ['a label below −1', { ...good, labels: Int32Array.of(0, -2, 0, 0) }, 2, 5, ArgumentError, /label.*-2/],
  ];
  test.each(cases)('refuses %s', (_, data, dim, classes, type, message) => {
    const check = (): void => checkData(data, dim, classes);
    expect(check).toThrow(type);
    expect(check).toThrow(message);
  });
});
