/** `flowproof oracle` called wrongly: one line, exit code 2, and what to write instead. */
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { oracleModules } from './oracle-modules.ts';
import { flaws, runInProcess } from './run-in-process.ts';

const { at, expectations } = oracleModules();

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

  test('a module that is started as a program is told of --module', async () => {
    const outcome = await runInProcess(['oracle', 'check', at('right.mjs')]);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(
      /received exit code 0; a module that exports an adapter is checked with --module /,
    );
  });
});
