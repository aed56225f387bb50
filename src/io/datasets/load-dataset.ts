/**
 * Data sets ready for training: split by a seeded permutation, standardised by the training rows.
 */
import { checkCount, checkNumber } from '../../array/float-array.ts';
import { FormatError } from '../../errors.ts';
import { key, permutation } from '../../random/index.ts';
import { printable } from '../printable.ts';
import type { DatasetOptions } from './data-table.ts';
import { loadTable } from './load-table.ts';
import { fitStandardisation, type Standardisation, standardise } from './standardise.ts';

/** A data set in memory. Matrices are row-major; `train` and `heldOut` are standardised. */
export interface Dataset extends Standardisation {
  readonly name: string;
  /** Name of each of the `dim` columns. */
  readonly columns: readonly string[];
  /** Columns of a csv file that are not used because they hold text. */
  readonly leftOut: readonly string[];
  /** Rows in all, training and held out. */
  readonly n: number;
  readonly dim: number;
  /** [n − held-out rows, dim] */
  readonly train: Float32Array;
  /** [held-out rows, dim] */
  readonly heldOut: Float32Array;
  /** Mean and population deviation of each column over the training rows, in the units of the data. */
  readonly mean: Float64Array;
  readonly std: Float64Array;
  /** Classes 0 … classNames.length − 1 of the rows of `train` and `heldOut`. */
  readonly labels?: { readonly train: Int32Array; readonly heldOut: Int32Array };
  readonly classNames?: readonly string[];
  /** Height and width, when a row is an image. */
  readonly imageShape?: readonly [number, number];
  /** Rows left out because a value was missing. */
  readonly dropped: number;
  readonly licence: string;
  readonly source: string;
  /** `loadDataset(spec.dataset, spec.options)` gives the same bits again. */
  readonly spec: DatasetSpec;
}

/** What was loaded, as plain data. */
export interface DatasetSpec {
  readonly dataset: string;
  readonly options: DatasetOptions;
}

// "data" in ASCII: a stream of its own, so that the split shares no random number with a training run of the same seed.
const SPLIT_STREAM = 0x64617461;

/**
 * Loads "penguins" (342 × 4), "mnist" (5,000 × 784, or fewer pixels with imageSize) or a .npy, .npz, .safetensors or .csv
 * file. The last ⌊n · heldOutFraction + ½⌋ rows of a Philox permutation are held out. Throws a FileError, a FormatError that
 * names byte, row or column, or an ArgumentError.
 *
 * ```ts
 * import { loadDataset } from 'flowproof/node';
 * const { n, dim, dropped, classNames } = loadDataset('penguins', { heldOutFraction: 0.2, seed: 1 });
 * // 342 rows, 4 columns, 2 rows dropped, [ 'Adelie', 'Chinstrap', 'Gentoo' ]
 * ```
 */
export function loadDataset(nameOrPath: string, options: DatasetOptions = {}): Dataset {
  const { heldOutFraction = 0.1, seed = 0 } = options;
  checkNumber('heldOutFraction', heldOutFraction, 0, 1);
  checkCount('seed', seed);
  const table = loadTable(nameOrPath, options);
  const { name, columns, leftOut, rows, labels, classNames, imageShape, dropped, licence, source } = table;
  const heldOutRows = Math.floor(rows * heldOutFraction + 0.5);
  const trainRows = rows - heldOutRows;
  if (trainRows < 2) {
    throw new FormatError({
      argument: printable(name, 300),
      expected: 'two or more training rows',
      received: `${trainRows} of ${rows} rows`,
      wayOut: 'lower heldOutFraction',
    });
  }
  const dim = columns.length;
  const order = permutation(key(seed, SPLIT_STREAM), rows);
  const rawTrain = gather(table.values, dim, order.subarray(0, trainRows));
  const rawHeldOut = gather(table.values, dim, order.subarray(trainRows));
  const scale = fitStandardisation(printable(name, 300), rawTrain, columns, table.normalisation);
  return {
    name,
    columns,
    leftOut,
    n: rows,
    dim,
    train: standardise(scale, rawTrain),
    heldOut: standardise(scale, rawHeldOut),
    mean: scale.mean,
    std: scale.std,
    ...(labels
      ? {
          labels: {
            train: Int32Array.from(order.subarray(0, trainRows), (i) => labels[i]!),
            heldOut: Int32Array.from(order.subarray(trainRows), (i) => labels[i]!),
          },
        }
      : {}),
    ...(classNames ? { classNames } : {}),
    ...(imageShape ? { imageShape } : {}),
    dropped,
    licence,
    source,
    spec: { dataset: nameOrPath, options: { ...options, heldOutFraction, seed } },
  };
}

function gather(values: Float64Array, dim: number, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length * dim);
  for (let i = 0; i < rows.length; i++) {
    out.set(values.subarray(rows[i]! * dim, (rows[i]! + 1) * dim), i * dim);
  }
  return out;
}
