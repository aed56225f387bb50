/** Failing cases, shrunk and kept; cases by chance. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OracleData } from '../../src/oracle/judge/report-data.ts';
import { type Outcome, runInProcess } from './run-in-process.ts';

const adapter = (factor: string): string => `
  const ema = ({ average, parameters, decay }) => ({
    average: Array.from(average, (a, i) => ${factor} * (decay[0] * a + (1 - decay[0]) * parameters[i])),
  });
  export default { name: 'mine', dtypes: ['float32'], operations: { 'optimizer.ema': ema } };
`;

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-smallest-'));
  writeFileSync(at('right.mjs'), adapter('1'));
  writeFileSync(at('wrong.mjs'), adapter('(average.length > 2 ? 1.25 : 1)'));
  // An average beyond 2.9 is in no chosen case, and once in some hundred of those that chance draws.
  writeFileSync(at('rare.mjs'), adapter('(average.some((x) => x > 2.9) ? 1.25 : 1)'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const check = (name: string, ...flags: string[]): Promise<Outcome> =>
  runInProcess(['oracle', 'check', '--module', at(name), '--json', at('result.json'), ...flags]);
const smallest = (): OracleData['smallest'] =>
  (JSON.parse(readFileSync(at('result.json'), 'utf8')) as OracleData).smallest;

test('a failing case is shrunk, kept, and asked again', async () => {
  const { exitCode, stdout } = await check('wrong.mjs', '--save', at('saved'));
  expect(exitCode).toBe(1);
  const [found] = smallest();
  expect(smallest()).toHaveLength(1);
  expect(found!.sizes).toEqual({ count: 3 });
  expect(found!.asked).toBeLessThan(100);
  expect(stdout).toContain("const answer = await adapter.operations['optimizer.ema'](inputs,");
  expect((await check('wrong.mjs', '--cases', at('saved'))).stdout).toContain('✗ REFUTED');
  expect((await check('right.mjs', '--cases', at('saved'))).exitCode).toBe(0);
  const again = await check('wrong.mjs', '--save', at('saved'));
  expect([again.exitCode, again.stdout, again.stderr.split('\n').length]).toEqual([2, '', 2]);
});

test('chance finds what the chosen cases do not show', async () => {
  expect((await check('rare.mjs')).exitCode).toBe(0);
  const { exitCode, stdout } = await check('rare.mjs', '--fuzz', '2000');
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/optimizer\.ema +✗ REFUTED/);
  expect(stdout).toContain('0 verified of 1 claimed');
  expect(smallest().map(({ operation, sizes }) => [operation, sizes])).toEqual([
    ['optimizer.ema', { count: 1 }],
  ]);
  const right = await check('right.mjs', '--fuzz', '50');
  expect(right.exitCode).toBe(0);
  expect(right.stderr).toContain('50 more cases were drawn');
});
