import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { namedProblems, type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

const validate = new Ajv2020().compile(
  JSON.parse(readFileSync(new URL('../../schemas/problem.schema.json', import.meta.url), 'utf8')) as object,
);
/** As it would come out of a file. */
const fromFile = (spec: ProblemSpec): ProblemSpec =>
  JSON.parse(
    JSON.stringify(spec, (_, value: unknown) =>
      ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value,
    ),
  ) as ProblemSpec;

describe('the schema of problems', () => {
  it.each(namedProblems.map(({ name, spec }) => [name, spec] as const))(
    'takes %s, as problemFromSpec does',
    (_, spec) => {
      const json = fromFile(spec);
      expect(validate(json) || validate.errors).toBe(true);
      expect(problemFromSpec(json).start).toEqual(problemFromSpec(spec).start);
    },
  );

  it('takes every schedule', () => {
    for (const schedule of SCHEDULE_SPECS) {
      expect(validate({ ...fromFile(namedProblems[0]!.spec), schedule }) || validate.errors).toBe(true);
    }
  });

  it.each([
    [{ kind: 'flaw' }],
    [{ kind: 'classic', name: 'detest-f1' }],
    [{ ...namedProblems[0]!.spec, start: { kind: 'normal', count: 0 } }],
    [{ ...namedProblems[0]!.spec, sourse: {} }],
    [{ ...namedProblems[0]!.spec, source: { std: 1, variances: [1] } }],
    [{ ...namedProblems[0]!.spec, target: { kind: 'gaussian-mixture', weights: [1], means: [[0]] } }],
  ])('refuses %j', (json) => {
    expect(validate(json)).toBe(false);
  });
});
