/**
 * Summary of a data set in its own units, column by column.
 *
 * Quantiles interpolate linearly between order statistics: x₍ₖ₎ + f (x₍ₖ₊₁₎ − x₍ₖ₎) with k + f = p (n − 1), counted from 0.
 * Source: Hyndman and Fan (1996), "Sample quantiles in statistical packages", definition 7.
 */
import ndarray from 'ndarray';
import ops from 'ndarray-ops';
import type { DatasetOptions, DataTable } from './data-table.ts';
import { loadTable } from './load-table.ts';

/** One column over all rows that are used, training and held out. `std` is the population deviation. */
export interface ColumnSummary {
  readonly name: string;
  readonly n: number;
  /** Rows of the file that lack a value here. */
  readonly missing: number;
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly max: number;
}

export interface DatasetSummary {
  readonly name: string;
  readonly rows: number;
  readonly dim: number;
  readonly dropped: number;
  /** Columns of a csv file that are not used because they hold text. */
  readonly leftOut: readonly string[];
  readonly imageShape?: readonly [number, number];
  readonly licence: string;
  readonly source: string;
  /** Rows in each class; empty when there are no classes. */
  readonly classes: readonly { readonly name: string; readonly rows: number }[];
  readonly columns: readonly ColumnSummary[];
}

/** Describes what `loadDataset` with the same arguments would split and standardise. */
export function describeDataset(nameOrPath: string, options: DatasetOptions = {}): DatasetSummary {
  const table = loadTable(nameOrPath, options);
  const { name, rows, dropped, leftOut, imageShape, licence, source, labels, classNames = [] } = table;
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels ?? []) counts[label]!++;
  return {
    name,
    rows,
    dim: table.columns.length,
    dropped,
    leftOut,
    ...(imageShape ? { imageShape } : {}),
    licence,
    source,
    classes: classNames.map((className, i) => ({ name: className, rows: counts[i]! })),
    columns: table.columns.map((_, j) => summary(table, j)),
  };
}

function summary({ values, rows, columns, missing }: DataTable, j: number): ColumnSummary {
  const column = ndarray(new Float64Array(rows), [rows]);
  ops.assign(column, ndarray(values, [rows, columns.length]).pick(null, j));
  const mean = ops.sum(column) / rows;
  const sorted = Float64Array.from(column.data).sort();
  ops.subseq(column, mean);
  return {
    name: columns[j]!,
    n: rows,
    missing: missing[j]!,
    mean,
    std: Math.sqrt(ops.norm2squared(column) / rows),
    min: sorted[0]!,
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
    max: sorted[rows - 1]!,
  };
}

function quantile(sorted: Float64Array, p: number): number {
  const position = p * (sorted.length - 1);
  const k = Math.floor(position);
  const below = sorted[k]!;
  return below + (position - k) * (sorted[Math.min(k + 1, sorted.length - 1)]! - below);
}
