/** What is no data set, or a wrong option of one, is refused with its place and a way out. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ArgumentError, FileError, type FlowproofError, FormatError } from '../../src/errors.ts';
import { loadDataset } from '../../src/io/datasets/load-dataset.ts';
import { encodeNpy } from '../../src/io/npy.ts';
import { encodeNpz } from '../../src/io/npz.ts';
import { writtenFiles } from './written-files.ts';

const { folder, file } = writtenFiles();
const numbers = Float32Array.from({ length: 40 }, (_, i) => Math.fround(Math.sin(i)));

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
])('%s is refused', (_, action, type, message) => {
  expect(action).toThrow(type);
  expect(action).toThrow(message);
});
