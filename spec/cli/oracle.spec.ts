/** `flowproof oracle check` in this process: what the exit code, the files and the words say of right, wrong and broken adapters. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { operations } from '../../src/oracle/registry.ts';
import { escapeHtml } from '../../src/report/page/html.ts';
import { oracleModules } from './oracle-modules.ts';

const { at, check, resultOf, expectations } = oracleModules();

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
  await check('reversed.mjs', '--json', at('before.json'));
  const better = await check('right.mjs', '--compare', at('before.json'));
  expect(better.stdout).toMatch(/optimizer\.ema \(float32\) +REFUTED .* better/);
  await check('right.mjs', '--json', at('before.json'));
  const worse = await check('two.mjs', '--compare', at('before.json'));
  expect(worse.stdout).toMatch(/optimizer\.ema \(float32\) .* REFUTED .* worse/);
  expect(worse.stdout).toMatch(/guidance\.classifier-free \(float32\) +– .* new/);
  const same = await check('right.mjs', '--compare', at('before.json'));
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
