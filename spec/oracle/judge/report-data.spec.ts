/** The result of a check as data: exit code and headline, what failed, errors over time. */
import { describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/oracle/backend.ts';
import type { Tensor } from '../../../src/oracle/contract.ts';
import { judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import type { Check } from '../../../src/oracle/judge/check.ts';
import type { ExpectationResult } from '../../../src/oracle/judge/expectations.ts';
import { judgeOperation, type OperationJudgement } from '../../../src/oracle/judge/operation-verdict.ts';
import { reportData } from '../../../src/oracle/judge/report-data.ts';
import type { SmallestData } from '../../../src/oracle/judge/smallest-data.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { madeUp, mistakeNamed, preparedWith, tensor, tracked, variant } from './tensors.ts';

const answer = (...y: readonly number[]): Reply => ({
  kind: 'answer',
  outputs: { y: tensor(y) },
  trace: {},
  seconds: 0,
});
const target = [tracked(1, 1, 1), tracked(2, 1, 1)];
const [right, near, wrong] = [answer(1, 2), answer(1.25, 2), answer(1, 5)];
const error: Reply = { kind: 'error', message: 'oh' };
const fault: Reply = { kind: 'fault', fault: 'timeout', message: 'late', stderr: '' };
const unsupported: Reply = { kind: 'unsupported', message: 'no' };

/** An operation whose cases 0, 1, … were answered so. */
function judged(
  name: string,
  dtype: 'float32' | 'float64',
  ...replies: readonly Reply[]
): OperationJudgement {
  const operation = madeUp({ name });
  const cases = replies.map((reply, i) => {
    const prepared = preparedWith(target, [variant(mistakeNamed('m'), 20, 20)], operation);
    const question = { ...prepared.question, id: `${name}/${i}`, settings: { i }, sizes: { rows: i } };
    return judgeCase({ ...prepared, question }, reply);
  });
  return judgeOperation(operation, dtype, cases);
}

const checkOf = (judgements: readonly OperationJudgement[], more: Partial<Check> = {}): Check => ({
  hello: { name: 'b', operations: { 'path.sample': 1 }, dtypes: ['float32'], arithmetic: {} },
  seed: 3,
  judgements,
  findings: [],
  otherRevisions: ['o'],
  unknownOperations: ['u'],
  verified: 1,
  claimed: 2,
  total: 84,
  ...more,
});
const about = { flowproof: '1.0', command: null, met: [] };
const met = (operation: string, dtype: 'float32' | 'float64', outcome: ExpectationResult['outcome']) => ({
  expectation: { operation, reason: 'r' },
  dtype,
  outcome,
  found: [],
});
const smallest = (operation: string, dtype: 'float32' | 'float64'): SmallestData => ({
  operation,
  dtype,
  settings: {},
  sizes: {},
  asked: 1,
  shrinks: 0,
  replay: '',
  message: '',
  ratio: 2,
  snippet: null,
});

describe('exit code and headline', () => {
  const said = (
    judgements: readonly OperationJudgement[],
    more: { readonly met?: readonly ExpectationResult[]; readonly smallest?: readonly SmallestData[] } = {},
    check: Partial<Check> = {},
  ) => {
    const { exitCode, words } = reportData(checkOf(judgements, check), { ...about, ...more }).summary;
    return [exitCode, ...words.split('; ').slice(1)];
  };
  const finding = (id: string) =>
    ({ id, explains: [], mistakes: [] }) as unknown as Check['findings'][number];

  test('0 where something is verified and nothing wrong, 3 where nothing is', () => {
    expect(said([judged('a', 'float32', right)])).toEqual([0]);
    expect(said([judged('a', 'float32', unsupported)], {}, { verified: 0 })).toEqual([
      3,
      'nothing was verified',
    ]);
    const { words } = reportData(checkOf([]), about).summary;
    expect(words).toBe('1 verified of 2 claimed, 84 in all');
  });

  test('1 for what is refuted and not expected to be, in that operation and element type', () => {
    const two = [judged('a', 'float32', wrong, error), judged('b', 'float64', wrong)];
    const code = (...all: readonly ExpectationResult[]) => said(two, { met: all })[0];
    expect(said(two, {}, { findings: [finding('x')] })).toEqual([
      1,
      expect.stringMatching(/^2 refuted, by 1 cause$/),
      '1 with errors or faults',
    ]);
    expect(said(two, {}, { findings: [finding('x'), finding('y')] })[1]).toMatch(/^2 refuted, by 2 causes$/);
    expect(code(met('a', 'float32', 'expected-failure'))).toBe(1);
    expect(code(met('a', 'float32', 'expected-failure'), met('b', 'float32', 'expected-failure'))).toBe(1);
    expect(code(met('a', 'float32', 'expected-failure'), met('b', 'float64', 'other-failure'))).toBe(1);
    // Both expected: the error is what is left.
    expect(code(met('a', 'float32', 'expected-failure'), met('b', 'float64', 'expected-failure'))).toBe(2);
  });

  test('2 for errors and faults, before 4 for an expected failure that passes, before 3', () => {
    const passes = [met('a', 'float32', 'unexpected-pass')];
    expect(said([judged('a', 'float32', right, error)], { met: passes })).toEqual([
      2,
      '1 with errors or faults',
    ]);
    expect(said([judged('a', 'float32', right, fault), judged('b', 'float32', error)])).toEqual([
      2,
      '2 with errors or faults',
    ]);
    expect(said([judged('a', 'float32', right, error, fault)])[0]).toBe(2);
    expect(said([judged('a', 'float32', right)], { met: passes })).toEqual([4, 'an expected failure passes']);
    expect(said([], { met: passes }, { verified: 0 })[0]).toBe(4);
    const expected = [met('a', 'float32', 'expected-failure')];
    expect(said([judged('a', 'float32', wrong)], { met: expected }, { verified: 0 })[0]).toBe(3);
  });

  test('what chance has found refutes an operation that passed, and takes it from the verified', () => {
    const all = [judged('a', 'float32', right), judged('a', 'float64', near), judged('b', 'float32', right)];
    const drawn = reportData(checkOf(all, { verified: 3 }), {
      ...about,
      smallest: [smallest('a', 'float64')],
    });
    expect(drawn.operations.map(({ verdict }) => verdict)).toEqual(['EXACT', 'REFUTED', 'EXACT']);
    expect([drawn.summary.verified, drawn.summary.exitCode]).toEqual([2, 1]);
    // Not one that was refuted, or had errors, before: that is what was made smaller.
    const known = [
      judged('a', 'float32', wrong),
      judged('b', 'float32', right, error),
      judged('c', 'float32', right, fault),
    ];
    const again = reportData(checkOf(known, { verified: 1 }), {
      ...about,
      smallest: ['a', 'b', 'c'].map((name) => smallest(name, 'float32')),
    });
    expect(again.operations.map(({ verdict }) => verdict)).toEqual(['REFUTED', 'EXACT', 'EXACT']);
    expect(again.summary.verified).toBe(1);
    // One without power was not verified before either.
    const weak = { ...judged('a', 'float32', near), verdict: 'NO-POWER' as const };
    const lost = reportData(checkOf([weak], { verified: 1 }), {
      ...about,
      smallest: [smallest('a', 'float32')],
    });
    expect([lost.operations[0]!.verdict, lost.summary.verified]).toEqual(['REFUTED', 1]);
  });
});

test('of the cases that did not pass five are listed', () => {
  const { operations: rows, summary } = reportData(
    checkOf([judged('a', 'float32', right, wrong, unsupported, error, fault, wrong, wrong, wrong)]),
    about,
  );
  expect(rows[0]!.failed).toEqual(
    [1, 3, 4, 5, 6].map((i) => ({
      id: `a/${i}`,
      status: ['', 'refuted', '', 'error', 'fault', 'refuted', 'refuted'][i],
      message: ['', '', '', 'oh', 'late', '', ''][i],
      settings: { i },
      sizes: { rows: i },
      ratio: i === 3 || i === 4 ? 0 : 3,
    })),
  );
  expect(summary.cases).toBe(8);
});

test('errors against time: of each row the largest over its outputs by rows', () => {
  const timed = (t: Tensor, outputs: Readonly<Record<string, Tensor>>, bound = 0.5) => {
    const prepared = preparedWith(target);
    const elements = Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data, () => tracked(1, bound, 1))]),
    );
    const judgement = judgeCase(
      {
        ...prepared,
        question: { ...prepared.question, inputs: { t } },
        target: { outputs: elements, probes: {} },
      },
      { kind: 'answer', outputs, trace: {}, seconds: 0 },
    );
    return reportData(checkOf([judgeOperation(madeUp(), 'float64', [judgement])]), about).operations[0]!
      .times;
  };
  const y = tensor([1, 1.25, 1, 1, 2, 0.5], [3, 2]);
  expect(timed(tensor([0.1, 0.2, 0.3]), { y })).toEqual([
    { t: 0.1, ratio: 0.5 },
    { t: 0.2, ratio: 0 },
    { t: 0.3, ratio: 2 },
  ]);
  // A loss has no rows; a second output counts as well; NaN is beyond any bound, whatever follows it.
  const z = tensor([1, 1.5, Number.NaN]);
  const all = { loss: tensor([9]), z, y };
  expect(timed(tensor([0.1, 0.2, 0.3]), all).map(({ ratio }) => ratio)).toEqual([0.5, 1, Infinity]);
  expect(timed(tensor([0.5], []), { y })).toEqual([]);
  // What cannot be decided is no error.
  expect(timed(tensor([0.1, 0.2, 0.3]), { z }, Infinity).map(({ ratio }) => ratio)).toEqual([0, 0, 0]);
  const silent = judgeOperation(madeUp(), 'float64', [judgeCase(preparedWith(target), error)]);
  expect(
    reportData(checkOf([silent, judged('a', 'float32', right)]), about).operations.map(({ times }) => times),
  ).toEqual([[], []]);
});

