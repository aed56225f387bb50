import { describe, expect, test } from 'vitest';
import { machineOf, own } from '../../../src/oracle/arithmetic/machine.ts';
import { exact, type Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Form } from '../../../src/oracle/forms/form.ts';
import {
  type AnyFunction,
  formula,
  instead,
  type Replacement,
  withInstead,
} from '../../../src/oracle/formula.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { anyOf } from '../../../src/oracle/judge/any-form.ts';
import { targetOf } from '../../../src/oracle/judge/target.ts';
import { forms, operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key, uniformInto } from '../../../src/random/index.ts';

const CASES = 2;
const COMBINATIONS = 4;
const float32 = machineOf('float32');

/** What a way may differ by in float64, as a share of its error in float32: conditions on inputs hold up to float32's rounding only. */
const SAME = 0.1;

/** Ways for the formulas of an operation by draws from a stream: one for each formula, or for each call of one. */
function drawn(ways: readonly Replacement[], stream: number, eachCall: boolean): readonly Replacement[] {
  const draws = new Float64Array(4096);
  uniformInto(fold(key(31), stream), 0, draws);
  let next = 0;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draws[next++ % draws.length]! * list.length)]!;
  return [...new Set(ways.map(({ id }) => id))].map((id) => {
    const others = ways.filter((way) => way.id === id);
    const by = (right: AnyFunction): AnyFunction => {
      const choices = [right, ...others.map((other) => other.by(right))];
      const chosen = pick(choices);
      let inside = false;
      const answer = (...args: never[]): unknown => {
        if (inside) return right(...args);
        inside = true;
        try {
          return (eachCall ? pick(choices) : chosen)(...args);
        } finally {
          inside = false;
        }
      };
      return answer as AnyFunction;
    };
    return { id, by };
  });
}

const withForms = operations.flatMap((operation) => {
  const ways = forms.flatMap(({ operations: names, replace }) =>
    names.includes(operation.name) ? replace : [],
  );
  return ways.length > 0 ? [[operation.name, operation, ways] as const] : [];
});

test.each(withForms)('%s: no combination of forms leaves the bound', (_, operation, ways) => {
  for (let i = 0; i < CASES; i++) {
    const question = drawCase(operation, fold(key(32), i), { tier: i === 1 ? 'edge' : 'main' });
    const target = targetOf(operation, question, { machine: float32 }).outputs;
    const radius = evaluate(operation, question, { machine: own }).outputs;
    for (let k = 0; k < COMBINATIONS; k++) {
      const replace = drawn(ways, COMBINATIONS * i + k, k % 2 === 1);
      const { outputs } = evaluate(operation, question, { machine: float32, replace });
      for (const [name, elements] of Object.entries(outputs)) {
        for (const [j, { v, e }] of elements.entries()) {
          const bound = target[name]![j]!;
          const gap = Math.abs(v - bound.v);
          if (!Number.isFinite(gap)) continue;
          const reach = e + gap + radius[name]![j]!.e;
          if (!(reach <= bound.e * (1 + 1e-9) && gap <= SAME * e)) {
            expect.fail(
              `combination ${k} of case ${i}, ${name}[${j}]: reaches ${reach}, bound ${bound.e}, gap ${gap}`,
            );
          }
        }
      }
    }
  }
});

describe('a formula in any of its ways', () => {
  const inner = formula('spec.inner', (x: Tracked): Tracked => x);
  const outer = formula('spec.outer', (x: Tracked): readonly Tracked[] => [inner(x), exact(7)]);
  const form = (...replace: Replacement[]): Form => ({ id: 'spec', formula: '', operations: [], replace });
  const ask = (...ways: Form[]): readonly Tracked[] => withInstead(anyOf(ways), () => outer(exact(1)));

  test('has the value of the truth, and reaches to the end of the widest way', () => {
    const near = form(instead(inner, () => ({ v: 1.5, e: 0.25, q: 4 })));
    const wide = form(instead(inner, () => ({ v: 0.75, e: 2, q: 1 })));
    expect(ask(near)).toEqual([{ v: 1, e: 0.75, q: 4 }, exact(7)]);
    expect(ask(near, wide)).toEqual([{ v: 1, e: 2.25, q: 4 }, exact(7)]);
    expect(outer(exact(1))).toEqual([exact(1), exact(7)]);
  });

  test('adds up over formulas, also where a form has several', () => {
    const both = form(
      instead(inner, (_, x) => ({ ...x, e: x.e + 1 })),
      instead(outer, (_, x) => [inner({ ...x, e: 2 }), exact(7)]),
    );
    expect(ask(both)[0]!.e).toBe(3);
  });

  test('leaves out a way with a pole, not one whose arguments may lead to it', () => {
    const pole = form(instead(inner, () => ({ v: Number.NaN, e: 5, q: 5 })));
    const lost = form(instead(inner, () => ({ v: 1, e: Infinity, q: Infinity })));
    expect(ask(pole)[0]).toEqual(exact(1));
    expect(ask(pole, lost)[0]!.e).toBe(Infinity);
  });

  test('ends where two ways are made of each other', () => {
    const round = form(
      instead(inner, (_, x) => ({ ...outer(x)[0]!, e: 1 })),
      instead(outer, (_, x) => [inner(x), { v: 7, e: 3, q: 0 }]),
    );
    expect(ask(round)).toEqual([
      { v: 1, e: 1, q: 0 },
      { v: 7, e: 3, q: 0 },
    ]);
  });
});
