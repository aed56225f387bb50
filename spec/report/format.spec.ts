import { describe, expect, test } from 'vitest';
import {
  formatCoordinate,
  formatCount,
  formatDuration,
  formatNumber,
  formatScientific,
} from '../../src/report/format.ts';
import { terminalTable } from '../../src/report/terminal-table.ts';

describe('numbers as text', () => {
  test.each([
    [0.25512, '2.551e-1'],
    [0, '0'],
    [-1.5e-7, '−1.500e-7'],
    [null, 'not a number'],
    [Number.NaN, 'not a number'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ])('formatScientific(%s)', (value, text) => expect(formatScientific(value)).toBe(text));
  test.each([
    [0.25, '0.25'],
    [12.34567, '12.35'],
    [-0, '0'],
    [5e-5, '5.000e-5'],
    [123456, '1.235e+5'],
    [2000, '2000'],
  ])('formatNumber(%s)', (value, text) => expect(formatNumber(value)).toBe(text));
  test.each([
    [0, '0'],
    [999, '999'],
    [16384, '16,384'],
    [1234567, '1,234,567'],
    [-1000, '−1,000'],
  ])('formatCount(%s)', (value, text) => expect(formatCount(value)).toBe(text));
  test.each([
    [0.0041, '4.1 ms'],
    [0.9996, '1.0 s'],
    [12.34, '12.3 s'],
    [59.96, '1 min 00 s'],
    [185, '3 min 05 s'],
    [3599.6, '1 h 00 min'],
    [7620, '2 h 07 min'],
    [Number.NaN, 'unknown'],
  ])('formatDuration(%s)', (value, text) => expect(formatDuration(value)).toBe(text));
  test.each([
    [1.005, '1'],
    [-0.001, '0'],
    [2.346, '2.35'],
  ])('formatCoordinate(%s)', (value, text) => expect(formatCoordinate(value)).toBe(text));
});

test('a terminal table aligns its columns', () => {
  const columns = [{ header: 'solver' }, { header: 'error', align: 'right' as const }];
  expect(
    terminalTable(columns, [
      ['euler', '1.234e-2'],
      ['rk4', '5e-7'],
    ]),
  ).toBe('solver     error\n──────  ────────\neuler   1.234e-2\nrk4         5e-7\n');
});
