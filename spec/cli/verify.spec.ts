/** `flowproof verify` on our own system, and on modules that are right or subtly wrong. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LawResult } from '../../src/laws/core/index.ts';
import { laws } from '../../src/laws/registry.ts';
import { runBuilt } from './built-run.ts';
import { flaws, runInProcess } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-verify-'));
  for (const [name, code] of Object.entries(modules)) writeFileSync(at(name), code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** x(t) = t z + (1 − t²) x₀, without and with its velocity's σ̇ x₀. */
const path = (noise: string): string => `
export const path = {
  name: 'square',
  dim: 1,
  sample(t, x0, z, out) { for (let i = 0; i < out.length; i++) out[i] = t * z[i] + (1 - t * t) * x0[i]; },
  targetVelocity(t, x0, z, out) { for (let i = 0; i < out.length; i++) out[i] = z[i] ${noise}; },
};
`;
const schedule = (rate: string): string =>
  `{ alpha: (t) => t, sigma: (t) => 1 - t, alphaDot: () => 1, sigmaDot: () => ${rate} }`;

const modules: Record<string, string> = {
  'right.mjs': path('- 2 * t * x0[i]'),
  'dropped.mjs': path(''),
  'many.mjs': `
    export const schedules = { good: ${schedule('-1')}, 'odd name': ${schedule('-1.0000001')} };
    export const schedule = [${schedule('-1')}];
  `,
};

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  read(new URL('../../schemas/verify.schema.json', import.meta.url).pathname) as object,
);
const faults = (file: string): unknown => (validate(read(file)) ? [] : validate.errors);
const results = (file: string): LawResult[] => (read(file) as { results: LawResult[] }).results;

