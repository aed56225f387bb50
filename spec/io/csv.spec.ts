import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, FormatError } from '../../src/errors.ts';
import { decodeCsv, encodeCsv, parseNumber } from '../../src/io/csv.ts';
import { classColumn, columnIndex, isNumeric, missingRows, numericColumn } from '../../src/io/csv-columns.ts';

const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const table = (s: string): ReturnType<typeof decodeCsv> => decodeCsv(text(s));

describe('CSV', () => {
  it('gives back every table', () => {
    const field = fc.oneof(
      fc.constantFrom('', '"', '""', ',', '\r\n', '\n', '\r', ' ', '\ufeff', 'a,b', '1.5', 'NA', ';', '\t'),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    const tables = fc.integer({ min: 1, max: 4 }).chain((width) =>
      fc.record({
        names: fc.constant(Array.from({ length: width }, (_, j) => `__proto__${j}`)),
        cells: fc.array(fc.array(field, { minLength: width, maxLength: width }), { maxLength: 5 }),
        delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const),
      }),
    );
    fc.assert(
      fc.property(tables, ({ names, cells, delimiter }) => {
        const again = decodeCsv(encodeCsv({ names, cells: cells.flat() }, { delimiter }), { delimiter });
        expect(again.names).toEqual(names);
        expect(again.rows).toBe(cells.length);
        expect(again.cells).toEqual(cells.flat());
      }),
      { numRuns: 400 },
    );
  });

  it('writes LF, quotes where they are needed, and no empty line', () => {
    const written = (names: string[], cells: string[]): string =>
      new TextDecoder().decode(encodeCsv({ names, cells }));
    expect(written(['a', 'b c'], ['1', '', 'x,y', '"'])).toBe('a,b c\n1,\n"x,y",""""\n');
    expect(written(['a'], [''])).toBe('a\n""\n');
  });

  it('gives back every float64 to the bit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          const cells = values.map((v) => (Object.is(v, -0) ? '-0' : String(v)));
          const column = numericColumn(decodeCsv(encodeCsv({ names: ['x'], cells })), 'x');
          expect([...column].every((v, i) => Object.is(v, values[i]))).toBe(true);
        },
      ),
    );
  });

  it.each<[string, string, string[], string[]]>([
    ['LF', 'a,b\n1,2\n', ['a', 'b'], ['1', '2']],
    ['CRLF', 'a,b\r\n1,2\r\n', ['a', 'b'], ['1', '2']],
    ['no last line end', 'a,b\n1,2', ['a', 'b'], ['1', '2']],
    ['a byte order mark', '\ufeffa,b\n1,2', ['a', 'b'], ['1', '2']],
    ['empty last fields', 'a,b\n1,\n,', ['a', 'b'], ['1', '', '', '']],
    ['quotes', '"a","b ""x"", y"\n"1\n2",""', ['a', 'b "x", y'], ['1\n2', '']],
    ['spaces, which are data', ' a,b\n 1 ,2', [' a', 'b'], [' 1 ', '2']],
  ])('reads %s', (_, file, names, cells) => {
    expect(table(file).names).toEqual(names);
    expect(table(file).cells).toEqual(cells);
  });

  it.each<[string, string, RegExp]>([
    ['an empty file', '', /^csv: row 1: expected a header row, received an empty file/],
    ['a short row', 'a,b\n1,2\n3', /^csv: row 3: expected 2 fields as in row 1, received 1/],
    ['a long row', 'a,b\n1,2,3', /row 2: expected 2 fields as in row 1, received 3/],
    ['an empty line', 'a,b\n\n1,2', /row 2: expected 2 fields/],
    ['a quote that stays open', 'a,b\n1,"2\n3', /row 2, column "2": expected a closing quote/],
    ['a quote within a field', 'a,b\n1,2"3', /row 2, column "2": expected quotes around the whole field/],
    [
      'text behind a quote',
      'a,b\n"1"x,2',
      /row 2, column "1": expected "," or a line end after the field, received "x"/,
    ],
    ['a lone carriage return', 'a,b\r1,2', /row 1, column "2": .* a lone carriage return/],
    ['a name twice', 'a,a\n1,2', /row 1, column "a": expected each column name once/],
    ['an empty name', 'a,\n1,2', /row 1, column "2": expected a column name, .*header: false/],
    ['data for a header', '1,2\n3,4', /expected column names, received numbers only; pass header: false/],
  ])('refuses %s', (_, file, message) => {
    expect(() => table(file)).toThrow(FormatError);
    expect(() => table(file)).toThrow(message);
  });

  it('refuses bytes that are no UTF-8, unknown delimiters and unwritable cells', () => {
    expect(() => decodeCsv(Uint8Array.of(0x61, 0xff))).toThrow(/no UTF-8/);
    expect(() => decodeCsv(text('a'), { delimiter: '|' as ',' })).toThrow(ArgumentError);
    expect(() => encodeCsv({ names: ['a'], cells: ['\ud800'] })).toThrow(ArgumentError);
    expect(() => encodeCsv({ names: ['a', 'b'], cells: ['1'] })).toThrow(ArgumentError);
  });

  it('names columns itself when there is no header', () => {
    const { names, rows, firstRow } = decodeCsv(text('1,2\n3,4'), { header: false });
    expect({ names, rows, firstRow }).toEqual({ names: ['column1', 'column2'], rows: 2, firstRow: 1 });
  });

  it('knows numbers', () => {
    for (const s of ['1', '+1.', '.5', '-1e-3', ' 2 ', '1E5']) expect(parseNumber(s)).toBe(Number(s));
    for (const s of ['', '.', '1,5', '0x1', 'Infinity', 'inf', '1e', '--1', '1 2', '1_0']) {
      expect(parseNumber(s)).toBeUndefined();
    }
  });

  it('parses long fields in linear time', () => {
    const digits = '1'.repeat(2_000_000);
    expect(parseNumber(`${digits}x`)).toBeUndefined();
    expect(table(`a\n"${'""'.repeat(500_000)}"`).cells[0]!.length).toBe(500_000);
  });

  it('takes 200,000 columns without searching them', () => {
    const wide = Array.from({ length: 200_000 }, (_, j) => `c${j}`).join(',');
    const t = table(`${wide}\n${','.repeat(199_999)}`);
    const start = process.cpuUsage().user;
    for (const name of t.names) columnIndex(t, name);
    // Microseconds of processor time; searching the names would take minutes.
    expect(process.cpuUsage().user - start).toBeLessThan(1_000_000);
  });

  it('names row and column of what is no number', () => {
    const t = table('id,mass,sex\n1,3.5,m\n2,,f\n3,heavy,f\n4,1e999,m');
    expect(() => numericColumn(t, 'mass')).toThrow(
      /^csv: row 3, column "mass": expected a finite number, received no value \(""\); pass missing: 'drop'/,
    );
    expect(() => numericColumn(t, 'mass', [2])).toThrow(/row 4, column "mass": .* received "heavy"/);
    expect(() => numericColumn(t, 'mass', [3])).toThrow(/row 5, column "mass": .* received "1e999"/);
    expect(() => columnIndex(t, 'Mass')).toThrow(/received none among \["id","mass","sex"\]/);
    expect(missingRows(t, 'mass')).toEqual([1]);
    expect([isNumeric(t, 'id'), isNumeric(t, 'mass'), isNumeric(t, 'sex')]).toEqual([true, false, false]);
  });

  it('numbers classes by name, or by value when they are numbers', () => {
    const t = table('s,n\nb,10\na,9\nb,9');
    expect(classColumn(t, 's')).toEqual({ labels: Int32Array.of(1, 0, 1), classNames: ['a', 'b'] });
    expect(classColumn(t, 'n')).toEqual({ labels: Int32Array.of(1, 0, 0), classNames: ['9', '10'] });
    expect(() => classColumn(table('s\nNA'), 's')).toThrow(
      /row 2, column "s": expected a class, received no value/,
    );
  });
});
