/**
 * Today's formulas against the frozen corpus, whose values were confirmed at 200 bits (corpus.spec.ts): a formula that has changed
 * answers something else here, at once and in the operation where it was changed.
 */
import { describe, expect, test } from 'vitest';
import type { StoredCase } from '../../../src/backends/corpus/read.ts';
import { machineOf, own } from '../../../src/oracle/arithmetic/machine.ts';
import type { Operation } from '../../../src/oracle/contract.ts';
import { targetOf } from '../../../src/oracle/judge/target.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { frozen } from './frozen.ts';

/** Radii are the same float64 operations on every computer; this allows for another order of them. */
const SAME = 1e-9;

const casesOf = ({ name }: Operation): readonly StoredCase[] =>
  frozen.cases.filter(({ entry }) => entry.operation === name);

describe('values and radii are those of the corpus', () => {
  test.each(operations.map((operation) => [operation.name, operation] as const))('%s', (_, operation) => {
    const cases = casesOf(operation);
    expect(cases.length).toBeGreaterThan(0);
    for (const { entry, question, answers } of cases) {
      const { outputs } = evaluate(operation, question, { machine: own });
      expect(Object.keys(outputs).sort()).toEqual(Object.keys(answers).sort());
      for (const [name, elements] of Object.entries(outputs)) {
        const { value, radius } = answers[name]!;
        expect(elements.length).toBe(value.length);
        for (const [i, { v, e }] of elements.entries()) {
          const kept = Math.abs(v - value[i]!) <= SAME * Math.abs(value[i]!) + radius[i]!;
          // What a certificate judges has no radius of its own; the corpus took another's.
          const asSure = operation.certified?.includes(name) || Math.abs(e - radius[i]!) <= SAME * radius[i]!;
          if (!(kept && asSure)) {
            throw new Error(`${entry.id}/${name}[${i}]: ${v} ± ${e}, frozen as ${value[i]} ± ${radius[i]}`);
          }
        }
      }
    }
  });
});

describe('from its own intermediate results an operation answers the same', () => {
  test.each(
    operations
      .filter(({ trace }) => trace.length > 0)
      .map((operation) => [operation.name, operation] as const),
  )('%s', (_, operation) => {
    for (const { question } of casesOf(operation).slice(0, 3)) {
      const free = evaluate(operation, question);
      const trace = Object.fromEntries(
        Object.entries(free.probes).map(([name, values]) => [
          name,
          { dtype: 'float64', shape: [], data: Float64Array.from(values, ({ v }) => v) } as const,
        ]),
      );
      const again = evaluate(operation, question, { trace });
      for (const [name, elements] of Object.entries(free.outputs)) {
        for (const [i, { v, e }] of elements.entries()) {
          const received = again.outputs[name]![i]!.v;
          if (!(Math.abs(received - v) <= 2 * e))
            throw new Error(`${name}[${i}]: ${received}, not ${v} ± ${e}`);
        }
      }
    }
  });
});

test('bounds are those of the corpus', () => {
  let compared = 0;
  for (const operation of operations.filter(({ certify }) => !certify)) {
    const { question, answers } = casesOf(operation)[0]!;
    const { outputs } = targetOf(operation, question, { machine: machineOf(question.dtype) });
    for (const [name, elements] of Object.entries(outputs)) {
      for (const [i, { e }] of elements.entries()) {
        const bound = answers[name]!.bound[i]!;
        compared += 1;
        if (!(Math.abs(e - bound) <= SAME * bound || Object.is(e, bound))) {
          throw new Error(`${question.id}/${name}[${i}]: bound ${e}, frozen as ${bound}`);
        }
      }
    }
  }
  expect(compared).toBeGreaterThan(100);
});
