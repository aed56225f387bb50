/** Runs of `flowproof solvers` in a folder of their own, with rows held to the schema. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect } from 'vitest';
import type { Row } from '../../src/benchmark/row.ts';
import { runBuilt } from './built-run.ts';
import type { Outcome } from './run-in-process.ts';

export const read = (file: string | URL): unknown => JSON.parse(readFileSync(file, 'utf8'));
const schemas = ['problem', 'tableau', 'solvers-config', 'solvers'].map(
  (name) => read(new URL(`../../schemas/${name}.schema.json`, import.meta.url)) as object,
);
const ajv = new Ajv2020({ allowUnionTypes: true, schemas });
/** What is wrong with a value under a schema. */
export const faults = (schema: string, value: unknown): unknown => {
  const validate = ajv.getSchema(`urn:flowproof:${schema}:1`)!;
  return validate(value) ? [] : validate.errors;
};

/** One thread unless the test says otherwise: each costs a start. */
export const solvers = (...argv: string[]): Promise<Outcome> =>
  runBuilt(['solvers', '--quiet', ...(argv.includes('--threads') ? [] : ['--threads', '1']), ...argv]);

interface Runs {
  /** A file in the folder. */
  at(name: string): string;
  /** The rows of a run, which must be what the schema promises. */
  rowsOf(...argv: string[]): Promise<{ rows: Row[]; outcome: Outcome }>;
}

/** To be called once in a spec file: the folder goes when its tests are done. */
export function runsInFolder(): Runs {
  const folder = mkdtempSync(join(tmpdir(), 'flowproof-solvers-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  let count = 0;
  return {
    at,
    async rowsOf(...argv) {
      const file = at(`rows-${count++}.json`);
      const outcome = await solvers('--json', file, ...argv);
      const data = read(file) as { rows: Row[]; config: unknown };
      expect(faults('solvers', data)).toEqual([]);
      return { rows: data.rows, outcome };
    },
  };
}
