/** Coarser arithmetic that no grid of the results shows: rounded factors of matrix products; and answers that are integers. */
import { expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import { add, divide, dot, exact, subtract } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Field, Outcome, Tensor } from '../../../src/oracle/contract.ts';
import { judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { coarserArithmetic } from '../../../src/oracle/judge/precision.ts';
import { prepare } from '../../../src/oracle/judge/prepared.ts';
import { madeUp, question, tensor } from './tensors.ts';

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
