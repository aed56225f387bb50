/** The data sets that come with flowproof: their extracts, numbers known from elsewhere, splits and standardisation. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ulpDistance32 } from '../../src/array/ulp.ts';
import type { DatasetOptions } from '../../src/io/datasets/data-table.ts';
import { describeDataset } from '../../src/io/datasets/describe-dataset.ts';
import { type Dataset, loadDataset } from '../../src/io/datasets/load-dataset.ts';
import { loadTable } from '../../src/io/datasets/load-table.ts';
import { blockMeans } from '../../src/io/datasets/mnist.ts';
import { destandardise, standardise } from '../../src/io/datasets/standardise.ts';

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
