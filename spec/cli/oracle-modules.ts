/** Adapters of a user, right and wrong, as modules in a folder of their own, and checks of them in this process. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, expect } from 'vitest';
import type { OracleData } from '../../src/oracle/judge/report-data.ts';
import { type Outcome, runInProcess } from './run-in-process.ts';

/** ema = decay · average + (1 − decay) · parameters: the smallest operation with named mistakes. */
const adapter = (body: string, more = ''): string => `
  const ema = ({ average, parameters, decay }) => ({ average: Array.from(average, (a, i) => ${body}) });
  export default { name: 'mine <&>', version: '2', dtypes: ['float32'], operations: { 'optimizer.ema': ema${more} } };
`;
const RIGHT = 'decay[0] * a + (1 - decay[0]) * parameters[i]';
const REVERSED = '(1 - decay[0]) * a + decay[0] * parameters[i]';
const guidance = `,
  'guidance.classifier-free': ({ conditional, unconditional, scale }) => ({
    velocity: Array.from(unconditional, (u, i) => u + scale[0] * (conditional[i] - u)),
  })`;

const modules: Readonly<Record<string, string>> = {
  'right.mjs': adapter(RIGHT),
  'reversed.mjs': adapter(REVERSED),
  'undecayed.mjs': adapter('a + (1 - decay[0]) * parameters[i]'),
  'two.mjs': adapter(REVERSED, guidance),
  'throws.mjs': adapter('{ throw new Error("out of <memory>"); }'),
  'refuses.mjs':
    "export default { name: 'later', operations: { 'optimizer.ema': () => ({ unsupported: 'not yet' }) } };",
  'nothing.mjs': "export default { name: 'empty', operations: {} };",
  'field.mjs': `
    const velocity = ({ x, x1, t }, { sizes, settings }) =>
      settings.schedule.kind === 'cond-ot'
        ? { velocity: Array.from(x, (v, i) => (x1[i] - v) / (1 - t[Math.floor(i / sizes.dim)])) }
        : { unsupported: settings.schedule.kind };
    export default { name: 'field', operations: { 'path.conditional-velocity': velocity } };
  `,
  'no-adapter.mjs': 'export const adapter = 7;',
};

const read = (path: string | URL): unknown => JSON.parse(readFileSync(path, 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  read(new URL('../../schemas/oracle.schema.json', import.meta.url)) as object,
);

interface OracleModules {
  readonly folder: string;
  /** A file in the folder. */
  at(name: string): string;
  check(name: string, ...flags: string[]): Promise<Outcome>;
  /** The result of a check as its JSON file says it, which the schema must know. */
  resultOf(name: string, ...flags: string[]): Promise<{ outcome: Outcome; data: OracleData }>;
  /** A file of expectations. */
  expectations(...list: object[]): string;
}

/** To be called once in a spec file: the folder goes when its tests are done. */
export function oracleModules(): OracleModules {
  const folder = mkdtempSync(join(tmpdir(), 'flowproof-oracle-'));
  const at = (name: string): string => join(folder, name);
  for (const [name, code] of Object.entries(modules)) writeFileSync(at(name), code);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const check = (name: string, ...flags: string[]): Promise<Outcome> =>
    runInProcess(['oracle', 'check', '--module', at(name), '--quiet', ...flags]);
  return {
    folder,
    at,
    check,
    async resultOf(name, ...flags) {
      const outcome = await check(name, '--json', at('result.json'), ...flags);
      const data = read(at('result.json')) as OracleData;
      expect(validate(data) ? [] : validate.errors).toEqual([]);
      expect(data.summary.exitCode).toBe(outcome.exitCode);
      expect(outcome.stderr).toBe('');
      return { outcome, data };
    },
    expectations(...list) {
      writeFileSync(at('expect.json'), JSON.stringify(list));
      return at('expect.json');
    },
  };
}
