import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { namedProblem, namedProblems, type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';
import {
  NETWORK_FIELDS,
  PROBLEM_FIELDS,
  SCHEDULE_FIELDS,
  SOURCE_FIELDS,
  START_FIELDS,
  TARGET_FIELDS,
} from '../../src/problems/known-fields.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

interface Part {
  readonly properties: Readonly<Record<string, unknown>>;
}
interface Schema {
  readonly oneOf: readonly Part[];
  readonly $defs: Readonly<Record<'target' | 'schedule' | 'start', { readonly oneOf: readonly Part[] }>> & {
    readonly source: Part;
    readonly network: Part;
  };
}
const schema = JSON.parse(
  readFileSync(new URL('../../schemas/problem.schema.json', import.meta.url), 'utf8'),
) as Schema;
const validate = new Ajv2020().compile(schema);
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

  it('knows the kinds and fields that problemFromSpec knows', () => {
    const fields = (parts: readonly Part[]): Record<string, string[]> =>
      Object.fromEntries(
        parts.flatMap(({ properties: { kind, ...rest } }) => {
          const { const: one, enum: several } = kind as { const?: string; enum?: string[] };
          return (several ?? [one!]).map((name) => [name, Object.keys(rest).toSorted()]);
        }),
      );
    const sorted = (table: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
      Object.fromEntries(Object.entries(table).map(([kind, names]) => [kind, names.toSorted()]));
    const { target, schedule, start, source, network } = schema.$defs;
    expect(fields(schema.oneOf)).toEqual(sorted(PROBLEM_FIELDS));
    expect(fields(target.oneOf)).toEqual(sorted(TARGET_FIELDS));
    expect(fields(schedule.oneOf)).toEqual(sorted(SCHEDULE_FIELDS));
    expect(fields(start.oneOf)).toEqual(sorted(START_FIELDS));
    expect(Object.keys(source.properties).toSorted()).toEqual(SOURCE_FIELDS.toSorted());
    expect(Object.keys(network.properties).toSorted()).toEqual(NETWORK_FIELDS.toSorted());
  });

  it('takes mass points as rows, which are those one after the other', () => {
    const of = (target: object): unknown => ({
      ...fromFile(namedProblem('anchor')),
      target,
      start: { kind: 'normal', count: 3 },
    });
    const rows = of({
      kind: 'empirical',
      points: [
        [0, 1],
        [1, 0],
        [2, 2],
      ],
    });
    const flat = of({ kind: 'empirical', dim: 2, points: [0, 1, 1, 0, 2, 2] });
    const velocity = (spec: unknown): Float64Array => {
      expect(validate(spec) || validate.errors).toBe(true);
      const { dim, start, velocity: u } = problemFromSpec(spec as ProblemSpec);
      expect(dim).toBe(2);
      const out = new Float64Array(6);
      u(0.5, start, out);
      return out;
    };
    expect(velocity(rows)).toEqual(velocity(flat));
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
