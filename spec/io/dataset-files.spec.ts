/** Data sets in files of a user: every format, images, missing values, columns of text. */
import { describe, expect, it } from 'vitest';
import { describeDataset } from '../../src/io/datasets/describe-dataset.ts';
import { loadDataset } from '../../src/io/datasets/load-dataset.ts';
import { encodeNpy } from '../../src/io/npy.ts';
import { encodeNpz } from '../../src/io/npz.ts';
import { encodeSafetensors } from '../../src/io/safetensors.ts';
import { writtenFiles } from './written-files.ts';

const { file } = writtenFiles();

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
});
