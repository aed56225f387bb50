/** A case made ready: its known mistakes with their distances, prepared once for each machine; and the parts of an answer. */
import { expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import type { Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Operation } from '../../../src/oracle/contract.ts';
import { formula, instead } from '../../../src/oracle/formula.ts';
import { judgeAnswer } from '../../../src/oracle/judge/answer.ts';
import { judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { mistakesOf, prepare } from '../../../src/oracle/judge/prepared.ts';
import type { Mistake } from '../../../src/oracle/mistakes/mistake.ts';
import { mistakes } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { madeUp, mistakeNamed, question, tensor, tracked } from './tensors.ts';

const machine = machineOf('float64');

test('the known mistakes of an operation are those that change its answers', () => {
  const of = mistakesOf('path.sample');
  expect(of.length).toBeGreaterThan(3);
  expect(of.length).toBeLessThan(mistakes.length);
  expect(of.every(({ operations }) => operations.includes('path.sample'))).toBe(true);
  expect(mistakesOf('made.up')).toEqual([]);
});

const third = formula('spec.third', (): Tracked => tracked(1 / 3, 0.5, 1 / 36));
const operation = madeUp({ evaluate: () => ({ y: [third(), tracked(2, 0.5)] }) });
const off = (by: number): Mistake => ({
  ...mistakeNamed(`off by ${by}`),
  replace: [instead(third, () => tracked(1 / 3 + by, 0.25))],
});

test('a mistake lies so many bounds and so many statistical bounds away, and not at all where it shows in no bit', () => {
  // Bound: ½ and the ½ that our own machine may be off by. Statistical bound: six times the deviation of 1/6.
  const { variants } = prepare(operation, question, machine, [off(3), off(0)]);
  expect(variants.map(({ mistake }) => mistake.id)).toEqual(['off by 3', 'off by 0']);
  expect(Math.abs(variants[0]!.separation - 3)).toBeLessThan(1e-12);
  expect(Math.abs(variants[0]!.deviation - 3)).toBeLessThan(1e-12);
  expect(variants[0]!.outputs.y!.data[0]).toBe(1 / 3 + 3);
  expect(variants[0]!.tracked.y).toEqual([tracked(1 / 3 + 3, 0.25), tracked(2, 0.5)]);
  expect(variants[1]).toMatchObject({ separation: 0, deviation: 0 });
  // A condition of a certificate has a bound, and no statistical one.
  const certified: Operation = {
    ...operation,
    certified: ['y'],
    certify: (_, { y }) => [{ name: 'holds', value: y!.data[0]! - 1 / 3, bound: 0.5, reason: '' }],
  };
  expect(prepare(certified, question, machine, [off(3)]).variants[0]).toMatchObject({
    separation: 6,
    deviation: 0,
  });
  // In float32 neither the truth nor this mistake has a number of its own: no distance, though roundings have one.
  const [hidden] = prepare(operation, { ...question, dtype: 'float32' }, machineOf('float32'), [
    off(1e-10),
  ]).variants;
  expect(hidden).toMatchObject({ separation: 0, deviation: 0 });
});

test('an operation that feeds its results back has no statistical bound, neither for mistakes nor against answers', () => {
  const back = madeUp({ iterates: true, evaluate: () => ({ y: [third(), tracked(2, 0.5)] }) });
  const prepared = prepare(back, question, machine, [off(3)]);
  expect(prepared.variants[0]).toMatchObject({ deviation: 0 });
  expect(Math.abs(prepared.variants[0]!.separation - 3)).toBeLessThan(1e-12);
  // Beyond six deviations, within the proven bound.
  const reply = { kind: 'answer', outputs: { y: tensor([1 / 3 + 0.96, 2]) }, trace: {}, seconds: 0 } as const;
  expect(judgeCase(prepare(operation, question, machine, [off(30)]), reply).verdict).toBe('PROVED');
  const far = { ...reply, outputs: { y: tensor([1 / 3, 2.5]) } };
  expect(judgeCase(prepare(operation, question, machine, [off(30)]), far).verdict).toBe('SUSPECT');
  expect(judgeCase(prepare(back, question, machine, [off(30)]), far).verdict).toBe('PROVED');
});

test('a case is prepared once for an operation and a machine', () => {
  const asked = { ...question };
  const first = prepare(operation, asked, machine);
  expect(prepare(operation, asked, machineOf('float64'))).toBe(first);
  expect(prepare(operation, { ...question }, machine)).not.toBe(first);
  const coarse = prepare(operation, asked, machineOf('float64', { functionUlps: 5 }));
  expect([coarse === first, coarse.machine.functionU === first.machine.functionU]).toEqual([false, false]);
  // The one that was prepared last is remembered.
  expect(prepare(operation, asked, machineOf('float64', { functionUlps: 5 }))).toBe(coarse);
  const other: Operation = { ...operation };
  expect(prepare(other, asked, machineOf('float64', { functionUlps: 5 })).operation).toBe(other);
  // With mistakes of one's own nothing is remembered.
  expect(prepare(other, asked, machine, [off(3)]).variants).toHaveLength(1);
  expect(prepare(other, asked, machine, [off(4)]).variants[0]!.mistake.id).toBe('off by 4');
  expect(prepare(other, asked, machine).variants).toEqual([]);
});

test('an answer has the intermediate results that came along, the outputs, and the conditions of the certificate', () => {
  const certified = madeUp({
    evaluate: ({ probe }) => ({ y: [...probe('a', [tracked(1, 1)]), ...probe('b', [tracked(2, 1)])], z: [] }),
    certified: ['z'],
    certify: ({ probe }, { z }) => [
      { name: 'c', reason: 'so', bound: 4, value: probe('a', [tracked(3, 0)])[0]!.v - z!.data[0]! },
    ],
  });
  const target = evaluate(certified, question, { machine });
  const outputs = { y: tensor([1.5, 2.5]), z: tensor([1]) };
  const parts = (trace?: Readonly<Record<string, ReturnType<typeof tensor>>>) =>
    judgeAnswer(certified, question, { outputs, ...(trace && { trace }) }, target, machine).map(
      ({ name, kind, reason, comparison }) => [name, kind, reason, comparison.ratio],
    );
  const always = [
    ['y', 'output', '', 0.5],
    ['c', 'certificate', 'so', 0.5],
  ];
  expect(parts()).toEqual(always);
  expect(parts({})).toEqual(always);
  expect(parts({ b: tensor([2.25]) })).toEqual([['b', 'trace', '', 0.25], ...always]);
  expect(judgeAnswer(certified, question, { outputs }, target, machine)[1]!.comparison.ulps).toEqual([]);
});
