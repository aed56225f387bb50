/** `flowproof oracle init` and `list`: what to run next, and what there is to ask. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mistakes, operations } from '../../src/oracle/registry.ts';
import { oracleModules } from './oracle-modules.ts';
import { flaws, runInProcess } from './run-in-process.ts';

const { at, folder } = oracleModules();

describe('init', () => {
  test.each([
    ['js', 'new/sub', ['flowproof oracle check --module @/new/sub/adapter.mjs']],
    ['python', "it's", ["flowproof oracle check '@/it'\\''s/adapter.py'"]],
    ['cpp', 'c', ['c++ -O2 -std=c++17 @/c/adapter.cpp -o @/c/adapter', 'flowproof oracle check @/c/adapter']],
  ])('%s: what to run next works from where it was called', async (language, name, lines) => {
    const { exitCode, stdout, stderr } = await runInProcess(['oracle', 'init', language, at(name)]);
    expect([exitCode, stderr]).toEqual([0, '']);
    const next = lines.map((line) => `  $ ${line.replaceAll('@', folder)}\n`).join('');
    expect(stdout.slice(stdout.indexOf('Next:'))).toBe(`Next:\n${next}`);
    expect(readFileSync(join(at(name), 'operations.md'), 'utf8')).toContain('## path.sample');
  });

  test('npx is told as it was used', async () => {
    const { stdout } = await runInProcess(['oracle', 'init', 'js', at('npx')], { npm_command: 'exec' });
    expect(stdout).toContain('$ npx flowproof oracle check --module');
  });

  test('it never overwrites, and knows its languages', async () => {
    await runInProcess(['oracle', 'init', 'js', at('mine')]);
    const again = await runInProcess(['oracle', 'init', 'js', at('mine')]);
    expect([...flaws(again), again.stderr.includes('nothing has been written')]).toEqual([true]);
    const unknown = await runInProcess(['oracle', 'init', 'fortran']);
    expect(flaws(unknown)).toEqual([]);
    expect(unknown.stderr).toMatch(/python, torch, jax, js, rust, cpp/);
  });
});

describe('list', () => {
  test('names all operations, or all mistakes', async () => {
    const all = await runInProcess(['oracle', 'list']);
    for (const { name } of operations) expect(all.stdout).toContain(`${name} `);
    const known = await runInProcess(['oracle', 'list', '--mistakes']);
    for (const { id } of mistakes) expect(known.stdout).toContain(`${id} `);
  });

  test('an operation with its contract, a group, a mistake', async () => {
    const one = await runInProcess(['oracle', 'list', 'optimizer.ema']);
    expect(one.stdout).toMatch(/^optimizer\.ema \(revision 1\)[\s\S]*decay {2}float \[\]/);
    expect(one.stdout).toContain('optimizer.average-reversed');
    const group = await runInProcess(['oracle', 'list', 'path']);
    expect(group.stdout).toContain('path.sample (revision 1)');
    const mistake = await runInProcess(['oracle', 'list', 'optimizer.average-reversed']);
    expect(mistake.stdout).toMatch(/meant {5}.*\n {4}computed {2}/);
  });
});
