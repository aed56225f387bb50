/** Coarser arithmetic that no grid of the results shows: rounded factors of matrix products; and answers that are integers. */
import { expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import { add, divide, dot, exact, subtract, unitRoundoff } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Field, Outcome, Tensor } from '../../../src/oracle/contract.ts';
import { judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { coarserArithmetic } from '../../../src/oracle/judge/precision.ts';
import { prepare } from '../../../src/oracle/judge/prepared.ts';
import { madeUp, question, tensor, tracked } from './tensors.ts';

/** 1.0038 is nearly half a unit of bfloat16 away from 1, and 1.05 of a format with four bits. */
const a = [1.0038, 0.001234567, 1.05];
const b = [1.0038, 0.9876543, 1.05];

const fieldsOf = (outputs: Readonly<Record<string, Tensor>>): readonly Field[] =>
  Object.entries(outputs).map(([name, { dtype }]) => ({
    name,
    type: dtype === 'int32' ? 'int' : 'float',
    shape: [1],
    meaning: '',
  }));

const judged = (outputs: Readonly<Record<string, Tensor>>, evaluate: () => Outcome) => [
  judgeCase(
    prepare(
      madeUp({ evaluate, outputs: fieldsOf(outputs) }),
      { ...question, dtype: 'float32' },
      machineOf('float32'),
      [],
    ),
    {
      kind: 'answer',
      outputs,
      trace: {},
      seconds: 0,
    },
  ),
];

/** To so many bits: Veltkamp's splitting. */
function toBits(x: number, bits: number): number {
  let c = x;
  for (let i = 0; i < 53 - bits; i++) c *= 2;
  c += x;
  return c - (c - x);
}

test('matrix products of rounded factors are named with how to declare them', () => {
  const products = (bits: number): number => {
    let sum = 0;
    for (const [i, x] of a.entries())
      sum = Math.fround(sum + Math.fround(toBits(x, bits) * toBits(b[i]!, bits)));
    return sum;
  };
  const found = (y: number) =>
    coarserArithmetic(
      judged({ y: tensor([y], [1], 'float32') }, () => ({ y: [dot(a.map(exact), b.map(exact))] })),
    );
  expect(found(products(11))).toEqual({
    precision: 'tf32',
    sentence: 'looks like matrix products with tf32 factors',
    declare: '"arithmetic": { "matmul": "tf32" }',
  });
  expect(found(products(8))).toEqual({
    precision: 'bfloat16',
    sentence: 'looks like matrix products with bfloat16 factors',
    declare: '"arithmetic": { "matmul": "bfloat16" }',
  });
  expect(found(products(4))).toBe(null);
});

test('integers lie on no grid: beside them the floats tell, and alone nothing does', () => {
  const third = () => ({ y: [dot([exact(1 / 3)], [exact(1)])], n: [exact(3)] });
  const n = tensor([3], [1], 'int32');
  const y = (x: number) => tensor([x], [1], 'float32');
  expect(coarserArithmetic(judged({ y: y(toBits(1 / 3, 8)), n }, third))).toMatchObject({
    precision: 'bfloat16',
    sentence: 'looks like bfloat16 arithmetic',
  });
  // 3 in the place of 3.001: the finest that allows it is told, though 3 has few bits.
  const rounded = () => ({ n: [add(exact(3.001), exact(0))] });
  expect(coarserArithmetic(judged({ n }, rounded))?.precision).toBe('float16');
  expect(coarserArithmetic(judged({ n: tensor([5], [1], 'int32') }, rounded))).toBe(null);
});

test('an arithmetic in which anything may come out explains nothing', () => {
  // A difference of 10⁻⁵ between numbers near 1: whoever rounds them to 11 bits or fewer may divide by 0.
  const quotient = () => ({ y: [divide(exact(1), subtract(dot([exact(1.00001)], [exact(1)]), exact(1)))] });
  const found = (y: number) => coarserArithmetic(judged({ y: tensor([y], [1], 'float32') }, quotient));
  expect(found(Number.NaN)).toBe(null);
  expect(found(-5)).toBe(null);
});

/** The truth v with a bound of so many units of the machine. */
const within = (v: number, units: number) => () => ({ y: [tracked(v, units * unitRoundoff())] });
const named = (answer: number, evaluate: () => Outcome): string | undefined =>
  coarserArithmetic(judged({ y: tensor([answer], [1], 'float32') }, evaluate))?.precision;

test('a number has as many digits wherever it lies', () => {
  for (const scale of [1 / 4, 1 / 2, 1, 2, 4]) {
    // Just above a power of two and just below the next: of 8, 11 and 12 digits.
    for (const [digits, format] of [
      [8, 'bfloat16'],
      [11, 'float16'],
      [12, undefined],
    ] as const) {
      const last = 2 / 2 ** digits;
      for (const x of [1 + last, 2 - last]) {
        expect([x, named(scale * x, within(scale * x * (1 + 2 ** -13), 4))]).toEqual([x, format]);
      }
    }
  }
});

test('an arithmetic allows what lies on its bound, and explains what lies just outside of the declared one', () => {
  // On the grid of eight digits, and 0.995 or 1.005 bounds of bfloat16 away, which is 1/256.
  expect(named(1, within(1 - 0.995 / 256, 1))).toBe('bfloat16');
  expect(named(1, within(1 - 1.005 / 256, 1))).toBe(undefined);
  // In units of 2¹⁴ roundings of float32.
  expect(named(1, within(1 - 1.005 / 1024, 2 ** 14))).toBe('bfloat16');
});

test('one case that is explained is enough, where the others are right', () => {
  const evaluate = within(1 - 0.5 / 256, 1);
  const wrong = judged({ y: tensor([1], [1], 'float32') }, evaluate);
  const right = judged({ y: tensor([0.5], [1], 'float32') }, within(0.5, 1));
  for (const cases of [
    [...wrong, ...right],
    [...right, ...wrong],
  ]) {
    expect(coarserArithmetic(cases)?.precision).toBe('bfloat16');
  }
});

test('what explains is a bound of the element that is worst, of a part that is refuted', () => {
  const open = 1 / 2 ** 12;
  /** Without a bound in bfloat16. */
  const vague = (v: number) => tracked(v, unitRoundoff() > open ? Infinity : 2 ** -20);
  const found = (y: readonly number[], z: readonly number[], evaluate: () => Outcome): string | undefined => {
    const fields = ['y', 'z'].map((name): Field => ({ name, type: 'float', shape: [2, 2], meaning: '' }));
    const prepared = prepare(
      madeUp({ evaluate, outputs: fields }),
      { ...question, dtype: 'float32' },
      machineOf('float32'),
      [],
    );
    const outputs = { y: tensor(y, [2, 2], 'float32'), z: tensor(z, [2, 2], 'float32') };
    return coarserArithmetic([judgeCase(prepared, { kind: 'answer', outputs, trace: {}, seconds: 0 })])
      ?.precision;
  };
  const ones = [1, 1, 1, 1];
  const right = () => ones.map((v) => tracked(v, 0.25));
  const last = () => ({ y: [vague(1), vague(1), vague(1), tracked(1.001, unitRoundoff())], z: right() });
  expect(found(ones, ones, last)).toBe('bfloat16');
  const first = () => ({ y: [vague(1.1), ...right().slice(1)], z: right() });
  expect(found(ones, ones, first)).toBe(undefined);
  // z is on its bound, half of which is the radius of the truth: not refuted.
  expect(found(ones, [1.5, 1, 1, 1], first)).toBe(undefined);
});
