/** From comparisons to verdicts: every border of every verdict, on a case and on an operation. */
import { describe, expect, test } from 'vitest';
import type { Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Reply } from '../../../src/oracle/backend.ts';
import type { Condition, Tensor } from '../../../src/oracle/contract.ts';
import { type CaseJudgement, judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { judgeOperation } from '../../../src/oracle/judge/operation-verdict.ts';
import type { Variant } from '../../../src/oracle/judge/prepared.ts';
import { DEVIATIONS, isPass, POWER, verdicts, worse } from '../../../src/oracle/judge/verdict.ts';
import { madeUp, mistakeNamed, preparedWith, tensor, tracked, variant } from './tensors.ts';

const answer = (y: Tensor, seconds = 0): Reply => ({ kind: 'answer', outputs: { y }, trace: {}, seconds });

/** Bounds of 1 around (1, 2), and standard deviations of 1/12: beyond ½ an error is suspect. */
const target: readonly Tracked[] = [tracked(1, 1, 1 / 144), tracked(2, 1, 1 / 144)];
const [a, b] = [mistakeNamed('a'), mistakeNamed('b')];
const judged = (y: readonly number[], variants: readonly Variant[] = [variant(a, 10, 20)]): CaseJudgement =>
  judgeCase(preparedWith(target, variants), answer(tensor(y)));

test('the power that a pass needs is ten, the statistical bound six deviations', () => {
  expect([POWER, DEVIATIONS]).toEqual([10, 6]);
  const order = ['REFUTED', 'SUSPECT', 'NO-POWER', 'PLAUSIBLE', 'PROVED', 'EXACT'] as const;
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(order);
  for (const [i, x] of order.entries()) {
    for (const [j, y] of order.entries()) expect(worse(x, y)).toBe(order[Math.min(i, j)]);
  }
  expect([null, ...order].map(isPass)).toEqual([false, false, false, false, true, true, true]);
});

describe('a case', () => {
  test('is exact, proved, suspect or refuted by its worst element', () => {
    expect(judged([1, 2]).verdict).toBe('EXACT');
    expect(judged([1.25, 2]).verdict).toBe('PROVED');
    expect(judged([1.5, 2]).verdict).toBe('PROVED');
    expect(judged([1, 2.625]).verdict).toBe('SUSPECT');
    expect(judged([2, 2]).verdict).toBe('SUSPECT');
    expect(judged([1, 3.125]).verdict).toBe('REFUTED');
    expect(judged([Number.NaN, 2]).verdict).toBe('REFUTED');
    expect(judged([1.75, 2]).ratio).toBe(0.75);
    // The next number, and the next thousandth of the statistical bound.
    expect(judged([2 + 2 ** -51, 2]).verdict).toBe('REFUTED');
    expect(judged([1.5005, 2]).verdict).toBe('SUSPECT');
  });

  test('of several outputs is as bad as the worst of them', () => {
    const [y, z] = [tracked(1, 1, 1 / 144), tracked(2, 1, 1 / 144)];
    const two = (first: number, second: number) => {
      return judgeCase(
        { ...preparedWith([y], [variant(a, 10, 10)]), target: { outputs: { y: [y], z: [z] }, probes: {} } },
        { kind: 'answer', outputs: { y: tensor([first]), z: tensor([second]) }, trace: {}, seconds: 0 },
      ).verdict;
    };
    expect([two(1, 2), two(1, 2.25), two(1, 2.75), two(1, 4)]).toEqual([
      'EXACT',
      'PROVED',
      'SUSPECT',
      'REFUTED',
    ]);
    expect([two(1.25, 2), two(1.75, 2), two(3, 2)]).toEqual(['PROVED', 'SUSPECT', 'REFUTED']);
  });

  test('passes by proof only where some mistake lies ten bounds away', () => {
    const near = 1.25;
    const under = 10 - 1e-9;
    expect(judged([near, 2], []).verdict).toBe('NO-POWER');
    expect(judged([near, 2], [variant(a, under, under)]).verdict).toBe('NO-POWER');
    expect(judged([near, 2], [variant(a, under, 10)]).verdict).toBe('PLAUSIBLE');
    expect(judged([near, 2], [variant(a, 10, 0)]).verdict).toBe('PROVED');
    expect(judged([near, 2], [variant(a, 0, 0), variant(b, 10, 0)]).verdict).toBe('PROVED');
    expect(judged([1, 2], []).verdict).toBe('EXACT');
  });

  test('says what a backend did instead of answering', () => {
    const prepared = preparedWith(target);
    const of = (reply: Reply): unknown => {
      const { status, fault, message, verdict, parts, ratio, seconds } = judgeCase(prepared, reply);
      expect([ratio, seconds]).toEqual([0, 0]);
      return [status, fault, message, verdict, parts.length];
    };
    expect(of({ kind: 'unsupported', message: 'no' })).toEqual(['unsupported', null, 'no', null, 0]);
    expect(of({ kind: 'error', message: 'oh' })).toEqual(['error', null, 'oh', null, 0]);
    const fault = { kind: 'fault', fault: 'timeout', message: 'late' } as const;
    expect(of({ ...fault, stderr: '' })).toEqual(['fault', 'timeout', 'late', null, 0]);
    expect(of({ ...fault, stderr: 'trace' })).toEqual(['fault', 'timeout', 'late\ntrace', null, 0]);
  });

  test('is judged by the conditions of a certificate, where there is one', () => {
    const certified = (condition: Pick<Condition, 'value' | 'bound'>): CaseJudgement => {
      const operation = madeUp({
        certified: ['y'],
        certify: () => [{ name: 'holds', reason: 'so', ...condition }],
      });
      return judgeCase(preparedWith(target, [variant(a, 10, 0)], operation), answer(tensor([99, 99])));
    };
    for (const [value, bound, ratio, verdict] of [
      [0, 0, 0, 'EXACT'],
      [0, 2, 0, 'EXACT'],
      [2, 2, 1, 'PROVED'],
      [-1, 2, 0.5, 'PROVED'],
      [3, 2, 1.5, 'REFUTED'],
      [-3, 2, 1.5, 'REFUTED'],
      [1, 0, Infinity, 'REFUTED'],
      [Infinity, 2, Infinity, 'REFUTED'],
      [Number.NaN, 2, Infinity, 'REFUTED'],
    ] as const) {
      const result = certified({ value, bound });
      expect([value, bound, result.ratio, result.verdict]).toEqual([value, bound, ratio, verdict]);
      const { kind, name, reason, comparison } = result.parts[0]!;
      expect([kind, name, reason, result.parts.length]).toEqual(['certificate', 'holds', 'so', 1]);
      expect(comparison).toMatchObject({ deviation: 0, decided: 1, undecided: 0, bias: 0 });
      expect(comparison.worst).toEqual({ index: [], received: value, expected: 0, bound });
    }
  });

  test('with intermediate results is judged stretch by stretch, from the numbers of the backend', () => {
    const operation = madeUp({
      evaluate: ({ probe }) => {
        const [half] = probe('half', [tracked(0.5, 0.125)]);
        return { y: [tracked(half!.v, 0.25), tracked(2 * half!.v, 0.25)] };
      },
    });
    const traced = (half: number, y: readonly number[]): CaseJudgement =>
      judgeCase(preparedWith(target, [], operation), {
        kind: 'answer',
        outputs: { y: tensor(y) },
        trace: { half: tensor([half]) },
        seconds: 2,
      });
    // The radius of the truth is added to its bound.
    const { parts, seconds } = traced(0.625, [0.625, 1.5]);
    expect(seconds).toBe(2);
    expect(parts.map(({ name, kind, comparison }) => [name, kind, comparison.ratio])).toEqual([
      ['half', 'trace', 0.5],
      ['y', 'output', 0.5],
    ]);
    expect(traced(1.5, [1.5, 3]).parts.map(({ comparison }) => comparison.ratio <= 1)).toEqual([false, true]);
  });
});

describe('an operation', () => {
  const operation = madeUp();
  const overall = (...cases: readonly CaseJudgement[]) => judgeOperation(operation, 'float64', cases);
  const exact = (...variants: readonly Variant[]): CaseJudgement => judged([1, 2], variants);
  const inside = (...variants: readonly Variant[]): CaseJudgement => judged([1.25, 2], variants);

  test('is as bad as its worst case', () => {
    const seen = variant(a, 10, 10);
    expect(overall(exact(seen), exact(seen)).verdict).toBe('EXACT');
    expect(overall(exact(seen), inside(seen)).verdict).toBe('PROVED');
    expect(overall(judged([1.75, 2]), exact(seen), inside(seen)).verdict).toBe('SUSPECT');
    expect(overall(judged([1.75, 2]), judged([9, 2]), exact(seen)).verdict).toBe('REFUTED');
    expect(overall().verdict).toBe(null);
  });

  test('passes by proof only where every mistake that shows is seen in some case', () => {
    const both = overall(
      inside(variant(a, 10, 0), variant(b, 1, 1)),
      inside(variant(a, 1, 1), variant(b, 10, 0)),
    );
    expect([both.verdict, both.blind]).toEqual(['PROVED', []]);
    const plausible = overall(inside(variant(a, 10, 0), variant(b, 9, 10)));
    expect([plausible.verdict, plausible.blind]).toEqual(['PLAUSIBLE', []]);
    const blind = overall(inside(variant(a, 10, 0), variant(b, 9, 9.9)));
    expect([blind.verdict, blind.blind]).toEqual(['NO-POWER', ['b']]);
    // One that shows in no case, such as of a schedule that the backend refuses, is not held against it.
    expect(overall(inside(variant(a, 10, 0), variant(b, 0, 0))).verdict).toBe('PROVED');
    expect(overall(inside(variant(a, 10, 0), variant(b, 0, 0))).power.length).toBe(1);
  });

  test('its power is the largest over the cases, the smallest first', () => {
    const { power } = overall(
      inside(variant(a, 20, 3), variant(b, 4, 8)),
      inside(variant(a, 15, 30), variant(b, 16, 1)),
    );
    expect(power).toEqual([
      { mistake: 'b', separation: 16, deviation: 8, seenFrom: 1 / 16 },
      { mistake: 'a', separation: 20, deviation: 30, seenFrom: 1 / 20 },
    ]);
  });

  test('with little power has little, and with no answers nothing', () => {
    const { power, ratio } = overall(exact(variant(a, 1 / 256, 0), variant(b, 4, 8)));
    expect(power).toEqual([
      { mistake: 'a', separation: 1 / 256, deviation: 0, seenFrom: 256 },
      { mistake: 'b', separation: 4, deviation: 8, seenFrom: 1 / 4 },
    ]);
    const none = overall();
    expect([ratio, none.ratio, none.bias, none.power]).toEqual([0, 0, 0, []]);
  });

  test('counts what came of its cases, and keeps the worst element', () => {
    const prepared = preparedWith(target);
    const fault = { kind: 'fault', fault: 'crash', message: '', stderr: '' } as const;
    const result = overall(
      judgeCase(prepared, answer(tensor([1.25, 2]), 2)),
      judgeCase(prepared, { kind: 'unsupported', message: '' }),
      judgeCase(prepared, { kind: 'error', message: '' }),
      judgeCase(prepared, fault),
      judgeCase(prepared, fault),
      judgeCase(prepared, fault),
      judgeCase(prepared, { kind: 'error', message: '' }),
      judgeCase(prepared, answer(tensor([1, 2.5]), 3)),
      judgeCase(prepared, answer(tensor([1, 2.125]), 4)),
    );
    const {
      asked,
      judged: answered,
      unsupported,
      errors,
      faults,
      ratio,
      worst,
      seconds,
      bias,
      ulps,
    } = result;
    expect([asked, answered, unsupported, errors, faults, seconds]).toEqual([9, 3, 1, 2, 3, 9]);
    expect(ratio).toBe(0.5);
    expect(worst).toEqual({ index: [1], received: 2.5, expected: 2, bound: 1, case: 'made.up/1', part: 'y' });
    expect(Math.abs(bias - ((0.25 + 0.5 + 0.125) * 12) / 2 / 3)).toBeLessThan(1e-12);
    expect(ulps.reduce((x, y) => x + y, 0)).toBe(6);
    expect(ulps[0]).toBe(3);
  });
});
