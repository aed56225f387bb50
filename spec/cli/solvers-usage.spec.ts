/** What a command line of `flowproof solvers` may say: names, wrong flags, wrong configurations, outputs. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '../../src/benchmark/check-config.ts';
import { commandLine } from '../../src/cli/solvers/command-line.ts';
import { flaws } from './run-in-process.ts';
import { faults, read, runsInFolder, solvers } from './solvers-runs.ts';

const { at } = runsInFolder();

test('--list names everything that runs', async () => {
  const { exitCode, stdout } = await solvers('--list', '--json', at('list.json'));
  expect(exitCode).toBe(0);
  const list = read(at('list.json')) as Readonly<Record<string, readonly unknown[]>>;
  expect(faults('solvers', list)).toEqual([]);
  for (const name of ['dpm++2m', 'edm-churn', 'detest-e5', 'shift:s']) expect(stdout).toContain(name);
  const { schedules, targets, noises } = list;
  expect([schedules, targets, noises].map((kinds) => kinds!.length)).toEqual([7, 4, 7]);
  for (const kind of [...schedules!, ...targets!, ...noises!])
    expect(stdout).toMatch(RegExp(`^${kind} `, 'm'));
  for (const noise of noises!) expect(checkConfig({ noise }).noise).toEqual({ kind: noise });
});

test('the command line of a page is read by a shell as it was meant, without outputs', () => {
  const target = `{"kind":"empirical","name":"it's Bob's"}`;
  const flags = { target, maxSteps: '20', steps: '', timeout: 60, repeats: 2, html: 'x.html', quiet: true };
  const line = commandLine(flags);
  expect(line).toBe(
    `flowproof solvers --target '{"kind":"empirical","name":"it'\\''s Bob'\\''s"}' --max-steps 20 --steps '' --timeout 60 --repeats 2`,
  );
  const words = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' }).split('\n');
  expect(words[3]).toBe(target);
});

describe('wrong command lines are one line', () => {
  test.each([
    [['--steps', '0'], /--steps: .*received 0/],
    [['--steps', '8,-4'], /--steps: .*received -4/],
    [['--steps', 'many'], /--steps: .*received "many"/],
    [['--steps', '', '--solvers', 'euler'], /--steps: expected a step count, .*received \[\]/],
    [['--noise', '0.7'], /--noise: .*w\(t\) = 0\.7 is constant:0\.245/],
    [['--solvers', 'eulr'], /--solvers: expected names among/],
    [['--max-steps', 'x'], /--max-steps: /],
    [['--grid', 'shift:-1'], /--grid\.shift: /],
    [['--target', '{"kind":'], /--target: expected words or JSON/],
    [['--field', 'none.mjs'], /--field \.?\/?none\.mjs: .*no such file/],
    [['--config', 'none.json'], /none\.json/],
    [['--solvers', 'none.json'], /none\.json/],
    [['--resume'], /--resume: .*name the same output/],
    [['--json', '/nowhere/x.json'], /--json/],
    [['--timeout', '0'], /--timeout/],
    [['--repeats', '0'], /--repeats/],
  ])('%j', async (argv, message) => {
    const outcome = await solvers(...argv);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
  });

  test.each([
    ['{', /--config .*expected JSON/],
    ['[]', /--config .*expected an object/],
    ['{"steps":[8,0]}', /bad\.json: steps\[1\]: /],
    ['{"solvers":["rk9"]}', /bad\.json: solvers\[0\]: /],
    ['{"typo":1}', /bad\.json: typo: /],
    ['{"problems":[{"field":"./none.mjs"}]}', /bad\.json: problems\[0\]\.field .*no such file/],
  ])('a configuration %s', async (text, message) => {
    writeFileSync(at('bad.json'), text);
    const outcome = await solvers('--config', at('bad.json'));
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
  });

  test('no output overwrites what is read', async () => {
    writeFileSync(at('c.json'), '{}');
    const outcome = await solvers('--config', at('c.json'), '--json', at('c.json'));
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(/would be overwritten/);
  });
});
