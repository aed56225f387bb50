import { expect, test } from 'vitest';
import type { Case, Operation } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { schedules } from '../../../src/oracle/operations/fields.ts';
import { parametrizationConvert } from '../../../src/oracle/operations/parametrizations/convert.ts';
import { pathOperations } from '../../../src/oracle/operations/paths/index.ts';
import { scheduleChange } from '../../../src/oracle/operations/schedules/change.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import {
  scheduleChange as changed,
  conversion,
  gaussianPath,
  type Parametrization,
} from '../../../src/paths/index.ts';
import { fold, key } from '../../../src/random/index.ts';
import { type ScheduleSpec, scheduleFromSpec } from '../../../src/schedules/index.ts';

const caseOf = (operation: Operation, i: number): Case =>
  drawCase(operation, fold(key(91), i), {
    dtype: 'float64',
    settings: { schedule: schedules[i % schedules.length] },
  });

const array = (question: Case, name: string): Float64Array => question.inputs[name]!.data as Float64Array;
const pathOf = (question: Case) => scheduleFromSpec(question.settings.schedule as ScheduleSpec);

/** Both sides compute in float64: as uncertain as ours, in another order. */
function agrees(answer: readonly { v: number; e: number }[], other: ArrayLike<number>): void {
  for (const [i, { v, e }] of answer.entries()) {
    const gap = Math.abs(v - other[i]!);
    if (!(gap <= 4 * e + 1e-14 * Math.abs(v))) expect.fail(`${v} ± ${e} against ${other[i]}`);
  }
}

test.each(pathOperations)('$name is that of the engine, written apart from it', (operation) => {
  for (let i = 0; i < 16; i++) {
    const question = caseOf(operation, i);
    const path = gaussianPath(pathOf(question), question.sizes.dim!);
    const [answer] = Object.values(evaluate(operation, question).outputs);
    const out = new Float64Array(answer!.length);
    const [t, x, x0, x1] = ['t', 'x', 'x0', 'x1'].map((name) =>
      question.inputs[name] ? array(question, name) : new Float64Array(0),
    );
    if (operation.name === 'path.sample') path.sample(t!, x0!, x1!, out);
    else if (operation.name === 'path.velocity') path.targetVelocity(t!, x0!, x1!, out);
    else if (operation.name === 'path.conditional-velocity') path.velocity(t!, x!, x1!, out);
    else if (operation.name === 'path.conditional-score') path.score(t!, x!, x1!, out);
    else path.logDensity(t!, x!, x1!, out);
    agrees(answer!, out);
  }
});

const named = (name: unknown): Parametrization => (name === 'v-prediction' ? 'v' : name) as Parametrization;

test('conversions are those of the engine, and back again', () => {
  for (let i = 0; i < 80; i++) {
    const question = caseOf(parametrizationConvert, i);
    const { from, to } = question.settings;
    const { dim } = question.sizes;
    const { value } = evaluate(parametrizationConvert, question).outputs;
    const other = Array.from(array(question, 'value'), (prediction, k) => {
      const t = array(question, 't')[Math.floor(k / dim!)]!;
      const { x, from: factor } = conversion(pathOf(question), named(from), named(to), t);
      return x * array(question, 'x')[k]! + factor * prediction;
    });
    agrees(value!, other);
  }
});

test('a change of schedule is that of the engine', () => {
  for (let i = 0; i < 64; i++) {
    const question = caseOf(scheduleChange, i);
    const { dim } = question.sizes;
    const answer = evaluate(scheduleChange, question).outputs;
    const rows = Array.from(array(question, 'r'), (r) =>
      changed(pathOf(question), scheduleFromSpec(question.settings.to as ScheduleSpec), r),
    );
    const scaled = Array.from(array(question, 'x'), (x, k) => x / rows[Math.floor(k / dim!)]!.scale);
    agrees(
      answer.time!,
      rows.map(({ time }) => time),
    );
    agrees(answer.scaled!, scaled);
    agrees(
      answer.velocity!,
      scaled.map((y, k) => {
        const { velocity, point } = rows[Math.floor(k / dim!)]!;
        return velocity * array(question, 'velocity')[k]! + point * y;
      }),
    );
  }
});
