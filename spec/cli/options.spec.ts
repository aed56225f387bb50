import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseChoice, parseInteger, parseIntegers, parseNumber } from '../../src/cli/options.ts';
import { UsageError } from '../../src/errors.ts';

describe('option values', () => {
  test('every safe integer and every finite number reads back', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => parseInteger('--n', String(n)) === n));
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        return parseNumber('--x', String(x)) === x;
      }),
    );
  });

  test('the ends of a range belong to it, their neighbours do not', () => {
    const range = { min: 2, max: 5 };
    expect([2, 5].map((n) => parseInteger('--n', String(n), range))).toEqual([2, 5]);
    for (const n of ['1', '6']) expect(() => parseInteger('--n', n, range)).toThrow(UsageError);
  });

  test('the message names option, range, value and the way out', () => {
    expect(() => parseInteger('--steps', 'abc', { min: 1, max: 1000000 })).toThrow(
      '--steps: expected an integer in [1, 1000000], received "abc"; write it in digits, such as --steps 10',
    );
  });

  test('lists', () => {
    expect(parseIntegers('--hidden', '64,32', { min: 1 })).toEqual([64, 32]);
    for (const text of ['', '64,', ',64', '64;32', '64,0']) {
      expect(() => parseIntegers('--hidden', text, { min: 1 })).toThrow(UsageError);
    }
  });

  test('choices', () => {
    expect(parseChoice('--kind', 'b', ['a', 'b'])).toBe('b');
    expect(() => parseChoice('--kind', 'toString', ['a', 'b'])).toThrow('--kind: expected one of a, b');
  });
});
