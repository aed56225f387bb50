import { expect, test } from 'vitest';
import type { Case, Operation, Outcome } from '../../../src/oracle/contract.ts';
import type { Form } from '../../../src/oracle/forms/form.ts';
import { gaussianForms } from '../../../src/oracle/forms/gaussian.ts';
import { marginalForms } from '../../../src/oracle/forms/marginals.ts';
import { parametrizationForms } from '../../../src/oracle/forms/parametrizations.ts';
import { pathForms } from '../../../src/oracle/forms/paths.ts';
import { scheduleChangeForms } from '../../../src/oracle/forms/schedule-change.ts';
import { scheduleForms } from '../../../src/oracle/forms/schedules.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';

const CASES = 8;

const mine = [
  ...scheduleForms,
  ...scheduleChangeForms,
  ...pathForms,
  ...gaussianForms,
  ...parametrizationForms,
  ...marginalForms,
];

/** Cases in turn through schedules and parametrizations, two of the edge tier, and their truths. */
function casesOf(name: string): readonly (readonly [Operation, Case, Outcome])[] {
  const operation = operations.find((one) => one.name === name)!;
  return Array.from({ length: CASES }, (_, i) => {
    const settings = Object.fromEntries(
      operation.settings
        .filter((setting) => setting.name === 'schedule' || setting.name === 'from')
        .map((setting) => [setting.name, setting.values[i % setting.values.length]]),
    );
    const question = drawCase(operation, fold(key(71), i), {
      dtype: i % 2 === 0 ? 'float64' : 'float32',
      tier: i % 4 === 3 ? 'edge' : 'main',
      settings,
    });
    return [operation, question, evaluate(operation, question).outputs] as const;
  });
}

const known = new Map<string, ReturnType<typeof casesOf>>();

/** Returns how many elements are rounded differently. */
function holds(form: Form, name: string): number {
  const cases = known.get(name) ?? casesOf(name);
  known.set(name, cases);
  let moved = 0;
  for (const [i, [operation, question, plain]] of cases.entries()) {
    const other = evaluate(operation, question, { replace: form.replace }).outputs;
    for (const [output, elements] of Object.entries(plain)) {
      for (const [k, { v, e }] of elements.entries()) {
        const twin = other[output]![k]!;
        if (v !== twin.v || e !== twin.e) moved++;
        // A form that divides by α or σ has a pole where they are 0.
        if (!Number.isFinite(twin.v) || twin.e === Infinity) continue;
        if (!(Math.abs(v - twin.v) <= e + twin.e)) {
          expect.fail(`${form.id} ${name} ${output}[${k}] of case ${i}: ${v} against ${twin.v}`);
        }
      }
    }
  }
  return moved;
}

test.each(mine)('$id is the same formula', (form) => {
  for (const name of form.operations) expect(holds(form, name)).toBeGreaterThan(0);
});
