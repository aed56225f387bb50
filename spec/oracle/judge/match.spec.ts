/** When an explanation counts as one: how near it lies, how far from the truth, and which of several comes first. */
import { describe, expect, test } from 'vitest';
import { add, exact, multiply, type Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Field } from '../../../src/oracle/contract.ts';
import { judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { findingsOf } from '../../../src/oracle/judge/findings.ts';
import {
  boundsAway,
  byFit,
  type Explanation,
  isExplained,
  type Match,
  matchMistakes,
} from '../../../src/oracle/judge/match.ts';
import { matchPairs } from '../../../src/oracle/judge/match-pairs.ts';
import type { Variant } from '../../../src/oracle/judge/prepared.ts';
import type { Mistake } from '../../../src/oracle/mistakes/mistake.ts';
import { judged, wrong, xs } from './squares.ts';
import { madeUp, mistakeNamed, preparedWith, tensor, tracked, variant } from './tensors.ts';

const [a, b] = [mistakeNamed('a'), mistakeNamed('b')];
const explanation = (...mistakes: readonly Mistake[]): Explanation => ({
  id: mistakes.map(({ id }) => id).join(' + '),
  mistakes,
  replace: [],
});

test('the bound of an explanation is its own and that of the truth', () => {
  const own: Variant = { ...variant(a, 10, 0), tracked: { y: [tracked(5, 1), tracked(2, 1)] } };
  const away = (y: readonly number[]): number =>
    boundsAway(preparedWith([tracked(1, 2), tracked(2, 3)], [own]), explanation(a), [{ y: tensor(y) }])[0]!;
  expect([away([5, 2]), away([8, 2]), away([5, 4])]).toEqual([0, 1, 0.5]);
});

describe('a certified output agrees with an explanation', () => {
  const fields: Readonly<Record<'float' | 'int', readonly Field[]>> = {
    float: [{ name: 'y', type: 'float', shape: [2], meaning: '' }],
    int: [{ name: 'y', type: 'int', shape: [2], meaning: '' }],
  };
  const agrees = (
    answer: readonly number[],
    mistaken: readonly number[],
    type: 'float' | 'int' = 'float',
  ) => {
    const operation = madeUp({ certified: ['y'], certify: () => [], outputs: fields[type] });
    const prepared = preparedWith(
      [tracked(1, 1), tracked(2, 1)],
      [variant(a, 10, 0, [...mistaken])],
      operation,
    );
    const dtype = type === 'int' ? 'int32' : 'float64';
    return boundsAway(prepared, explanation(a), [{ y: tensor(answer, [2], dtype) }])[0] === 0;
  };
  test('to a thousandth of its largest element, in either direction', () => {
    for (const size of [1 / 1024, 16]) {
      for (const [x, y] of [
        [-4, 1],
        [1, -4],
        [4, -3],
      ] as const) {
        const moved = (by: number): boolean => agrees([size * (x + by), size * y], [size * x, size * y]);
        expect([moved(0), moved(0.003999), moved(-0.003999)]).toEqual([true, true, true]);
        expect([moved(0.004001), moved(-0.004001)]).toEqual([false, false]);
        expect(agrees([size * y, size * x], [size * x, size * y])).toBe(false);
      }
    }
  });
  test('where it is no number, by being none', () => {
    const { NaN: nan } = Number;
    expect([agrees([nan, 2], [nan, 2]), agrees([2, nan], [2, nan])]).toEqual([true, true]);
    expect([agrees([1, 2], [nan, 2]), agrees([nan, 2], [1, 2])]).toEqual([false, false]);
  });
  test('in integers by being equal', () => {
    expect([agrees([5000, 1], [5000, 1], 'int'), agrees([5001, 1], [5000, 1], 'int')]).toEqual([true, false]);
  });
});

test('two at once explain what neither of them does alone, each ten bounds away in some case', () => {
  // Evaluated, the two answer (1, 2); the truth lies at 31 with a bound of 1, and each mistake alone where it is put.
  const operation = madeUp();
  const explains = (...alone: readonly (readonly [number, number])[]): boolean =>
    isExplained(
      explanation(a, b),
      alone.map(([first, second]) => {
        const variants = [variant(a, 10, 0, [first, 2]), variant(b, 10, 0, [second, 2])];
        const prepared = preparedWith([tracked(31, 1), tracked(2, 1)], variants, operation);
        return judgeCase(prepared, { kind: 'answer', outputs: { y: tensor([1, 2]) }, trace: {}, seconds: 0 });
      }),
    );
  expect([explains([11, 21]), explains([21, 11])]).toEqual([true, true]);
  expect([explains([10.99, 21]), explains([21, 10.99])]).toEqual([false, false]);
  expect([explains([1, 11], [11, 1]), explains([1, 11], [1, 11])]).toEqual([true, false]);
});

test('what fits comes first, then what is nearer', () => {
  const match = (fits: boolean, distance: number): Match => ({ ...explanation(a), fits, distance });
  const sorted = [match(true, 0.02), match(true, 0.04), match(false, 0.01), match(false, 0.03)];
  for (const [i, one] of sorted.entries()) {
    for (const [j, other] of sorted.entries()) expect(Math.sign(byFit(one, other))).toBe(Math.sign(i - j));
  }
});

/** y + shift, with so wide a bound of its own; in the operations a and b. */
const rough = (id: string, shift: number, e: number): Mistake =>
  wrong(id, ['a', 'b'], (y): Tracked => ({ v: y.v + shift, e, q: 0 }));

test('an explanation fits that leaves a twentieth, and is two of its bounds away', () => {
  const fits = (e: number, gap: number): boolean =>
    matchMistakes(judged('a', [rough('rough', 1, e)], (x) => x * x + 1 + gap, 'float64', [xs]))[0]!.fits;
  // Of the error 1 + gap it leaves what exceeds its bound.
  const leaving = (share: number): boolean => fits(1 / 16, (share + 1 / 16) / (1 - share));
  expect([leaving(0.0499), leaving(0.0501)]).toEqual([true, false]);
  expect([fits(1 / 64, 1.99 / 64), fits(1 / 64, 2.01 / 64)]).toEqual([true, false]);
});

test('of mistakes that explain the same operations, the one that leaves less where it leaves most', () => {
  const unit = 1 / 64;
  // In bounds: 1.2 and 1.9 away in a and b, or 1.4 and 1.7.
  const even = rough('even', 1 + 1.4 * unit, unit);
  const uneven = wrong('uneven', ['a', 'b'], ({ v }) => {
    // What tells them apart, on cases that were not asked.
    return { v: v + 1 + 1.2 * unit + (v < 0.01 ? 9 : 0), e: unit, q: 0 };
  });
  const known = [uneven, even];
  const of = (name: string): ReturnType<typeof judged> =>
    judged(name, known, (x) => x * x + 1 + (name === 'b' ? 3.1 * unit : 0));
  for (const judgements of [
    [of('a'), of('b')],
    [of('b'), of('a')],
  ]) {
    const [finding] = findingsOf(judgements);
    expect(finding!.id).toBe('even');
    expect(Math.abs(finding!.distance! - (0.7 * unit) / (1 + 3.1 * unit))).toBeLessThan(1e-9);
  }
});

const plus = (id: string, constant: number): Mistake => wrong(id, ['a'], (y) => add(y, exact(constant)));

test('two at once are two: none is paired with itself', () => {
  const cube = wrong('cube', ['a'], (y, x) => multiply(y, x));
  for (const y of [(x: number) => x * x * x * x, (x: number) => x * x + 2]) {
    const judgement = judged('a', [cube, plus('one', 1)], y);
    expect(matchPairs(judgement, matchMistakes(judgement)).map(({ id }) => id)).toEqual(['cube + one']);
  }
});

test('the nearest pair is found wherever it stands, in the nearer of its two orders', () => {
  const constants = [1, 10, 100, 1000].map((c) => plus(`plus ${c}`, c));
  const off = judged('a', constants, (x) => x * x + 1300);
  for (const singles of [matchMistakes(off), [...matchMistakes(off)].reverse()]) {
    expect(matchPairs(off, singles)[0]!.id).toBe('plus 100 + plus 1000');
  }
  // 1 + 1/256 after the sum or before it: apart by 1/256, of an error of about 1.2, and neither of them near.
  const factor = wrong('factor', ['a'], (y) => multiply(y, exact(257 / 256)));
  const known = [factor, plus('one', 1)];
  for (const answer of [(y: number) => ((y + 1) * 257) / 256 + 0.2, (y: number) => (y * 257) / 256 + 0.8]) {
    const judgement = judged('a', known, (x) => answer(x * x), 'float64', [xs]);
    const error = Math.sqrt(xs.reduce((sum, x) => sum + (answer(x * x) - x * x) ** 2, 0));
    const [pair] = matchPairs(judgement, matchMistakes(judgement));
    expect(Math.abs(pair!.distance - (0.2 * Math.sqrt(xs.length)) / error)).toBeLessThan(1e-9);
  }
});
