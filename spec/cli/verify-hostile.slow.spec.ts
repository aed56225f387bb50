/** Modules that hang, end their thread, lie or print: each gets a clear verdict, none stops the command. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LawResult } from '../../src/laws/core/index.ts';
import { trialsOf } from '../../src/parallel/law-source.ts';
import { wayOutOf } from '../../src/parallel/module-hints.ts';
import { runBuilt } from './built-run.ts';
import { flaws, type Outcome } from './run-in-process.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function written(code: string): string {
  const file = join(folder, `m${count++}.mjs`);
  writeFileSync(file, code);
  return file;
}
const verify = (code: string, ...argv: string[]): Promise<Outcome> =>
  runBuilt(['verify', '--path', written(code), '--threads', '1', ...argv]);

/** What loading a module says, as one line. */
async function refusal(code: string): Promise<string> {
  const url = pathToFileURL(written(code)).href;
  const error: unknown = await trialsOf({ kind: 'module', url, shown: './m.mjs' }).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: expect.stringMatching(/^(file|argument)$/) });
  return (error as Error).message;
}

const RIGHT =
  'const right = { alpha: (t) => t, sigma: (t) => 1 - t, alphaDot: () => 1, sigmaDot: () => -1 };';

describe('modules that cannot be loaded are one line', () => {
  test.each([
    ['throws', 'throw new Error("no\\nway \\u001b[2J");', /received Error: no; see node \.\/m\.mjs$/],
    ['throws a string', 'throw "text";', /a thrown text/],
    ['imports what is not there', 'import "./none.mjs";', /none\.mjs/],
    ['exports nothing', '1;', /no exports/],
    ['exports other names', 'export const a = 1, b = 2;', /exports named a, b; write `export const path/],
    [
      'has a default export',
      `${RIGHT} export default { schedules: [right] };`,
      /named default; .*`export const schedules = …`, or `exports.schedules/,
    ],
    ['has a default export of nothing', 'export default 3;', /named default; write `export const path/],
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
    const said = await refusal(code);
    expect(said).toMatch(message);
    expect(said).not.toContain('\n');
  });

  test.each([
    ['Unknown file extension ".ts" for /x/p.ts', /Node 22\.18/],
    ['Unknown file extension ".txt" for /x/p.txt', /\.mjs/],
    ["Unexpected token 'export'", /name it \.mjs, or write "type": "module"/],
    ['Cannot use import statement outside a module', /"type": "module"/],
    ['TypeScript enum is not supported in strip-only mode', /compile it/],
    ['module is not defined in ES module scope', /write import and export, or name it \.cjs/],
    ['anything else', /^see node \.\/m\.ts$/],
  ])('%s: the way out', (message, hint) => {
    expect(wayOutOf(new TypeError(message), './m.ts')).toMatch(hint);
  });

  test.each([
    ['ends its thread', 'process.exit(0);', /process\.exit\(0\)/],
    ['has a syntax error', 'export const path = ;', /SyntaxError/],
    ['never ends', 'for (;;);', /no end of its code within 0\.2 s/],
    ['waits for ever', 'await new Promise(() => {});', /no end of its code within 0\.2 s/],
  ])('%s: and code 2', async (_, code, message) => {
    const outcome = await verify(code, '--timeout', '0.2');
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(message);
  });
});

const misbehaving: Record<string, readonly [member: string, message: RegExp]> = {
  nan: ['alpha: () => NaN', /^at t = \S+: in the call alpha\(\S+\): expected a number, received NaN$/],
  throws: [
    'alpha() { throw new TypeError("broken\\nhere \\u001b[31m"); }',
    /TypeError: broken\nhere \S+ \(.*m\d+\.mjs:\d+:\d+\)$/,
  ],
  async: ['alpha: async (t) => t', /received a promise/],
  text: ["alpha: () => '1'", /expected a number/],
  three: ['alpha: 3', /expected a function/],
  ends: ['alpha() { process.exit(7); }', /^ended its thread: process\.exit\(7\), in case 1 of \d+$/],
  endless: [
    'alphaDot(t) { if (t > 0.6) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 1; }',
    /^did not answer within 0\.8 s, in case 1 of \d+, in the call alphaDot\(0\.[6-9]\d*\)$/,
  ],
  timer: [
    'alpha() { setTimeout(() => { throw new Error("late"); }); for (let end = performance.now() + 50; performance.now() < end;); return NaN; }',
    /NaN|late/,
  ],
};

describe('a module in which everything is wrong but one object', () => {
  let outcome: Outcome;
  let results: LawResult[];
  beforeAll(async () => {
    const members = Object.entries(misbehaving).map(([name, [member]]) => {
      return `${name}: { ...right, name: '${name}', ${member} },`;
    });
    const none = ['null', '3', '"text"', '[]', 'undefined', 'Object.create(null)', 'new Proxy({}, {})'];
    const json = join(folder, 'misbehaving.json');
    outcome = await verify(
      `${RIGHT} console.log('NOISE\\u001b[2J'); console.error('NOISE');
       const loud = { ...right, alpha: (t) => { process.stdout.write('NOISE'); return t; } };
       export const schedules = { gone: null, ${members.join('\n')} };
       export const schedule = [loud];
       export const path = [${none.join(', ')}];`,
      ...['schedule-derivatives', 'flow-map-velocity', '--timeout', '0.8', '--json', json],
    );
    results = (JSON.parse(readFileSync(json, 'utf8')) as { results: LawResult[] }).results;
  });
  const of = (name: string): LawResult => results.find(({ object }) => object === name)!;

  test.each(Object.entries(misbehaving))('%s: faulty, by its own mistake', (name, [, message]) => {
    expect(of(name).status).toBe('faulty');
    expect(of(name).reason).toMatch(message);
  });

  test('code 1; the right object is judged all the same', () => {
    expect(outcome.exitCode).toBe(1);
    expect(of('schedule[0]').status).toBe('holds');
    expect(outcome.stdout).toMatch(/trials: 1 holds, \d+ faulty\n$/);
    expect(outcome.stdout).toContain(`--object endless --replay ${of('endless').replay}`);
  });

  test('exports that are no objects, and entries that are null, never pass', () => {
    expect(of('schedules.gone')).toMatchObject({
      status: 'faulty',
      reason: expect.stringContaining('received null'),
    });
    const paths = results.filter(({ object }) => object.startsWith('path['));
    expect(paths.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 'faulty'));
  });

  test('escape sequences and line breaks in messages are shown, not obeyed', () => {
    expect(outcome.stdout).toContain('TypeError: broken here \\u001b[31m');
    expect(outcome.stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test('what it prints is shown beside the results, not in them', () => {
    expect(outcome.stdout).not.toContain('NOISE');
    expect(outcome.stderr).toMatch(
      /^flowproof: \S+\.mjs printed \d+ lines(; the first 10)?:\n( {2}NOISE.*\n)+$/,
    );
    expect(outcome.stderr).toContain('NOISE\\u001b[2J');
  });
});