describe('our own system', () => {
  test('some laws on one thread: table, JSON, code 0', async () => {
    const { exitCode, stdout, stderr } = await runInProcess([
      ...['verify', 'schedule-derivatives', 'change-of-schedule', '--threads', '1', '--runs', '3'],
      ...['--json', at('own.json')],
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^schedule-derivatives: α̇ = dα\/dt/m);
    expect(stdout).toMatch(/and \d+ more +\S+ +\S+ +0\.\d+ +✓ holds$/m);
    expect(stdout).toMatch(/\n2 laws, \d+ trials: \d+ hold\n$/);
    expect(faults(at('own.json'))).toEqual([]);
    expect(results(at('own.json')).every(({ status, runs }) => status === 'holds' && runs === 3)).toBe(true);
    expect(read(at('own.json'))).toMatchObject({ kind: 'verify', path: null, options: { runs: 3, seed: 1 } });
  });

  test('--all has a line for each object, and --object chooses one', async () => {
    const some = ['verify', 'schedule-derivatives', '--threads', '1', '--runs', '1'];
    const all = await runInProcess([...some, '--all']);
    expect(all.stdout).toMatch(/^ {2}cond-ot .*✓ holds$/m);
    expect(all.stdout).toMatch(/^ {2}cosine .*✓ holds$/m);
    const one = await runInProcess([...some, '--object', 'cosine']);
    expect(one.stdout).toContain('1 law, 1 trial: 1 hold\n');
    expect(flaws(await runInProcess([...some, '--object', 'sine']))).toEqual([]);
  });

  test('the seed decides on the cases', async () => {
    const run = async (seed: string): Promise<LawResult[]> => {
      await runInProcess([
        'verify',
        'schedule-derivatives',
        '--threads',
        '1',
        '--runs',
        '2',
        '--seed',
        seed,
        '--json',
        at('seed.json'),
      ]);
      return results(at('seed.json'));
    };
    const first = await run('7');
    expect(await run('7')).toEqual(first);
    expect((await run('8')).map(({ worst }) => worst)).not.toEqual(first.map(({ worst }) => worst));
  });

  test('the same bytes on 1 and 3 threads', async () => {
    const bytes = [];
    for (const threads of ['1', '3']) {
      const file = at(`threads-${threads}.json`);
      const names = ['schedule-boundary', 'boundary-path', 'solver-composition'];
      const { exitCode } = await runBuilt([
        'verify',
        ...names,
        '--threads',
        threads,
        '--runs',
        '2',
        '--json',
        file,
      ]);
      expect(exitCode).toBe(0);
      bytes.push(readFileSync(file, 'utf8'));
    }
    expect(bytes[1]).toBe(bytes[0]);
  });

  test('--list names every law, and JSON has their assumptions', async () => {
    const { exitCode, stdout } = await runInProcess(['verify', '--list', '--json', at('list.json')]);
    expect(exitCode).toBe(0);
    for (const { id, kind } of laws) expect(stdout).toMatch(new RegExp(`^${id} +${kind} +\\S`, 'm'));
    expect(faults(at('list.json'))).toEqual([]);
    const some = await runInProcess(['verify', 'continuity', '--list']);
    expect(some.stdout.match(/^continuity-/gm)!.length).toBeGreaterThanOrEqual(3);
    expect(some.stdout).not.toContain('schedule-derivatives');
  });

  test('--power of one law: JSON and Markdown', async () => {
    const { exitCode, stdout } = await runInProcess([
      ...['verify', 'schedule-boundary', '--power', '--threads', '1', '--runs', '3'],
      ...['--json', at('power.json'), '--markdown', at('power.md'), '--html', at('power.html')],
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^schedule\.time-reversed +1 of 1 +\S+ +schedule-boundary$/m);
    expect(faults(at('power.json'))).toEqual([]);
    expect(readFileSync(at('power.md'), 'utf8')).toMatch(/^\| `schedule\.time-reversed` \|/m);
    expect(readFileSync(at('power.html'), 'utf8')).toContain('schedule.time-reversed');
  });
});

describe('a module of a user', () => {
  test('a path that is right holds, and says what could not be judged', async () => {
    const { exitCode, stdout, stderr } = await runBuilt([
      'verify',
      '--path',
      at('right.mjs'),
      '--threads',
      '2',
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/flow-map-velocity[^\n]*\n {2}square .*✓ holds/);
    expect(stdout).toMatch(/– flow-map-inverse cannot judge square\n {2}it has no inverseFlow/);
  });

  test('σ̇ x₀ dropped: exact at both ends, refused with t, x, residual, bound, code and a replay that works', async () => {
    const argv = ['verify', '--path', at('dropped.mjs'), '--threads', '1', '--json', at('dropped.json')];
    const { exitCode, stdout, stderr } = await runBuilt([...argv, '--html', at('dropped.html')]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toMatch(/boundary-path[^\n]*\n {2}square .*✓ holds/);
    expect(stdout).toContain('✗ flow-map-velocity does not hold for square\n');
    expect(stdout).toMatch(
      /smallest counterexample: t = 0\.\d+, x₀ = \S+, z = \S+\n {2}residual \S+ exceeds the bound \S+e-1\d/,
    );
    expect(faults(at('dropped.json'))).toEqual([]);
    const found = results(at('dropped.json')).find(({ status }) => status === 'violated')!;
    expect(found.law).toBe('flow-map-velocity');
    // The command that is printed meets the same counterexample as its first case.
    const command = /again: flowproof (verify flow-map-velocity --path (\S+) --replay \S+)\n/.exec(stdout)!;
    const again = await runBuilt([...command[1]!.split(' '), '--threads', '1', '--json', at('again.json')]);
    expect(again.exitCode).toBe(1);
    expect(results(at('again.json'))[0]!.counterexample).toEqual(found.counterexample);
    expect(command[2]).toBe(at('dropped.mjs'));
    expect(found.counterexample!.snippet).toContain(
      `import { path } from '${relative('.', at('dropped.mjs')).replaceAll('\\', '/')}';`,
    );
    const page = readFileSync(at('dropped.html'), 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('Where flow-map-velocity fails for square');
    expect(page.match(/<svg/g)!.length).toBeGreaterThan(2);
    expect(page.replace(/<svg[\s\S]*?<\/svg>/g, '')).not.toMatch(/NaN|undefined|\[object|<script/);
  });

  test('records and arrays of objects, of which the wrong one is named', async () => {
    const { exitCode, stdout } = await runBuilt([
      ...['verify', 'schedule-derivatives', '--path', at('many.mjs'), '--threads', '1', '--all'],
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ {2}schedule\[0\] .*✓ holds$/m);
    expect(stdout).toMatch(/^ {2}schedules\.good .*✓ holds$/m);
    expect(stdout).toMatch(/^ {2}schedules\["odd name"\] .*✗ violated$/m);
    expect(stdout).toContain('const object = schedules["odd name"];');
    expect(stdout).toMatch(
      /again: flowproof verify schedule-derivatives --path \S+ --object 'schedules\["odd name"\]' --replay/,
    );
  });

  test('laws that judge nothing are code 1: nothing was verified', async () => {
    const { exitCode, stdout } = await runBuilt([
      ...['verify', 'flow-map-inverse', '--path', at('right.mjs'), '--threads', '1'],
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/1 trial: 0 hold, 1 cannot be judged; nothing was verified\n$/);
  });
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
    const module = at('right.mjs');
    for (const argv of [
      ['--path', module, '--json', module],
      ['--path', module, '--html', module],
      ['--json', at('x'), '--html', at('x')],
    ]) {
      expect(flaws(await runInProcess(['verify', ...argv]))).toEqual([]);
    }
    expect(readFileSync(module, 'utf8')).toBe(modules['right.mjs']);
  });
});
