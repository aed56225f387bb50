import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ulpDistance32 } from '../../src/array/ulp.ts';
import { ArgumentError, FileError, type FlowproofError, FormatError } from '../../src/errors.ts';
import type { DatasetOptions } from '../../src/io/datasets/data-table.ts';
import { describeDataset } from '../../src/io/datasets/describe-dataset.ts';
import { type Dataset, loadDataset } from '../../src/io/datasets/load-dataset.ts';
import { loadTable } from '../../src/io/datasets/load-table.ts';
import { blockMeans } from '../../src/io/datasets/mnist.ts';
import { destandardise, standardise } from '../../src/io/datasets/standardise.ts';
import { encodeNpy } from '../../src/io/npy.ts';
import { encodeNpz } from '../../src/io/npz.ts';
import { encodeSafetensors } from '../../src/io/safetensors.ts';

const folder = mkdtempSync(join(tmpdir(), 'flowproof-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Rows of both parts in the units of the data, sorted, each with its label. */
function rowsOf(data: Dataset): string[] {
  return (['train', 'heldOut'] as const)
    .flatMap((part) => {
      const raw = destandardise(data, data[part]);
      return Array.from({ length: raw.length / data.dim }, (_, i) =>
        JSON.stringify(
          [...raw.subarray(i * data.dim, (i + 1) * data.dim)]
            .map((v) => v.toPrecision(5))
            .concat(String(data.labels?.[part][i])),
        ),
      );
    })
    .sort();
}

describe('the extracts', () => {
  it('have the check sums that data/README.md states', () => {
    const readme = readFileSync(new URL('../../data/README.md', import.meta.url), 'utf8');
    for (const name of ['penguins.csv', 'mnist-digits.npz']) {
      const bytes = readFileSync(new URL(`../../data/${name}`, import.meta.url));
      expect(readme).toContain(createHash('sha256').update(bytes).digest('hex'));
    }
  });
});

describe('penguins', () => {
  it('has 342 rows of 4 measurements, 2 rows dropped, and the known means', () => {
    const summary = describeDataset('penguins');
    expect(summary).toMatchObject({ rows: 342, dim: 4, dropped: 2 });
    expect(summary.classes).toEqual([
      { name: 'Adelie', rows: 151 },
      { name: 'Chinstrap', rows: 68 },
      { name: 'Gentoo', rows: 123 },
    ]);
    // Means, quartiles and extremes as R's summary(palmerpenguins::penguins) prints them, to its four digits.
    const printed = summary.columns.map((c) =>
      [c.min, c.lowerQuartile, c.median, c.mean, c.upperQuartile, c.max].map((v) => Number(v.toPrecision(4))),
    );
    expect(printed).toEqual([
      [32.1, 39.23, 44.45, 43.92, 48.5, 59.6],
      [13.1, 15.6, 17.3, 17.15, 18.7, 21.5],
      [172, 190, 197, 200.9, 213, 231],
      [2700, 3550, 4050, 4202, 4750, 6300],
    ]);
    expect(summary.columns.map((c) => c.missing)).toEqual([2, 2, 2, 2]);
  });

  it('is split by the seed alone: the same rows, in another order, no row twice', () => {
    const a = loadDataset('penguins', { seed: 1, heldOutFraction: 0.2 });
    const again = loadDataset(a.spec.dataset, JSON.parse(JSON.stringify(a.spec.options)) as DatasetOptions);
    expect(again).toEqual(a);
    expect([a.train.length / 4, a.heldOut.length / 4]).toEqual([274, 68]);
    const b = loadDataset('penguins', { seed: 2, heldOutFraction: 0.2 });
    expect(b.train).not.toEqual(a.train);
    const table = loadTable('penguins');
    const all = Array.from({ length: 342 }, (_, i) =>
      JSON.stringify(
        [...table.values.subarray(4 * i, 4 * i + 4)]
          .map((v) => v.toPrecision(5))
          .concat(String(table.labels![i])),
      ),
    ).sort();
    expect(rowsOf(a)).toEqual(all);
    expect(rowsOf(b)).toEqual(all);
  });

  it('is standardised by the training rows alone', () => {
    const { train, heldOut, mean, std } = loadDataset('penguins');
    for (let j = 0; j < 4; j++) {
      const column = Float64Array.from({ length: train.length / 4 }, (_, i) => train[4 * i + j]!);
      const m = column.reduce((a, b) => a + b, 0) / column.length;
      const v = column.reduce((a, b) => a + (b - m) * (b - m), 0) / column.length;
      // Values are below 4 and rounded to float32 once, at most 2⁻²³ off each; so are their mean and, doubled, variance.
      expect(Math.abs(m)).toBeLessThanOrEqual(1.2e-7);
      expect(Math.abs(v - 1)).toBeLessThanOrEqual(1e-6);
    }
    const heldOutMean = heldOut.reduce((a, b) => a + b, 0) / heldOut.length;
    expect(Math.abs(heldOutMean)).toBeGreaterThan(1e-3);
    const raw = destandardise({ mean, std }, Float64Array.from(heldOut));
    expect([...standardise({ mean, std }, raw)].every((z, i) => ulpDistance32(z, heldOut[i]!) <= 1)).toBe(
      true,
    );
  });
});

describe('mnist', () => {
  it('has 500 images of each digit, in [0, 1], with one mean and deviation', () => {
    const { n, dim, imageShape, labels, mean, std, train, heldOut } = loadDataset('mnist', { imageSize: 14 });
    expect({ n, dim, imageShape }).toEqual({ n: 5000, dim: 196, imageShape: [14, 14] });
    const counts = new Array<number>(10).fill(0);
    for (const label of [...labels!.train, ...labels!.heldOut]) counts[label]!++;
    expect(counts).toEqual(new Array(10).fill(500));
    expect(new Set(mean).size + new Set(std).size).toBe(2);
    const raw = destandardise({ mean, std }, train);
    expect(Math.min(...raw.subarray(0, 10_000))).toBeGreaterThanOrEqual(-1e-7);
    expect(Math.max(...raw.subarray(0, 10_000))).toBeLessThanOrEqual(1 + 1e-6);
    expect(train.length + heldOut.length).toBe(5000 * 196);
  });

  it('averages blocks exactly', () => {
    const { values } = loadTable('mnist');
    const { values: small } = loadTable('mnist', { imageSize: 7 });
    for (const i of [0, 1234, 4999]) {
      for (let p = 0; p < 49; p++) {
        let sum = 0;
        for (let k = 0; k < 16; k++) {
          const y = Math.floor(p / 7) * 4 + Math.floor(k / 4);
          sum += Math.round(values[i * 784 + y * 28 + (p % 7) * 4 + (k % 4)]! * 255);
        }
        expect(small[i * 49 + p]).toBe(sum / (255 * 16));
      }
    }
    expect([...blockMeans(Uint8Array.of(255, 0, 0, 1), 1, 2, 2)]).toEqual([256 / 1020]);
  });
});

describe('files of a user', () => {
  const numbers = Float32Array.from({ length: 40 }, (_, i) => Math.fround(Math.sin(i)));
  const classes = BigInt64Array.from({ length: 20 }, (_, i) => BigInt((i % 3) * 10 - 10));

  it('give the same data set in every format', () => {
    const csv = `a,b,kind\n${Array.from({ length: 20 }, (_, i) => `${numbers[2 * i]},${numbers[2 * i + 1]},${(i % 3) * 10 - 10}`).join('\n')}`;
    const x = { shape: [20, 2], data: numbers };
    const y = { shape: [20], data: classes };
    const sets = [
      loadDataset(file('x.npy', encodeNpy(x))),
      loadDataset(file('x.npz', encodeNpz({ x, y })), { labels: 'y' }),
      loadDataset(file('x.safetensors', encodeSafetensors({ tensors: { x, y, z: x } })), {
        array: 'x',
        labels: 'y',
      }),
      loadDataset(file('x.csv', csv), { labels: 'kind' }),
    ];
    for (const set of sets) {
      expect(set.train).toEqual(sets[0]!.train);
      expect(set.heldOut).toEqual(sets[0]!.heldOut);
      expect(set.heldOut.length).toBe(4);
    }
    for (const set of sets.slice(1)) {
      expect(set.classNames).toEqual(['-10', '0', '10']);
      expect(set.labels).toEqual(sets[1]!.labels);
    }
  });

  it('take images, with one scale for all pixels', () => {
    const images = { shape: [5, 2, 3], data: Uint8Array.from({ length: 30 }, (_, i) => (i % 6 ? i : 0)) };
    const set = loadDataset(file('images.npy', encodeNpy(images)), { heldOutFraction: 0 });
    expect(set).toMatchObject({ dim: 6, imageShape: [2, 3] });
    expect(set.columns[5]).toBe('pixel 1,2');
    expect(set.heldOut.length).toBe(0);
    expect(new Set(set.std).size).toBe(1);
  });

  it('drop rows without a value when asked', () => {
    const path = file('gaps.csv', 'a,b,c\n1,2,x\nNA,3,y\n4,5,\n6,8,z\n7,9,x');
    expect(() => loadDataset(path)).toThrow(/gaps\.csv: row 3, column "a": .* pass missing: 'drop'/);
    const set = loadDataset(path, { missing: 'drop', labels: 'c', heldOutFraction: 0 });
    expect(set).toMatchObject({ n: 3, dropped: 2, classNames: ['x', 'z'] });
    expect(describeDataset(path, { missing: 'drop' }).columns.map((c) => [c.name, c.n, c.missing])).toEqual([
      ['a', 4, 1],
      ['b', 4, 0],
    ]);
  });

  it('leave out columns of text and say which, unless columns are chosen', () => {
    const path = file('text.csv', 'id,a,kind,none,b\np,1,x,,2\nq,3,y,NA,5\nr,8,x,,6\n');
    expect(loadDataset(path, { labels: 'kind' })).toMatchObject({
      columns: ['a', 'b'],
      leftOut: ['id', 'none'],
    });
    expect(describeDataset(path)).toMatchObject({ dim: 2, leftOut: ['id', 'kind', 'none'] });
    expect(describeDataset(path, { columns: ['a'] })).toMatchObject({ dim: 1, leftOut: [] });
    expect(loadDataset('penguins').leftOut).toEqual([]);
  });

  it.each<[string, () => unknown, new (...a: never[]) => FlowproofError, RegExp]>([
    [
      'an unknown name',
      () => loadDataset('pinguins'),
      ArgumentError,
      /expected penguins, mnist or a file ending in \.npy, \.npz/,
    ],
    ['no name', () => loadDataset(undefined as never), ArgumentError, /received undefined/],
    ['a missing file', () => loadDataset(join(folder, 'none.npy')), FileError, /no such file/],
    [
      'an option of another kind',
      () => loadDataset('penguins', { imageSize: 7 }),
      ArgumentError,
      /imageSize: expected an option of penguins .*it is for the data set mnist only/,
    ],
    [
      'a wrong image size',
      () => loadDataset('mnist', { imageSize: 10 as 7 }),
      ArgumentError,
      /expected 28 or 14 or 7, received 10/,
    ],
    [
      'a wrong fraction',
      () => loadDataset('penguins', { heldOutFraction: 1.5 }),
      ArgumentError,
      /heldOutFraction/,
    ],
    [
      'no training rows',
      () => loadDataset('penguins', { heldOutFraction: 1 }),
      FormatError,
      /two or more training rows, received 0/,
    ],
    ['a wrong seed', () => loadDataset('penguins', { seed: -1 }), ArgumentError, /seed/],
    [
      'a constant column',
      () => loadDataset(file('c.csv', 'a,b\n1,0.1\n2,0.1\n3,0.1')),
      FormatError,
      /c\.csv: column "b": expected two different values .*normalisation: 'global'/,
    ],
    [
      'a column that overflows',
      () => loadDataset(file('o.csv', 'a\n1e308\n-1e308\n1.5e308'), { heldOutFraction: 0 }),
      FormatError,
      /column "a": expected values whose mean/,
    ],
    [
      'an unknown column',
      () => loadDataset(file('u.csv', 'a\n1\n2'), { columns: ['b'] }),
      ArgumentError,
      /column "b"/,
    ],
    [
      'no numeric column',
      () => loadDataset(file('t.csv', 'a\nx\ny')),
      ArgumentError,
      /columns: expected one or more different columns/,
    ],
    [
      'no rows',
      () => loadDataset(file('n.csv', 'a\n'), { columns: ['a'] }),
      FormatError,
      /expected rows of data, received no rows/,
    ],
    ...['x', 'Infinity', '1e400', '12,5'].map(
      (bad): [string, () => unknown, new (...a: never[]) => FlowproofError, RegExp] => [
        `${bad} in a column of numbers that nobody chose`,
        () => loadDataset(file('m.csv', `a,b\n1,NA\n2,5\n3,"${bad}"\n`), { missing: 'drop' }),
        FormatError,
        /m\.csv: row 4, column "b": expected a finite number, as in row 3, received .*mend the cell, or choose/,
      ],
    ),
    [
      'text in a column',
      () => loadDataset(file('w.csv', 'a\n1\nx'), { columns: ['a'] }),
      FormatError,
      /w\.csv: row 3, column "a"/,
    ],
    [
      'a scalar',
      () => loadDataset(file('s.npy', encodeNpy({ shape: [], data: Float32Array.of(1) }))),
      FormatError,
      /shape \[n, …\], received shape \[\]/,
    ],
    [
      'no columns',
      () => loadDataset(file('z.npy', encodeNpy({ shape: [3, 0], data: new Float32Array(0) }))),
      FormatError,
      /rows of data/,
    ],
    [
      'an array to be chosen',
      () =>
        loadDataset(
          file(
            'two.npz',
            encodeNpz({ a: { shape: [20, 2], data: numbers }, b: { shape: [20, 2], data: numbers } }),
          ),
        ),
      ArgumentError,
      /the name of an array in .*two\.npz, received none; it has \["a","b"\]/,
    ],
    [
      'an unknown array',
      () => loadDataset(file('one.npz', encodeNpz({ a: { shape: [20, 2], data: numbers } })), { array: 'x' }),
      ArgumentError,
      /received "x"; it has \["a"\]/,
    ],
    [
      'labels of another length',
      () =>
        loadDataset(
          file(
            'l.npz',
            encodeNpz({ a: { shape: [20, 2], data: numbers }, b: { shape: [2], data: Int32Array.of(1, 2) } }),
          ),
          { labels: 'b' },
        ),
      FormatError,
      /classes of shape \[20\]/,
    ],
    [
      'fractions for labels',
      () =>
        loadDataset(
          file(
            'f.npz',
            encodeNpz({
              a: { shape: [2], data: Int32Array.of(1, 2) },
              b: { shape: [2], data: Float32Array.of(1, 1.5) },
            }),
          ),
          { labels: 'b' },
        ),
      FormatError,
      /array "b"\[1\]: expected an integer class/,
    ],
    [
      'integers above 2^53',
      () => loadDataset(file('i.npy', encodeNpy({ shape: [2], data: BigInt64Array.of(1n, 1n << 60n) }))),
      FormatError,
      /\[1\]: expected an integer within/,
    ],
    [
      'NaN',
      () =>
        loadDataset(
          file('nan.npy', encodeNpy({ shape: [2], data: Float32Array.of(1, NaN) }, { allowNonFinite: true })),
        ),
      FormatError,
      /nan\.npy: byte 132: expected a finite number/,
    ],
    [
      'a file above the limit',
      () => loadDataset(file('big.npy', new Uint8Array(100)), { maxBytes: 99 }),
      FileError,
      /at most 99 bytes/,
    ],
    [
      'an archive that unpacks to more than the limit',
      () =>
        loadDataset(file('bomb.npz', encodeNpz({ a: { shape: [50_000], data: new Float32Array(50_000) } })), {
          maxBytes: 10_000,
        }),
      FormatError,
      /bomb\.npz: byte \d+: expected at most 10000 bytes in all entries/,
    ],
  ])('refuse %s', (_, action, type, message) => {
    expect(action).toThrow(type);
    expect(action).toThrow(message);
  });
});
