/**
 * Data from a CSV table: chosen or all numeric columns, classes from another column, a rule for missing values.
 */
import { ArgumentError, FormatError } from '../../errors.ts';
import type { CsvTable } from '../csv.ts';
import { classColumn, columnIndex, isNumeric, missingRows, numericColumn } from '../csv-columns.ts';
import { printable, show } from '../printable.ts';
import { checkChoice, type DatasetOptions, type DataTable } from './data-table.ts';

/** The table's numeric columns in their order; uses the options columns, labels, missing and normalisation. */
export function csvTable(name: string, table: CsvTable, options: DatasetOptions): DataTable {
  const { labels } = options;
  const columns = options.columns ?? table.names.filter((c) => c !== labels && isNumeric(table, c));
  if (columns.length === 0 || new Set(columns).size < columns.length) {
    throw new ArgumentError({
      argument: 'columns',
      expected: 'one or more different columns, numeric ones unless named',
      received: show(columns),
      wayOut: `${printable(table.file, 300)} has ${show(table.names)}`,
    });
  }
  const missing = columns.map((c) => missingRows(table, c));
  const incomplete = new Set([...missing, labels === undefined ? [] : missingRows(table, labels)].flat());
  const drop = checkChoice('missing', options.missing ?? 'refuse', ['refuse', 'drop']) === 'drop';
  const kept: number[] = [];
  for (let i = 0; i < table.rows; i++) if (!(drop && incomplete.has(i))) kept.push(i);
  if (kept.length === 0)
    throw new FormatError({
      argument: printable(table.file, 300),
      expected: 'rows of data',
      received: `none of ${table.rows} rows`,
    });

  const values = new Float64Array(kept.length * columns.length);
  for (const [j, column] of columns.entries()) {
    columnIndex(table, column);
    const numbers = numericColumn(table, column, kept);
    for (let i = 0; i < kept.length; i++) values[i * columns.length + j] = numbers[i]!;
  }
  return {
    name,
    columns,
    rows: kept.length,
    values,
    ...(labels === undefined ? {} : classColumn(table, labels, kept)),
    missing: missing.map((rows) => rows.length),
    dropped: table.rows - kept.length,
    normalisation: options.normalisation ?? 'column',
    licence: 'unknown',
    source: table.file,
  };
}
