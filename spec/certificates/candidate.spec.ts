import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CandidateTableau } from '../../src/certificates/candidate.ts';
import { certify } from '../../src/certificates/certify.ts';
import { ArgumentError } from '../../src/errors.ts';
import { tableaus } from './tableaus.ts';

const rk4 = tableaus.find(({ name }) => name === 'rk4')!;

describe('a candidate that cannot be read', () => {
  test.each<[string, unknown, string]>([
    ['nothing', null, 'tableau'],
    ['a list', [], 'tableau'],
    ['no weights', { ...rk4, b: undefined }, 'tableau.b'],
    ['no stage', { ...rk4, b: [] }, 'tableau.b'],
    ['too many stages', { ...rk4, b: new Array(41).fill('0') }, 'tableau.b'],
    [
      'too many implicit stages',
      {
        ...rk4,
        b: new Array(17).fill(1),
        c: new Array(17).fill(1),
        a: new Array(17).fill(new Array(17).fill(1)),
      },
      'tableau.a',
    ],
    ['an abscissa too few', { ...rk4, c: ['0', '1/2', '1'] }, 'tableau.c'],
    ['a row too few', { ...rk4, a: rk4.a.slice(1) }, 'tableau.a'],
    ['a row of a wrong length', { ...rk4, a: [[], ['1/2'], ['0', '1/2'], ['1']] }, 'tableau.a[3]'],
    ['a word', { ...rk4, b: ['1/6', 'third', '1/3', '1/6'] }, 'tableau.b[1]'],
    ['NaN', { ...rk4, b: [Number.NaN, 0, 0, 1] }, 'tableau.b[0]'],
    ['infinity', { ...rk4, c: [0, 0.5, 0.5, Number.POSITIVE_INFINITY] }, 'tableau.c[3]'],
    ['a zero denominator', { ...rk4, b: ['1/0', '0', '0', '1'] }, 'tableau.b[0]'],
    ['a huge exponent', { ...rk4, b: ['1e999999', '0', '0', '1'] }, 'tableau.b[0]'],
    ['an endless coefficient', { ...rk4, b: ['1'.repeat(2000), '0', '0', '1'] }, 'tableau.b[0]'],
    ['null', { ...rk4, b: [null, '0', '0', '1'] }, 'tableau.b[0]'],
    ['a root without a number', { ...rk4, b: ['sqrt(x)', '0', '0', '1'] }, 'tableau.b[0]'],
    ['two roots', { ...rk4, b: ['√2', '√3', '0', '1'] }, 'tableau'],
    ['two roots in one', { ...rk4, b: ['√2+√3', '0', '0', '1'] }, 'tableau.b[0]'],
    ['no order', { ...rk4, order: undefined }, 'tableau.order'],
    ['order 0', { ...rk4, order: 0 }, 'tableau.order'],
    ['order 11', { ...rk4, order: 11 }, 'tableau.order'],
    ['no name', { ...rk4, name: '' }, 'tableau.name'],
    ['another kind', { ...rk4, kind: 'adams' }, 'tableau.kind'],
    [
      'embedded weights too few',
      { ...rk4, embedded: [{ name: 'x', order: 2, b: ['1'] }] },
      'tableau.embedded[0].b',
    ],
    ['dense rows too few', { ...rk4, dense: { order: 2, b: [['1']] } }, 'tableau.dense.b'],
    ['a precision of 0', { ...rk4, precision: '0' }, 'tableau.precision'],
    ['a flag in words', { ...rk4, fsal: 'yes' }, 'tableau.fsal'],
  ])('%s is refused by name', (_, candidate, argument) => {
    let thrown: unknown;
    try {
      certify(candidate as CandidateTableau);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ArgumentError);
    expect((thrown as ArgumentError).argument).toBe(argument);
  });

  test('whatever it is, an ArgumentError says so', () => {
    const anything = fc.anything({ withBigInt: true, withNullPrototype: true });
    const part = fc.oneof(
      anything,
      fc.array(anything),
      fc.array(fc.array(fc.oneof(anything, fc.constant('1/2')))),
    );
    const record = fc.record(
      {
        name: fc.oneof(part, fc.constant('x')),
        order: fc.oneof(part, fc.integer()),
        a: part,
        b: part,
        c: part,
        embedded: part,
        dense: part,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(record, (candidate) => {
        try {
          certify(candidate as unknown as CandidateTableau);
        } catch (error) {
          if (!(error instanceof ArgumentError)) throw error;
        }
      }),
    );
  });
});
