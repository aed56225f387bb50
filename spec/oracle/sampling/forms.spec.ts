import { expect, test } from 'vitest';
import { discreteForms } from '../../../src/oracle/forms/discrete.ts';
import type { Form } from '../../../src/oracle/forms/form.ts';
import { guidanceForms } from '../../../src/oracle/forms/guidance.ts';
import { manifoldForms } from '../../../src/oracle/forms/manifolds.ts';
import { solverForms } from '../../../src/oracle/forms/solvers.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';

const CASES = 6;

/** Cases in turn through the values of the last setting, the last one of the edge tier. Returns how many elements or bounds moved. */
function holds(form: Form, name: string): number {
  const operation = operations.find((one) => one.name === name)!;
  const setting = operation.settings.at(-1);
  let moved = 0;
  for (let i = 0; i < CASES; i++) {
    const question = drawCase(operation, fold(key(11), i), {
      dtype: i % 2 === 0 ? 'float64' : 'float32',
      tier: i === CASES - 1 ? 'edge' : 'main',
      settings: setting ? { [setting.name]: setting.values[i % setting.values.length] } : {},
    });
    const plain = evaluate(operation, question).outputs;
    const other = evaluate(operation, question, { replace: form.replace }).outputs;
    for (const [output, elements] of Object.entries(plain)) {
      for (const [k, { v, e }] of elements.entries()) {
        const twin = other[output]![k]!;
        // A form that has a pole here is no form here, and an undecided answer has no wrong one.
        if (!(Number.isFinite(twin.v) && Number.isFinite(e + twin.e))) continue;
        const gap = Math.abs(v - twin.v);
        if (gap > 0 || e !== twin.e) moved++;
        if (!(gap <= e + twin.e)) {
          expect.fail(`${form.id} ${name} ${output}[${k}] of case ${i}: ${v} against ${twin.v}`);
        }
      }
    }
  }
  return moved;
}

test.each([...solverForms, ...guidanceForms, ...discreteForms, ...manifoldForms])(
  '$id is the same formula',
  (form) => {
    for (const name of form.operations) {
      const moved = holds(form, name);
      // States after a step are integers without errors: there is nothing to move.
      if (name !== 'discrete.step') expect(moved).toBeGreaterThan(0);
    }
  },
);
