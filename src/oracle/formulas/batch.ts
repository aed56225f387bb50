/** Which time belongs to which row. */
import { type Formula, formula } from '../formula.ts';

/** The row whose time holds for a row: its own. */
export const rowOfTime: Formula<[row: number], number> = formula('batch.row-of-time', (row) => row);
