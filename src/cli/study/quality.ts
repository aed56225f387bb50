/**
 * Sample quality: distances between samples and data, beside the distance between two samples of the data of the same
 * size. That floor is what a perfect model would show; its spread over repetitions says what difference means anything.
 */
import { energyDistance, slicedWasserstein2 } from '../../metrics/index.ts';
import { fold, type Key, key, permutation } from '../../random/index.ts';
import type { QualitySection } from '../../report/index.ts';
import { type LearningSource, sourceTarget } from '../learning-source.ts';

const REPETITIONS = 100;
const DIRECTIONS = 64;
const STREAM = 101;
/** Rows compared at a time, at most: the energy distance costs their square, times the columns. */
const maxRows = (dim: number): number => (dim > 16 ? 200 : 500);

type Rows = Float32Array | Float64Array;

/** Compares samples [count, dim], standardised, with the data that were learned from. */
export function sampleQuality(source: LearningSource, samples: Float32Array, seed: number): QualitySection {
  const dim = source.space.columns.length;
  const count = samples.length / dim;
  const draw = dataDraws(source, seed);
  // Half of the samples, so that the repetitions do not all compare the same ones.
  const size = Math.min(maxRows(dim), Math.floor(count / 2), draw.size);
  const floor = { energy: [] as number[], sliced: [] as number[] };
  const value = { energy: [] as number[], sliced: [] as number[] };
  for (let r = 0; r < REPETITIONS; r++) {
    const [a, b] = draw.pair(r, size);
    const own = pick(samples, dim, permutation(fold(key(seed, STREAM + 1), r), count).subarray(0, size));
    const directions = fold(key(seed, STREAM + 2), r);
    floor.energy.push(energyDistance(a, b, dim));
    value.energy.push(energyDistance(own, b, dim));
    floor.sliced.push(slicedWasserstein2(a, b, dim, { key: directions, directions: DIRECTIONS }));
    value.sliced.push(slicedWasserstein2(own, b, dim, { key: directions, directions: DIRECTIONS }));
  }
  const metric = (name: string, kind: 'energy' | 'sliced', meaning: string) => ({
    name,
    value: mean(value[kind]),
    floor: mean(floor[kind]),
    floorSpread: deviation(floor[kind]),
    meaning,
  });
  return {
    note:
      `${size} samples against ${size} rows of the data, mean of ${REPETITIONS} repetitions, in standardised units. ` +
      `The floor compares the data with ${draw.other} of the same size; ± is the standard deviation of a single comparison. ` +
      draw.remark,
    metrics: [
      metric(
        'energy distance D²',
        'energy',
        'zero only for equal distributions; unbiased, so it may be negative',
      ),
      metric(
        'sliced Wasserstein W₂',
        'sliced',
        `root mean square transport cost over ${DIRECTIONS} random directions`,
      ),
    ],
  };
}

interface DataDraws {
  readonly size: number;
  readonly other: string;
  readonly remark: string;
  pair(repetition: number, size: number): readonly [Rows, Rows];
}

/** Two disjoint samples of the data: fresh draws of a distribution, or two halves of the rows. */
function dataDraws(source: LearningSource, seed: number): DataDraws {
  const dim = source.space.columns.length;
  const target = sourceTarget(source);
  if (target) {
    const sample = (k: Key, size: number): Rows => {
      const rows = new Float64Array(size * dim);
      target.sampleInto(k, 0, rows);
      return rows;
    };
    return {
      size: Number.POSITIVE_INFINITY,
      other: 'fresh draws',
      remark: '',
      pair: (r, size) => [
        sample(fold(key(seed, STREAM), 2 * r), size),
        sample(fold(key(seed, STREAM), 2 * r + 1), size),
      ],
    };
  }
  const { rows, heldOut } = source.data as { rows: Float32Array; heldOut: Float32Array };
  const all = new Float32Array(rows.length + heldOut.length);
  all.set(rows);
  all.set(heldOut, rows.length);
  const count = all.length / dim;
  return {
    size: Math.floor(count / 2),
    other: 'another half of its rows',
    remark: 'Most of the rows were trained on, so values below the floor can also mean memory.',
    pair: (r, size) => {
      const order = permutation(fold(key(seed, STREAM), r), count);
      return [pick(all, dim, order.subarray(0, size)), pick(all, dim, order.subarray(size, 2 * size))];
    },
  };
}

function pick(rows: Float32Array, dim: number, order: ArrayLike<number>): Float32Array {
  const out = new Float32Array(order.length * dim);
  for (let i = 0; i < order.length; i++)
    out.set(rows.subarray(order[i]! * dim, (order[i]! + 1) * dim), i * dim);
  return out;
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, v) => sum + (v - centre) * (v - centre), 0) / (values.length - 1));
}
