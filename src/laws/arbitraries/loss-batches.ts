/**
 * Batches for losses: predictions, targets and row weights that are multiples of 1/16, so that their differences and squares are
 * exact in float32 too. Main tier: 2 to 4 rows and dimensions, weights that differ; edge tier: one row, one dimension, weights of 1.
 */
import fc from 'fast-check';

/** A batch [rows, dim], row by row. */
export interface LossBatch {
  readonly rows: number;
  readonly dim: number;
  readonly prediction: readonly number[];
  readonly target: readonly number[];
  /** [rows]. */
  readonly weights: readonly number[];
}

const sixteenths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 16 * min, max: 16 * max }).map((k) => k / 16);

function sized(rows: number, dim: number, weight: fc.Arbitrary<number>): fc.Arbitrary<LossBatch> {
  const values = fc.array(sixteenths(-4, 4), { minLength: rows * dim, maxLength: rows * dim });
  return fc.record({
    rows: fc.constant(rows),
    dim: fc.constant(dim),
    prediction: values,
    target: values,
    weights: fc.array(weight, { minLength: rows, maxLength: rows }),
  });
}

/** Batches for losses. */
export function lossBatches(): fc.Arbitrary<LossBatch> {
  const some = fc.integer({ min: 2, max: 4 });
  const main = fc
    .tuple(some, some)
    .chain(([rows, dim]) => sized(rows, dim, fc.constantFrom(0.5, 0.75, 2, 3)));
  const few = fc.integer({ min: 1, max: 2 });
  const edge = fc.tuple(few, few).chain(([rows, dim]) => sized(rows, dim, fc.constant(1)));
  return fc.oneof({ weight: 4, arbitrary: main }, { weight: 1, arbitrary: edge });
}

export const batchWords = ({ rows, dim, prediction, target, weights }: LossBatch): string =>
  `${rows} row${rows === 1 ? '' : 's'} of ${dim}: prediction ${prediction.join(', ')}; target ${target.join(', ')}; weights ${weights.join(', ')}`;
