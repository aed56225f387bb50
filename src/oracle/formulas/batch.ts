/** Batches as rows, and which time belongs to which of them. */
import type { Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

/** One row of a batch: a point, a direction, a line of a matrix. */
export type Row = readonly Tracked[];

/** The batch [rows, width] of row-major elements. */
export const rowsOf = (flat: Row, width: number): readonly Row[] =>
  Array.from({ length: flat.length / width }, (_, r) => flat.slice(r * width, (r + 1) * width));

/** The row whose time holds for a row: its own. */
export const rowOfTime: Formula<[row: number], number> = formula('batch.row-of-time', (row) => row);
