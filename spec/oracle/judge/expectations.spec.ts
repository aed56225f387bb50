/** Accepted failures: what their file may say, and what becomes of each. */
import { expect, test } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import {
  checkExpectations,
  meetExpectations,
  unclaimedExpectations,
} from '../../../src/oracle/judge/expectations.ts';
import type { Finding } from '../../../src/oracle/judge/finding.ts';
import type { OperationJudgement } from '../../../src/oracle/judge/operation-verdict.ts';
import type { Verdict } from '../../../src/oracle/judge/verdict.ts';
import { madeUp } from './tensors.ts';

const known = {
  operations: ['made.up', 'made.too'],
  mistakes: ['d', 'made.mistake'],
  nearest: (_: string, names: readonly string[]) => names[0],
};
const read = (value: unknown) => checkExpectations('known.json', value, known);

test('a list of operations and reasons, with an element type, a link and a diagnosis where wanted', () => {
  const full = { operation: 'made.up', dtype: 'float32', reason: 'r', link: 'l', diagnosis: 'd' };
  expect(read([])).toEqual([]);
  expect(read([full, { operation: 'made.too', dtype: 'float64', reason: 'r' }])).toEqual([
    full,
    { operation: 'made.too', dtype: 'float64', reason: 'r' },
  ]);
});

test.each<[unknown, RegExp]>([
  [{}, /^known\.json: expected a list/],
  [[null], /entry 1: expected an object/],
  [['made.up'], /entry 1: expected an object/],
  [[{ operation: 'made.up', reason: 'r' }, 3], /entry 2: expected an object/],
  [
    [{ operation: 'made.up', reason: 'r', why: 'x' }],
    /entry 1: expected the fields operation, dtype, reason/,
  ],
  [[{ operation: 'made.up', reason: '' }], /entry 1, reason: expected a text/],
  [[{ operation: 'made.up', reason: 7 }], /entry 1, reason: expected a text/],
  [[{ operation: 'made.down', reason: 'r' }], /entry 1, operation: expected the name of an operation/],
  [[{ reason: 'r' }], /entry 1, operation: expected the name of an operation/],
  [[{ operation: 'made.up' }], /entry 1: expected a reason/],
  [[{ operation: 'made.up', reason: 'r', dtype: 'float16' }], /entry 1, dtype: expected float32 or float64/],
  [
    [{ operation: 'made.up', reason: 'r', diagnosis: 'made.mistakes' }],
    /entry 1, diagnosis: expected the id of a finding, received "?made\.mistakes"?; .*nearest is d/,
  ],
  [[{ operation: 'made.up', reason: 'r', diagnosis: 'd + made.mistak' }], /diagnosis: expected the id/],
  [[{ operation: 'made.up', reason: 'r', diagnosis: 'd + unknown' }], /diagnosis: expected the id/],
  [
    [
      { operation: 'made.up', reason: 'r' },
      { operation: 'made.up', reason: 's', dtype: 'float64' },
    ],
    /entry 2: expected one entry for made\.up \(float64\), received .*entry 1/,
  ],
  [
    ['made.too', 'made.up', 'made.up'].map((operation) => ({ operation, reason: 'r' })),
    /entry 3: expected one entry for made\.up \(float32\), received .*entry 2/,
  ],
])('%j is refused', (value, message) => {
  expect(() => read(value)).toThrow(FormatError);
  expect(() => read(value)).toThrow(message);
});

const judgement = (name: string, dtype: 'float32' | 'float64', verdict: Verdict | null): OperationJudgement =>
  ({ operation: madeUp({ name }), dtype, verdict }) as OperationJudgement;
const finding = (id: string, ...explains: string[]): Finding => ({ id, explains }) as unknown as Finding;

test('a diagnosis is a mistake, two at once, or a finding without a mistake', () => {
  for (const diagnosis of ['d + made.mistake', 'unknown', 'relation.sign', 'arithmetic.bfloat16']) {
    expect(read([{ operation: 'made.up', reason: 'r', diagnosis }])).toHaveLength(1);
  }
});

test('an operation that the backend does not claim is said once', () => {
  const expectations = ['made.up', 'made.too', 'made.too'].map((operation) => ({ operation, reason: 'r' }));
  expect(unclaimedExpectations(expectations, { operations: { 'made.up': 1 } })).toEqual(['made.too']);
});

test('a failure as expected, one by another mistake, and a pass are three things', () => {
  const judgements = [
    judgement('made.up', 'float32', 'REFUTED'),
    judgement('made.up', 'float64', 'SUSPECT'),
    judgement('made.too', 'float32', 'REFUTED'),
    judgement('made.too', 'float64', null),
  ];
  const findings = [
    finding('first', 'made.up (float32)', 'made.too (float32)'),
    finding('second', 'made.too (float32)'),
    finding('third', 'made.up (float64)'),
  ];
  const outcomes = (more: object) =>
    meetExpectations([{ operation: 'made.up', reason: 'r', ...more }], judgements, findings).map(
      ({ dtype, outcome, found }) => [dtype, outcome, ...found],
    );
  expect(outcomes({})).toEqual([
    ['float32', 'expected-failure', 'first'],
    ['float64', 'unexpected-pass', 'third'],
  ]);
  expect(outcomes({ dtype: 'float32' })).toEqual([['float32', 'expected-failure', 'first']]);
  expect(outcomes({ dtype: 'float32', diagnosis: 'first' })).toEqual([
    ['float32', 'expected-failure', 'first'],
  ]);
  expect(outcomes({ dtype: 'float32', diagnosis: 'second' })).toEqual([
    ['float32', 'other-failure', 'first'],
  ]);
  expect(outcomes({ operation: 'made.too', diagnosis: 'second' })).toEqual([
    ['float32', 'expected-failure', 'first', 'second'],
  ]);
  expect(outcomes({ operation: 'made.new' })).toEqual([]);
});
