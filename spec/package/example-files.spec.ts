/** The files of examples/ do what README says: right objects pass, and the broken path is found with its place. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { runBuilt } from '../cli/built-run.ts';

const file = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));

test('a schedule and a path of one’s own pass, and a broken path is caught', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--test',
    '--test-reporter=tap',
    file('own-path.test.mjs'),
  ]);
  expect(stdout).toMatch(/^# pass 5$/m);
  expect(stdout).toMatch(/^# fail 0$/m);
});

test('verify refuses the path without σ̇ x₀, exact at both ends, and names t, x₀, residual and bound', async () => {
  const { exitCode, stdout } = await runBuilt([
    'verify',
    '--path',
    file('broken-path.mjs'),
    '--threads',
    '1',
    '--effort',
    '1',
  ]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/boundary-path[^\n]*\n[^\n]*✓ holds/);
  expect(stdout).toMatch(/flow-map-velocity[^\n]*\n[^\n]*✗ violated/);
  expect(stdout).toContain('smallest counterexample: t = 0.25, x₀ = -1, z = 0');
  expect(stdout).toMatch(/residual 1\.000e\+0 exceeds the bound 1\.\d+e-13/);
});
