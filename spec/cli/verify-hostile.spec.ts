/** Modules that hang, end their thread, lie or print: each gets a clear verdict, none stops the command. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LawResult } from '../../src/laws/core/index.ts';
import { runBuilt } from './built-run.ts';
import { flaws, type Outcome } from './run-in-process.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
async function verify(code: string, ...argv: string[]): Promise<Outcome> {
  const file = join(folder, `m${count++}.mjs`);
  writeFileSync(file, code);
  return runBuilt(['verify', '--path', file, '--threads', '1', '--timeout', '30', ...argv]);
}

/** A right schedule with one member replaced. */
const schedule = (member = ''): string =>
  `export const schedule = { alpha: (t) => t, sigma: (t) => 1 - t, alphaDot: () => 1, sigmaDot: () => -1, ${member} };`;
const LAW = 'schedule-derivatives';

describe('modules that cannot be loaded are one line and code 2', () => {
  test.each([
    ['throws', 'throw new Error("no\\nway \\u001b[2J");', /received Error: no/],
    ['throws a string', 'throw "text";', /a thrown text/],
    ['has a syntax error', 'export const path = ;', /SyntaxError/],
    ['imports what is not there', 'import "./none.mjs";', /none\.mjs/],
    ['exports nothing', '1;', /no exports/],
    ['exports other names', 'export const a = 1, b = 2;', /exports named a, b/],
    ['ends its thread', 'process.exit(0);', /process\.exit\(0\)/],
    [
      'has far too many dimensions',
      'export const path = { dim: 1e12, sample() {} };',
      /path\.dim.*at most 16384/,
    ],
    [
      'has a getter that throws',
      'export const path = { get name() { throw new Error("secret"); } };',
      /secret/,
    ],
  ])('%s', async (_, code, message) => {
    const outcome = await verify(code);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
  });

  test.each([
    ['never ends', 'for (;;);'],
    ['waits for ever', 'await new Promise(() => {});'],
  ])('%s', async (_, code) => {
    const outcome = await verify(code, '--timeout', '1');
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(/no end of its code within 1 s/);
  });
});

const misbehaving: Record<string, readonly [member: string, message: RegExp]> = {
  nan: ['alpha: () => NaN', /expected a number, received NaN/],
  throws: ['alpha() { throw new TypeError("broken\\nhere \\u001b[31m"); }', /TypeError: broken/],
  async: ['alpha: async (t) => t', /received a promise/],
  text: ["alpha: () => '1'", /expected a number/],
  three: ['alpha: 3', /expected a function/],
  ends: ['alpha() { process.exit(7); }', /^ended its thread: process\.exit\(7\), in case 1 of \d+$/],
  timer: [
    'alpha() { setTimeout(() => { throw new Error("late"); }); for (let end = performance.now() + 50; performance.now() < end;); return NaN; }',
    /NaN|late/,
  ],
};

describe('objects that misbehave are faulty and code 1', () => {
  test('each by its own mistake', async () => {
    const members = Object.entries(misbehaving).map(([name, [member]]) => {
      return `${name}: { ...right, name: '${name}', ${member} },`;
    });
    const json = join(folder, 'misbehaving.json');
    const { exitCode, stdout, stderr } = await verify(
      `${schedule().replace('export const schedule', 'const right')} export const schedules = { ${members.join('\n')} };`,
      ...[LAW, '--json', json],
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    const { results } = JSON.parse(readFileSync(json, 'utf8')) as { results: LawResult[] };
    expect(results.map(({ object }) => object)).toEqual(Object.keys(misbehaving));
    for (const { object, status, reason } of results) {
      expect({ object, status }).toEqual({ object, status: 'faulty' });
      expect(reason).toMatch(misbehaving[object]![1]);
    }
    // Escape sequences and line breaks in messages are shown, not obeyed.
    expect(stdout).toContain('TypeError: broken here \\u001b[31m');
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test('exports that are no objects never pass', async () => {
    const values = ['null', '3', '"text"', '[]', 'undefined', 'Object.create(null)', 'new Proxy({}, {})'];
    const { exitCode, stdout, stderr } = await verify(`export const path = [${values.join(', ')}];`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).not.toContain('✓');
    expect(stdout).toMatch(/trials: 0 hold, \d+ faulty\n$/);
  });

  test('a loop without end is stopped; the other objects are judged all the same', async () => {
    const json = join(folder, 'loop.json');
    const { exitCode, stdout } = await verify(
      `${schedule()}
       let calls = 0;
       export const schedules = { slow: { ...schedule, name: 'endless', alphaDot() { if (calls++ === 5) for (;;); return 1; } } };`,
      ...[LAW, '--timeout', '2', '--json', json],
    );
    expect(exitCode).toBe(1);
    const [good, endless] = (JSON.parse(readFileSync(json, 'utf8')) as { results: LawResult[] }).results;
    expect(good).toMatchObject({ object: 'schedule', status: 'holds' });
    expect(endless).toMatchObject({ object: 'endless', status: 'faulty' });
    expect(endless!.reason).toMatch(/^did not answer within 2 s, in case \d+ of \d+$/);
    expect(stdout).toContain(`--object endless --replay ${endless!.replay}`);
  });

  test('what a module prints does not mix with the results', async () => {
    const { exitCode, stdout, stderr } = await verify(
      `console.log('NOISE'); console.error('NOISE'); ${schedule("alpha: (t) => { process.stdout.write('NOISE'); return t; }")}`,
      LAW,
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).not.toContain('NOISE');
  });
});
