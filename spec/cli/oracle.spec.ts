/** `flowproof oracle` in this process: what the exit code, the files and the words say of right, wrong and broken adapters. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OracleData } from '../../src/oracle/judge/report-data.ts';
import { mistakes, operations } from '../../src/oracle/registry.ts';
import { escapeHtml } from '../../src/report/page/html.ts';
import { flaws, type Outcome, runInProcess } from './run-in-process.ts';

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

let folder = '';
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-oracle-'));
  for (const [name, code] of Object.entries(modules)) writeFileSync(at(name), code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string | URL): unknown => JSON.parse(readFileSync(path, 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(
  read(new URL('../../schemas/oracle.schema.json', import.meta.url)) as object,
);

const checkModule = (name: string, ...flags: string[]): Promise<Outcome> =>
  runInProcess(['oracle', 'check', '--module', at(name), '--quiet', ...flags]);

/** The result of a check as its JSON file says it, which the schema must know. */
async function resultOf(name: string, ...flags: string[]): Promise<{ outcome: Outcome; data: OracleData }> {
  const outcome = await checkModule(name, '--json', at('result.json'), ...flags);
  const data = read(at('result.json')) as OracleData;
  expect(validate(data) ? [] : validate.errors).toEqual([]);
  expect(data.summary.exitCode).toBe(outcome.exitCode);
  expect(outcome.stderr).toBe('');
  return { outcome, data };
}

function expectations(...list: object[]): string {
  writeFileSync(at('expect.json'), JSON.stringify(list));
  return at('expect.json');
}

