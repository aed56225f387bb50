/**
 * Data from a CSV table: chosen columns or all that hold numbers, classes from another column, a rule for missing values.
 *
 * A column that nobody chose is used when all its values are numbers and left out when none is. One with both is refused: to
 * leave it out for one bad cell would change the data without a word.
 */
import { ArgumentError, FormatError } from '../../errors.ts';
import { type CsvTable, cellError, parseNumber } from '../csv.ts';
import { classColumn, columnIndex, isNumeric, MISSING, missingRows, numericColumn } from '../csv-columns.ts';
import { printable, show } from '../printable.ts';
import { checkChoice, type DatasetOptions, type DataTable } from './data-table.ts';

/** The table's columns in their order; uses the options columns, labels, missing and normalisation. */
export function csvTable(name: string, table: CsvTable, options: DatasetOptions): DataTable {
  const { labels } = options;
  if (table.rows === 0) {
    throw new FormatError({
      argument: printable(table.file, 300),
      expected: 'rows of data',
      received: 'no rows, only the names of the columns',
    });
  }
  const columns = options.columns ?? table.names.filter((c) => c !== labels && holdsNumbers(table, c));
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
  const used = new Set(columns);
  return {
    name,
    columns,
    leftOut: options.columns ? [] : table.names.filter((c) => c !== labels && !used.has(c)),
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

/** Whether all values of a column are numbers (true) or none is (false); throws where it has both. */
function holdsNumbers(table: CsvTable, name: string): boolean {
  if (isNumeric(table, name)) return true;
  const column = columnIndex(table, name);
  let number = -1;
  let other = -1;
  for (let i = 0; i < table.rows && (number < 0 || other < 0); i++) {
    const field = cell(table, i, column);
    if (MISSING.has(field.trim())) continue;
    if (Number.isFinite(parseNumber(field))) number = number < 0 ? i : number;
    else other = other < 0 ? i : other;
  }
  if (number < 0) return false;
  throw cellError(
    table.file,
    table.firstRow + other,
    name,
    `a finite number, as in row ${table.firstRow + number}`,
    show(cell(table, other, column)),
    'mend the cell, or choose the columns with columns: [...]',
  );
}

function cell(table: CsvTable, row: number, column: number): string {
  return table.cells[row * table.names.length + column]!;
}
