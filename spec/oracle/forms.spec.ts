/** Every form is the formula that it stands for: on the same cases its values agree within both errors. */
import { expect, test } from 'vitest';
import type { Case, Operation, Outcome } from '../../src/oracle/contract.ts';
import type { Form } from '../../src/oracle/forms/form.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { forms, operations } from '../../src/oracle/registry.ts';
import { evaluate } from '../../src/oracle/truth.ts';
import { fold, key } from '../../src/random/index.ts';

/** As many as there are schedules, where there is one. */
const casesFor = ({ settings }: Operation): number =>
  settings.some(({ name }) => name === 'schedule') ? 8 : 6;

/** A case and its truth. */
type Known = readonly [question: Case, tier: 'main' | 'edge', truth: Outcome];

/** Settings in turn (of two parametrizations the one that is left to chance is `to`), every fourth case of the edge tier. */
function casesOf(operation: Operation): readonly Known[] {
  return Array.from({ length: casesFor(operation) }, (_, i) => {
    const tier = i % 4 === 3 ? 'edge' : 'main';
    const settings = Object.fromEntries(
      operation.settings
        .filter(({ name }) => name !== 'to')
        .map(({ name, values }) => [name, values[i % values.length]]),
    );
    const dtype = i % 2 === 0 ? 'float64' : 'float32';
    const question = drawCase(operation, fold(key(71), i), { dtype, tier, settings });
    return [question, tier, evaluate(operation, question).outputs] as const;
  });
}

const cases = new Map<Operation, readonly Known[]>();

/** How many elements are rounded differently. */
function moved(form: Form, operation: Operation): number {
  const known = cases.get(operation) ?? casesOf(operation);
  cases.set(operation, known);
  let count = 0;
  for (const [i, [question, tier, truth]] of known.entries()) {
    const other = evaluate(operation, question, { replace: form.replace }).outputs;
    for (const [output, elements] of Object.entries(truth)) {
      for (const [k, { v, e }] of elements.entries()) {
        const twin = other[output]![k]!;
        // Only the ends may be a pole of a form, or decided by a rounding.
        if (tier === 'edge' && !(Number.isFinite(twin.v) && Number.isFinite(e + twin.e))) continue;
        if (v !== twin.v || e !== twin.e) count++;
        const both = e + twin.e;
        if (!(both < Infinity && Math.abs(v - twin.v) <= both)) {
          expect.fail(
            `${form.id} ${operation.name} ${output}[${k}] of case ${i}: ${v} ± ${e} against ${twin.v} ± ${twin.e}`,
          );
        }
      }
    }
  }
  return count;
}

test.each(forms)('$id is the same formula', (form) => {
  for (const name of form.operations) {
    const count = moved(form, operations.find((operation) => operation.name === name)!);
    // States after a step are integers without errors: there is nothing to move.
    if (name !== 'discrete.step') expect(count).toBeGreaterThan(0);
  }
});
