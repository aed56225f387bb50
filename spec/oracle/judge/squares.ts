/** Squares with mistakes in them, and judgements of what answers them, for the specs of the judge. */
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import { multiply, type Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Operation, Tensor } from '../../../src/oracle/contract.ts';
import { formula, instead } from '../../../src/oracle/formula.ts';
import { judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { judgeOperation, type OperationJudgement } from '../../../src/oracle/judge/operation-verdict.ts';
import { prepare } from '../../../src/oracle/judge/prepared.ts';
import type { Mistake } from '../../../src/oracle/mistakes/mistake.ts';
import { madeUp, mistakeNamed, question, tensor } from './tensors.ts';

/** y = x², in each of three operations that share the formula. */
export const square = formula('spec.square', (x: Tracked): Tracked => multiply(x, x));
export const operationNamed = (name: string): Operation =>
  madeUp({
    name,
    sizes: { rows: [2, 9] },
    inputs: [{ name: 'x', type: 'float', shape: ['rows'], meaning: '', domain: { kind: 'normal' } }],
    outputs: [{ name: 'y', type: 'float', shape: ['rows'], meaning: '' }],
    evaluate: ({ floats }) => ({ y: floats.x!.map((x) => square(x)) }),
  });

export const wrong = (
  id: string,
  operations: readonly string[],
  by: (y: Tracked, x: Tracked) => Tracked,
): Mistake => ({
  ...mistakeNamed(id, operations),
  replace: [instead(square, (right, x) => by(right(x), x))],
});

export const xs: readonly number[] = [1.1, -2.3, 0.7];
export function judged(
  of: string | Operation,
  known: readonly Mistake[],
  y: (x: number) => number,
  dtype: 'float32' | 'float64' = 'float64',
  inputs: readonly (readonly number[])[] = [xs, [0.3, 4.7, 1.9]],
): OperationJudgement {
  const operation = typeof of === 'string' ? operationNamed(of) : of;
  const { name } = operation;
  const round = dtype === 'float32' ? Math.fround : (v: number): number => v;
  const cases = inputs.map((values, i) => {
    const x: Tensor = tensor(values, [values.length], dtype);
    const asked = {
      ...question,
      id: `${name}/${i}`,
      operation: name,
      dtype,
      sizes: { rows: values.length },
      inputs: { x },
    };
    const prepared = prepare(operation, asked, machineOf(dtype), known);
    const out = tensor(
      Array.from(x.data, (v) => round(y(v))),
      [values.length],
      dtype,
    );
    return judgeCase(prepared, { kind: 'answer', outputs: { y: out }, trace: {}, seconds: 0 });
  });
  return judgeOperation(operation, dtype, cases);
}