test('everything else is passed on', () => {
  const mistake = { ...mistakeNamed('x'), right: 'r', wrong: 'w', looksLike: 'l' };
  const data = reportData(
    checkOf([judged('path.sample', 'float32', near)], {
      findings: [
        { id: 'x', kind: 'mistake', explains: [], mistakes: [mistake] },
      ] as unknown as Check['findings'],
    }),
    {
      ...about,
      met: [met('path.sample', 'float32', 'unexpected-pass'), met('a', 'float32', 'other-failure')],
    },
  );
  expect(data).toMatchObject({
    version: 1,
    kind: 'oracle',
    flowproof: '1.0',
    command: null,
    seed: 3,
    backend: { name: 'b', version: null, language: null, arithmetic: {} },
    otherRevisions: ['o'],
    unknownOperations: ['u'],
    smallest: [],
    fields: null,
    remarks: [],
  });
  expect(data.unclaimed).toEqual(operations.map(({ name }) => name).filter((name) => name !== 'path.sample'));
  expect(data.expectations).toHaveLength(2);
  expect(data.findings[0]!.mistakes).toEqual([
    {
      id: 'x',
      title: 'title of x',
      right: 'r',
      wrong: 'w',
      looksLike: 'l',
    },
  ]);
  expect(data.operations[0]).toMatchObject({
    operation: 'path.sample',
    dtype: 'float32',
    verdict: 'PROVED',
    expectation: 'unexpected-pass',
    asked: 1,
    ratio: 0.25,
    power: [{ mistake: 'm', separation: 20 }],
    blind: [],
  });
  expect(
    reportData(checkOf([judged('path.sample', 'float64', near)]), { ...about, met: data.expectations })
      .operations[0]!.expectation,
  ).toBe(null);
  const named = {
    name: 'b',
    version: '2',
    language: 'c',
    operations: {},
    dtypes: [],
    arithmetic: { functionUlps: 1 },
  };
  expect(reportData(checkOf([], { hello: named }), { ...about, remarks: ['s'] })).toMatchObject({
    backend: { version: '2', language: 'c', arithmetic: { functionUlps: 1 } },
    remarks: ['s'],
  });
});
