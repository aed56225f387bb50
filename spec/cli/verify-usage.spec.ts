/** What a command line of `flowproof verify` may say: names of laws, wrong flags, outputs, the help. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseLaws } from '../../src/cli/verify/choose-laws.ts';
import { advised } from '../../src/cli/verify/load-laws.ts';
import { flaws, runInProcess } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-verify-usage-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('laws by name, or by how several begin', () => {
  const ids = ['matching-gap', 'matching-gradients', 'schedule-boundary', 'schedule'];
  expect(chooseLaws(['match'], ids)).toEqual(['matching-gap', 'matching-gradients']);
  expect(chooseLaws(['schedule'], ids)).toEqual(['schedule']);
  expect(chooseLaws(['schedule-', 'matching-gap'], ids)).toEqual(['matching-gap', 'schedule-boundary']);
  expect(() => chooseLaws([''], ids)).toThrow('names of laws');
});

test('a missing fast-check has a way out, other errors are left as they are', () => {
  const other = Object.assign(new Error("Cannot find package 'piscina'"), { code: 'ERR_MODULE_NOT_FOUND' });
  expect(advised(other)).toBe(other);
  const error = Object.assign(new Error("Cannot find package 'fast-check' imported from /x.js"), {
    code: 'ERR_MODULE_NOT_FOUND',
  });
  expect(String(advised(error))).toMatch(/the package fast-check, .*; run npm install fast-check$/);
  expect(advised(null)).toBeNull();
});

test('the help says all exit codes', async () => {
  const { stdout } = await runInProcess(['verify', '--help']);
  for (const code of [0, 1, 2]) expect(stdout).toMatch(new RegExp(`Exit codes:[^.]*\\b${code} when`));
});

describe('wrong command lines are one line and code 2', () => {
  test.each([
    [['continuty'], /did you mean continuity/],
    [['nonsense'], /see flowproof verify --list/],
    [['--runs', '0'], /--runs/],
    [['--runs', '3', '--effort', '2'], /--runs: expected no --effort/],
    [['--replay', '1'], /--replay/],
    [['--seed', '1.5'], /--seed/],
    [['--timeout', '0'], /--timeout/],
    [['--threads', '0'], /--threads/],
    [['--power', '--path', 'x.mjs'], /--power: expected no --path/],
    [['--markdown', 'x.md'], /--markdown: expected --power/],
    [['--path', 'nowhere.mjs'], /no such file/],
    [['--path', '.'], /no file/],
    [['--json', 'nowhere/x.json'], /nowhere/],
  ])('%j', async (argv, message) => {
    const outcome = await runInProcess(['verify', ...argv]);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
    expect(existsSync('x.md')).toBe(false);
  });

  test('no output overwrites the module, nor another output', async () => {
    const module = at('module.mjs');
    writeFileSync(module, 'export const run = {};\n');
    for (const argv of [
      ['--path', module, '--json', module],
      ['--path', module, '--html', module],
      ['--json', at('x'), '--html', at('x')],
    ]) {
      expect(flaws(await runInProcess(['verify', ...argv]))).toEqual([]);
    }
    expect(readFileSync(module, 'utf8')).toBe('export const run = {};\n');
  });
});
