/**
 * Raw data before the split: rows of numbers in their own units, with what is known about their columns and origin.
 */
import { ArgumentError } from '../../errors.ts';
import { show } from '../printable.ts';

/** How data are scaled: every column by its own mean and deviation, or all by one (images). */
export type Normalisation = 'column' | 'global';

/** Options of `loadDataset` and `describeDataset`; those that do not apply to a kind of data are refused. */
export interface DatasetOptions {
  /** Share of the rows that is held out, in [0, 1). Default 0.1. */
  readonly heldOutFraction?: number;
  /** Seed of the split, a safe integer ≥ 0. Default 0. */
  readonly seed?: number;
  /** mnist: side of the images, 28 (default), 14 or 7. */
  readonly imageSize?: 28 | 14 | 7;
  /** npz, safetensors: name of the array with the data. Default: the only one besides the labels. */
  readonly array?: string;
  /** npz, safetensors: name of the array with the classes; csv: name of the column. Default: no classes. */
  readonly labels?: string;
  /** csv: names of the columns to use. Default: all that hold numbers, but the labels. */
  readonly columns?: readonly string[];
  /** csv: what to do with rows that lack a value in a used column. Default 'refuse'. */
  readonly missing?: 'refuse' | 'drop';
  /** csv: whether the first row holds the column names. Default true. */
  readonly header?: boolean;
  /** csv: character between fields. Default ",". */
  readonly delimiter?: ',' | ';' | '\t';
  /** Files: scaling. Default 'global' for images (arrays of shape [n, height, width]), else 'column'. */
  readonly normalisation?: Normalisation;
  /** Files: limit on the size of the file, and of what it unpacks to, in bytes. Default 1 GiB. */
  readonly maxBytes?: number;
}

/** Rows of numbers in their own units; `values` is [rows, columns.length], row-major. */
export interface DataTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** csv: columns that are not used because they hold text, unless `columns` chose. */
  readonly leftOut: readonly string[];
  readonly rows: number;
  readonly values: Float64Array;
  /** Class of each row, 0 … classNames.length − 1. */
  readonly labels?: Int32Array;
  readonly classNames?: readonly string[];
  /** Height and width, when a row is an image. */
  readonly imageShape?: readonly [number, number];
  /** Values missing in each column, before rows were dropped. */
  readonly missing: readonly number[];
  /** Rows that were dropped because a value was missing. */
  readonly dropped: number;
  readonly normalisation: Normalisation;
  readonly licence: string;
  readonly source: string;
}

/** The data that an option is for; what is not here is for all data. */
const optionFor: Readonly<Record<string, string>> = {
  imageSize: 'the data set mnist',
  array: 'npz and safetensors files',
  labels: 'csv, npz and safetensors files',
  columns: 'csv files',
  missing: 'csv files',
  header: 'csv files',
  delimiter: 'csv files',
  normalisation: 'files',
  maxBytes: 'files',
};

/** Throws when options are given that mean nothing for this kind of data: a silent typo would change the experiment. */
export function checkOptions(kind: string, options: DatasetOptions, allowed: readonly string[]): void {
  const known = ['heldOutFraction', 'seed', ...allowed];
  const stranger = Object.keys(options).find(
    (k) => !known.includes(k) && options[k as keyof DatasetOptions] !== undefined,
  );
  if (stranger !== undefined) {
    throw new ArgumentError({
      argument: stranger,
      expected: `an option of ${kind} data`,
      received: show(options[stranger as keyof DatasetOptions]),
      wayOut: Object.hasOwn(optionFor, stranger)
        ? `leave it out: it is for ${optionFor[stranger]} only`
        : `choose among ${known.join(', ')}`,
    });
  }
}

/** Throws unless `value` is one of `allowed`. */
export function checkChoice<T>(argument: string, value: T, allowed: readonly T[]): T {
  if (!allowed.includes(value)) {
    throw new ArgumentError({ argument, expected: allowed.map(show).join(' or '), received: show(value) });
  }
  return value;
}