describe('exit codes', () => {
  test('0: nothing is wrong, something is verified', async () => {
    const { outcome, data } = await resultOf('right.mjs');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toMatch(/optimizer\.ema +✓ (EXACT|PROVED)/);
    expect(outcome.stdout).toMatch(/1 verified of 1 claimed, \d+ in all\n$/);
    expect(data.fields).toBe(null);
    expect(data.unclaimed).toHaveLength(operations.length - 1);
  });

  test('1: refuted, with the name of the mistake, and the worst ratio in JSON', async () => {
    const { outcome, data } = await resultOf('reversed.mjs', '--html', at('page.html'));
    expect(outcome.exitCode).toBe(1);
    expect(data.findings.map(({ id }) => id)).toEqual(['optimizer.average-reversed']);
    expect(outcome.stdout).toContain('[optimizer.average-reversed]');
    expect(outcome.stdout).toContain('1 refuted, by 1 cause');
    expect(Number(data.operations[0]!.ratio)).toBeGreaterThan(1000);
    // The page is complete in itself and escapes what the backend says.
    const html = readFileSync(at('page.html'), 'utf8');
    expect(html).toContain('<h1>mine &lt;&amp;&gt; against the truth</h1>');
    expect(html).toContain(escapeHtml(data.findings[0]!.mistakes[0]!.wrong));
    expect(html).not.toMatch(/<script|<link|<img|url\(|@import|mine <|NaN|undefined|\[object/);
    expect(html.match(/<svg /g)!.length).toBeGreaterThan(1);
  });

  test('2: an adapter that throws', async () => {
    const { outcome, data } = await resultOf('throws.mjs', '--html', at('page.html'));
    expect(outcome.exitCode).toBe(2);
    expect(data.operations[0]!.errors).toBe(data.operations[0]!.asked);
    expect(outcome.stdout).toContain('out of <memory>');
    const html = readFileSync(at('page.html'), 'utf8');
    expect(html.match(/<p>Error: out of &lt;memory&gt;<\/p>/g)).toHaveLength(1);
  });

  test.each(['refuses.mjs', 'nothing.mjs'])('3: nothing verified by %s', async (name) => {
    const { outcome } = await resultOf(name);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toContain('nothing was verified');
  });

  test('4: an expected failure passes', async () => {
    const file = expectations({ operation: 'optimizer.ema', reason: 'was wrong' });
    const { outcome, data } = await resultOf('right.mjs', '--expect', file);
    expect(outcome.exitCode).toBe(4);
    expect(data.expectations.map((e) => e.outcome)).toEqual(['unexpected-pass']);
    expect(outcome.stdout).toContain('expected to be refuted (was wrong), but passes');
  });
});

describe('expected failures', () => {
  const reason = 'upstream, see the link';
  test.each([
    ['by any', 'two.mjs', {}, 0, 'expected-failure'],
    [
      'with its diagnosis',
      'two.mjs',
      { dtype: 'float32', diagnosis: 'optimizer.average-reversed' },
      0,
      'expected-failure',
    ],
    ['by another mistake', 'undecayed.mjs', { diagnosis: 'optimizer.average-reversed' }, 1, 'other-failure'],
  ])('%s', async (_, name, more, exitCode, outcome) => {
    const file = expectations({ operation: 'optimizer.ema', reason, link: 'https://example.org/7', ...more });
    const result = await resultOf(name, '--expect', file, '--junit', at('result.xml'));
    expect(result.data.expectations.map((e) => e.outcome)).toEqual([outcome]);
    expect(result.outcome.exitCode).toBe(exitCode);
    expect(readFileSync(at('result.xml'), 'utf8')).toContain(
      exitCode === 0 ? '<skipped message="expected failure"/>' : '<failure message=',
    );
  });

  test('an element type that is not judged says nothing', async () => {
    const file = expectations({ operation: 'optimizer.ema', dtype: 'float64', reason });
    const { outcome, data } = await resultOf('reversed.mjs', '--expect', file);
    expect([outcome.exitCode, data.expectations]).toEqual([1, []]);
  });
});

test('--compare says what became better and what became worse', async () => {
  await checkModule('reversed.mjs', '--json', at('before.json'));
  const better = await checkModule('right.mjs', '--compare', at('before.json'));
  expect(better.stdout).toMatch(/optimizer\.ema \(float32\) +REFUTED .* better/);
  await checkModule('right.mjs', '--json', at('before.json'));
  const worse = await checkModule('two.mjs', '--compare', at('before.json'));
  expect(worse.stdout).toMatch(/optimizer\.ema \(float32\) .* REFUTED .* worse/);
  expect(worse.stdout).toMatch(/guidance\.classifier-free \(float32\) +– .* new/);
  const same = await checkModule('right.mjs', '--compare', at('before.json'));
  expect(same.stdout).toContain('No verdict changed since the earlier result.');
});

test('--html overlays the velocity field, in the page and in JSON', async () => {
  const { data } = await resultOf('field.mjs', '--html', at('page.html'));
  const [field] = data.fields!;
  expect(field!.panels.map(({ t }) => t)).toEqual([0.25, 0.5, 0.75]);
  for (const { truth, received, ratios } of field!.panels) {
    expect([truth.length, received!.length, ratios.length]).toEqual([288, 288, 144]);
    expect(ratios.every((ratio) => ratio <= 1)).toBe(true);
  }
  expect(readFileSync(at('page.html'), 'utf8')).toContain('Every arrow lies inside the bound');
});

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

describe('operations that are asked', () => {
  test('a group, a list and the option again', async () => {
    const { data } = await resultOf(
      'two.mjs',
      '--operation',
      'optimizer, guidance',
      '--operation',
      'path.sample',
    );
    expect(data.operations.map(({ operation }) => operation)).toEqual([
      'optimizer.ema',
      'guidance.classifier-free',
    ]);
  });

  test.each([
    ['right.mjs', ['--operation', 'loss.fm'], 'not asked: loss.fm, which the backend does not claim'],
    ['right.mjs', ['--dtype', 'float64'], 'not asked: float64, which the backend does not claim'],
    ['nothing.mjs', [], 'not asked: the backend claims no operation'],
  ])('%s %j: no table without rows, but the reason', async (name, flags, reason) => {
    const { outcome } = await resultOf(name, ...flags);
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stdout).toContain(`\n\nNo case was asked.\n\n${reason}\n`);
  });

  test('a module that is started as a program is told of --module', async () => {
    const outcome = await runInProcess(['oracle', 'check', at('right.mjs')]);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(
      /received exit code 0; a module that exports an adapter is checked with --module /,
    );
  });

  test('the command line of the result asks the same again', async () => {
    const { data } = await resultOf(
      'right.mjs',
      '--seed',
      '3',
      '--operation',
      'optimizer',
      '--dtype',
      'float32',
    );
    expect(data.command).toBe(`--operation optimizer --dtype float32 --module ${at('right.mjs')} --seed 3`);
  });
});

describe('what cannot be meant is one line and exit code 2', () => {
  test.each<[string, () => string[]]>([
    ['no adapter', () => ['check']],
    ['a script that is not there', () => ['check', 'adapter-of-nobody.py']],
    ['a module and a command', () => ['check', 'adapter.py', '--module', at('right.mjs')]],
    ['a module that exports something else', () => ['check', '--module', at('no-adapter.mjs')]],
    ['a module that is not there', () => ['check', '--module', at('nobody.mjs')]],
    [
      'an operation of no name',
      () => ['check', '--module', at('right.mjs'), '--operation', 'optimizer.emma'],
    ],
    ['operations without commas', () => ['check', '--operation', 'path.sample', 'loss.cfm', at('right.mjs')]],
    ['an operation after the last comma', () => ['check', '--operation', 'path.sample,', at('right.mjs')]],
    ['given cases and a seed', () => ['check', '--module', at('right.mjs'), '--cases', 'x', '--seed', '1']],
    ['given cases and chance', () => ['check', '--module', at('right.mjs'), '--cases', 'x', '--fuzz', '1']],
    ['the corpus and a seed', () => ['check', '--module', at('right.mjs'), '--corpus', '--seed', '1']],
    ['questions of the corpus and a seed', () => ['emit', at('q'), '--corpus', '--seed', '1']],
    ['a result over the module', () => ['check', '--module', at('right.mjs'), '--json', at('right.mjs')]],
    ['a result over the adapter', () => ['check', at('right.mjs'), '--html', at('right.mjs')]],
    ['questions of no folder', () => ['emit', '']],
    ['questions in place of a file', () => ['emit', at('right.mjs')]],
    ['expectations of no name', () => ['check', '--module', at('right.mjs'), '--expect', '']],
    ['help of no command', () => ['chekc', '--help']],
    ['an element type of no name', () => ['check', '--module', at('right.mjs'), '--dtype', 'float16']],
    ['no time at all', () => ['check', '--module', at('right.mjs'), '--timeout', '0']],
    [
      'expectations that are not there',
      () => ['check', '--module', at('right.mjs'), '--expect', at('none.json')],
    ],
    [
      'an expectation without a reason',
      () => ['check', '--module', at('right.mjs'), '--expect', expectations({ operation: 'optimizer.ema' })],
    ],
    [
      'an expectation for an unknown operation',
      () => [
        'check',
        '--module',
        at('right.mjs'),
        '--expect',
        expectations({ operation: 'ema', reason: 'x' }),
      ],
    ],
    [
      'an earlier result that is another file',
      () => ['check', '--module', at('right.mjs'), '--compare', expectations()],
    ],
    [
      'an earlier result with an unknown verdict',
      () => {
        const row = {
          operation: 'optimizer.ema',
          dtype: 'float32',
          verdict: 'GREAT',
          ratio: 0,
          faults: 0,
          errors: 0,
        };
        writeFileSync(at('old.json'), JSON.stringify({ kind: 'oracle', operations: [row] }));
        return ['check', '--module', at('right.mjs'), '--compare', at('old.json')];
      },
    ],
    [
      'one file for two results',
      () => ['check', '--module', at('right.mjs'), '--json', at('a'), '--html', at('a')],
    ],
    [
      'a folder that is not there',
      () => ['check', '--module', at('right.mjs'), '--html', at('no/page.html')],
    ],
    ['a name that nothing has', () => ['list', 'path.sampel']],
  ])('%s', async (_, argv) => {
    expect(flaws(await runInProcess(['oracle', ...argv()]))).toEqual([]);
  });
});
