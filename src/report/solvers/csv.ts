/** Rows as comma-separated values after RFC 4180: CRLF line ends, quotes where a field needs them. */
import type { Row } from '../../benchmark/row.ts';

const columns: readonly (readonly [name: string, of: (row: Row) => string | number | null | undefined])[] = [
  ['problem', (row) => row.problem],
  ['solver', (row) => row.solver],
  ['grid', (row) => row.grid],
  ['dtype', (row) => row.dtype],
  ['steps', (row) => row.steps],
  ['tolerance', (row) => row.tolerance],
  ['nfe', (row) => row.nfe],
  ['accepted', (row) => row.accepted],
  ['rejected', (row) => row.rejected],
  ['rmse', (row) => row.rmse],
  ['max', (row) => row.max],
  ['slope', (row) => row.slope],
  ['window_from', (row) => row.slopeWindow?.from],
  ['window_to', (row) => row.slopeWindow?.to],
  ['window_slope', (row) => row.slopeWindow?.slope],
  ['window_half_width', (row) => row.slopeWindow?.halfWidth],
  ['floor', (row) => row.floor],
  ['seconds', (row) => row.seconds],
  ['seconds_iqr', (row) => row.secondsIqr],
  ['status', (row) => row.status],
  ['reason', (row) => row.reason],
];

/**
 * All columns of all rows, and one column for each further metric that any row has. What could not be had is an empty field;
 * numbers have all the digits that it takes to read the same number back.
 *
 * @example
 * ```ts
 * import { solversCsv } from 'flowproof/node';
 *
 * console.log(solversCsv([]).split(',')[0]); // problem
 * ```
 */
export function solversCsv(rows: readonly Row[]): string {
  const metrics = [...new Set(rows.flatMap((row) => Object.keys(row.metrics)))];
  const header = [...columns.map(([name]) => name), ...metrics];
  const body = rows.map((row) => [
    ...columns.map(([, of]) => of(row)),
    ...metrics.map((name) => row.metrics[name]),
  ]);
  return [header, ...body].map((cells) => `${cells.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
