/**
 * Columns of a CSV table as numbers or classes, with an explicit rule for missing values.
 */
import { ArgumentError } from '../errors.ts';
import { type CsvTable, cellError, parseNumber } from './csv.ts';
import { printable, show } from './printable.ts';

/** Fields that mean "no value". */
export const MISSING: ReadonlySet<string> = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null']);

/** Index of a column; throws an ArgumentError that lists the columns there are. */
export function columnIndex(table: CsvTable, name: string): number {
  const index = table.index.get(name);
  if (index === undefined) {
    throw new ArgumentError({
      argument: `column ${show(name)}`,
      expected: `a column of ${printable(table.file, 300)}`,
      received: `none among ${show(table.names)}`,
    });
  }
  return index;
}

/** Numbers of the rows in which the column has no value. */
export function missingRows(table: CsvTable, name: string): number[] {
  const rows: number[] = [];
  const column = columnIndex(table, name);
  for (let i = 0; i < table.rows; i++) if (MISSING.has(cell(table, i, column).trim())) rows.push(i);
  return rows;
}

/** True when every value of the column that is not missing is a finite number, and there is one. */
export function isNumeric(table: CsvTable, name: string): boolean {
  const column = columnIndex(table, name);
  let seen = false;
  for (let i = 0; i < table.rows; i++) {
    const field = cell(table, i, column);
    if (MISSING.has(field.trim())) continue;
    if (!Number.isFinite(parseNumber(field))) return false;
    seen = true;
  }
  return seen;
}

/** The column as float64, for the given rows (default all). Missing and non-finite values throw, naming row and column. */
export function numericColumn(table: CsvTable, name: string, rows?: readonly number[]): Float64Array {
  const column = columnIndex(table, name);
  const selected = rows ?? Array.from({ length: table.rows }, (_, i) => i);
  return Float64Array.from(selected, (i) => {
    const field = cell(table, i, column);
    const value = parseNumber(field);
    if (value !== undefined && Number.isFinite(value)) return value;
    const missing = MISSING.has(field.trim());
    const wayOut = missing ? "pass missing: 'drop' to leave such rows out" : undefined;
    throw cellError(
      table.file,
      table.firstRow + i,
      name,
      'a finite number',
      missing ? `no value (${show(field)})` : show(field),
      wayOut,
    );
  });
}

/** The column as classes 0 … k − 1, numbered in the order of their names (numbers by value, text by code units). */
export function classColumn(
  table: CsvTable,
  name: string,
  rows?: readonly number[],
): { labels: Int32Array; classNames: string[] } {
  const column = columnIndex(table, name);
  const selected = rows ?? Array.from({ length: table.rows }, (_, i) => i);
  const fields = selected.map((i) => {
    const field = cell(table, i, column).trim();
    if (!MISSING.has(field)) return field;
    throw cellError(
      table.file,
      table.firstRow + i,
      name,
      'a class',
      `no value (${show(field)})`,
      "pass missing: 'drop' to leave such rows out",
    );
  });
  const classNames = [...new Set(fields)];
  const numbers = classNames.every((c) => Number.isFinite(parseNumber(c)));
  classNames.sort((a, b) => (numbers && Number(a) !== Number(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
  const index = new Map(classNames.map((c, i) => [c, i]));
  return { labels: Int32Array.from(fields, (field) => index.get(field)!), classNames };
}

function cell(table: CsvTable, row: number, column: number): string {
  return table.cells[row * table.names.length + column]!;
}
