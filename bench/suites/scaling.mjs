// How cost grows: time and memory of ours against one size at a time, the others fixed.
import { node } from '../harness/subject.mjs';

export const title = 'Scaling: time and memory against one size at a time';
export const effort = { repetition: 200, warmUp: 400, rounds: 7, leastRounds: 3, caseLimit: 15_000 };

const SMALL = [2, 64, 64, 64, 2];
const repeated = (count, width) => [2, ...new Array(count).fill(width), 2];

/** Sizes to the least and the most of a series, which a quick run takes. */
const SERIES = [
  {
    series: 'sampling, rows',
    program: 'sampling-flowproof.mjs',
    unit: 'points',
    sizes: [100, 1_000, 10_000, 100_000, 1_000_000],
    settings: (rows) => ({ widths: SMALL, rows, steps: 4, threads: 2 }),
    work: (rows) => rows,
  },
  {
    series: 'sampling, steps',
    program: 'sampling-flowproof.mjs',
    unit: 'steps',
    sizes: [1, 10, 100, 1_000],
    settings: (steps) => ({ widths: SMALL, rows: 512, steps, threads: 2 }),
    work: (steps) => steps,
  },
  {
    series: 'field, rows',
    program: 'field-flowproof.mjs',
    unit: 'points',
    sizes: [100, 1_000, 10_000, 100_000, 1_000_000],
    settings: (rows) => ({ dim: 2, components: 10, rows, dtype: 'float64', threads: 2 }),
    work: (rows) => rows,
  },
  {
    series: 'field, components',
    program: 'field-flowproof.mjs',
    unit: 'components',
    sizes: [1, 10, 100, 1_000, 10_000],
    settings: (components) => ({ dim: 2, components, rows: 1024, dtype: 'float64', threads: 1 }),
    work: (components) => components,
  },
  {
    series: 'field, dimension',
    program: 'field-flowproof.mjs',
    unit: 'dimensions',
    sizes: [1, 4, 16, 64, 256],
    settings: (dim) => ({ dim, components: 100, rows: 1024, dtype: 'float64', threads: 1 }),
    work: (dim) => dim,
  },
  {
    series: 'training, rows',
    program: 'training-flowproof.mjs',
    unit: 'rows',
    sizes: [64, 256, 1_024, 4_096, 16_384],
    settings: (batch) => ({ widths: SMALL, batch, threads: 2 }),
    work: (batch) => batch,
  },
  {
    series: 'training, width',
    program: 'training-flowproof.mjs',
    unit: 'units',
    sizes: [16, 32, 64, 128, 256, 512, 1024],
    settings: (width) => ({ widths: repeated(3, width), batch: 256, threads: 2 }),
    work: (width) => width,
  },
  {
    series: 'training, depth',
    program: 'training-flowproof.mjs',
    unit: 'layers',
    sizes: [1, 2, 4, 8, 16],
    settings: (depth) => ({ widths: repeated(depth, 128), batch: 256, threads: 2 }),
    work: (depth) => depth,
  },
  {
    series: 'training, dimension',
    program: 'training-flowproof.mjs',
    unit: 'dimensions',
    sizes: [2, 8, 32, 128, 512],
    settings: (dim) => ({ widths: [dim, 128, 128, dim], batch: 256, threads: 2 }),
    work: (dim) => dim,
  },
  {
    series: 'training, threads',
    program: 'training-flowproof.mjs',
    unit: 'steps',
    sizes: [1, 2, 4],
    settings: (threads) => ({ widths: [2, 256, 256, 256, 2], batch: 1024, threads }),
    work: () => 1,
  },
];

export function cases({ quick }) {
  return (quick ? SERIES.filter(({ series }) => series.endsWith('rows')) : SERIES).flatMap(
    ({ series, program, unit, sizes, settings, work }) =>
      (quick ? sizes.slice(0, 2) : sizes).map((size) => ({
        name: `${series} ${size}`,
        parameters: { series, size },
        work: work(size),
        unit,
        subjects: [node('flowproof', program, settings(size))],
        pairs: [],
      })),
  );
}
