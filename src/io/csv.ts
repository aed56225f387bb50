/**
 * CSV after RFC 4180: fields in double quotes may hold commas, line ends and doubled quotes; rows end with LF or CRLF; the
 * last row may end without. Every row has as many fields as the first. A UTF-8 byte order mark is skipped.
 *
 * Rows count from 1, the header row included, as a spreadsheet shows them.
 */
import { ArgumentError, FormatError } from '../errors.ts';
import { checkBytes, hasLoneSurrogate, malformed, utf8 } from './malformed.ts';
import { printable, show } from './printable.ts';

/** A table of text: `cells` row-major, [rows, names.length], without the header row. */
export interface CsvTable {
  /** For error messages. */
  readonly file: string;
  readonly names: readonly string[];
  /** Place of each name: a file may have a hundred thousand columns, too many to search. */
  readonly index: ReadonlyMap<string, number>;
  readonly rows: number;
  readonly cells: readonly string[];
  /** Number of the first row of `cells`, as error messages count: 2 under a header, else 1. */
  readonly firstRow: number;
}

export interface CsvOptions {
  /** Name for error messages. Default "csv". */
  readonly file?: string;
  /** The first row holds the column names. Default true; when false they are column1, column2, …. */
  readonly header?: boolean;
  /** One character between fields. Default ",". */
  readonly delimiter?: ',' | ';' | '\t';
}

// A JavaScript string of more cannot be made on every engine.
const MAX_TEXT = 0x10000000;

/** The table in a CSV file. Throws a FormatError that names row and column. */
export function decodeCsv(bytes: Uint8Array, options: CsvOptions = {}): CsvTable {
  const { file = 'csv', header = true, delimiter = ',' } = options;
  if (![',', ';', '\t'].includes(delimiter)) {
    throw new ArgumentError({
      argument: 'delimiter',
      expected: '",", ";" or a tab',
      received: show(delimiter),
    });
  }
  checkBytes(file, bytes);
  if (bytes.length > MAX_TEXT)
    throw malformed(file, MAX_TEXT, `at most ${MAX_TEXT} bytes of text`, `${bytes.length}`);
  const text = utf8(file, 0, bytes).replace(/^\ufeff/, '');
  const { fields, width } = split(file, text, delimiter);
  const rows = fields.length / (width || 1);
  if (rows === 0) throw cellError(file, 1, '', header ? 'a header row' : 'a row', 'an empty file');
  if (!header) {
    const names = Array.from({ length: width }, (_, j) => `column${j + 1}`);
    return { file, names, index: indexOf(names), rows, cells: fields, firstRow: 1 };
  }
  const names = fields.slice(0, width);
  const index = indexOf(names);
  for (const [j, name] of names.entries()) {
    if (index.get(name) !== j) throw cellError(file, 1, name, 'each column name once', 'the same name twice');
    if (name === '')
      throw cellError(
        file,
        1,
        `${j + 1}`,
        'a column name',
        'an empty field',
        'pass header: false if the first row holds data',
      );
  }
  if (names.every((name) => parseNumber(name) !== undefined)) {
    throw cellError(
      file,
      1,
      names[0]!,
      'column names',
      'numbers only',
      'pass header: false if the first row holds data',
    );
  }
  return { file, names, index, rows: rows - 1, cells: fields.slice(width), firstRow: 2 };
}

function indexOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, j) => [name, j]));
}

/** A CSV file of the table with a header row and LF line ends; quotes only where they are needed. */
export function encodeCsv(
  table: Pick<CsvTable, 'names' | 'cells'>,
  options: { readonly delimiter?: ',' | ';' | '\t' } = {},
): Uint8Array {
  const { names, cells } = table;
  const delimiter = options.delimiter ?? ',';
  const width = names.length;
  if (width === 0 || cells.length % width !== 0) {
    throw new ArgumentError({
      argument: 'cells',
      expected: `rows of ${width} > 0 fields`,
      received: `${cells.length} fields`,
    });
  }
  const quote = (field: string): string => {
    if (typeof field !== 'string' || hasLoneSurrogate(field)) {
      throw new ArgumentError({
        argument: 'cells',
        expected: 'strings of whole characters',
        received: show(field),
      });
    }
    // Many readers skip an empty line, which is what one empty field would be; a leading byte order mark is skipped here too.
    const special = field.includes(delimiter) || /["\r\n\ufeff]/.test(field) || (field === '' && width === 1);
    return special ? `"${field.replaceAll('"', '""')}"` : field;
  };
  const all = [...names, ...cells];
  let text = '';
  for (let i = 0; i < all.length; i++) text += quote(all[i]!) + ((i + 1) % width ? delimiter : '\n');
  return new TextEncoder().encode(text);
}

/** A decimal number such as -1.5e3, spaces around it allowed; undefined for anything else, hexadecimal and Infinity too. */
export function parseNumber(field: string): number | undefined {
  const text = field.trim();
  // No two ways to match one digit, so the time is linear in the length.
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** An error about a cell or, with column '', about a row. */
export function cellError(
  file: string,
  row: number,
  column: string,
  expected: string,
  received: string,
  wayOut?: string,
): FormatError {
  const where = column === '' ? `row ${row}` : `row ${row}, column "${printable(column)}"`;
  return new FormatError({
    argument: `${printable(file, 300)}: ${where}`,
    expected,
    received,
    ...(wayOut ? { wayOut } : {}),
  });
}

function split(file: string, text: string, delimiter: string): { fields: string[]; width: number } {
  const fields: string[] = [];
  let width = 0;
  let row = 1;
  let rowStart = 0;
  let at = 0;
  while (at < text.length) {
    const column = `${fields.length - rowStart + 1}`;
    if (text[at] === '"') {
      let end = at;
      do {
        end = text.indexOf('"', end + 1);
        if (end < 0) throw cellError(file, row, column, 'a closing quote', 'the end of the file');
      } while (text[end + 1] === '"' && ++end);
      fields.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') {
        if (text[end] === '"')
          throw cellError(file, row, column, 'quotes around the whole field', 'a quote within it');
        end++;
      }
      fields.push(text.slice(at, end));
      at = end;
    }
    if (text[at] === delimiter) {
      at++;
      // A delimiter at the very end opens one more, empty, field.
      if (at < text.length) continue;
      fields.push('');
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at++;
    if (at < text.length && text[at] !== '\n') {
      const expected = `${show(delimiter)} or a line end after the field`;
      throw cellError(
        file,
        row,
        column,
        expected,
        text[at] === '\r' ? 'a lone carriage return' : show(text[at]),
      );
    }
    at++;
    const count = fields.length - rowStart;
    width ||= count;
    if (count !== width) throw cellError(file, row, '', `${width} fields as in row 1`, `${count}`);
    rowStart = fields.length;
    row++;
  }
  return { fields, width };
}
