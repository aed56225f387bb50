import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flaws, runInProcess } from './run-in-process.ts';

let folder = '';
const files = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wrong-commands-'));
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'words.csv'), 'a,b\none,two\n');
  writeFileSync(join(folder, 'short.npy'), new Uint8Array([0x93, 0x4e]));
  writeFileSync(join(folder, 'nothing.safetensors'), '');
  writeFileSync(join(folder, 'nothing.npz'), '');
  writeFileSync(join(folder, 'noise.txt'), 'noise');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const commands = [
  ['data', 'list'],
  ['data', 'describe', 'penguins'],
  ['info'],
  ['train'],
  ['sample'],
  ['report'],
];

/** Wrong whatever else the command line says. `@` stands for the test folder. */
const table: string[][] = [
  [],
  ['data'],
  ['data', 'describe'],
  ['data', 'describe', 'penguin'],
  ['data', 'describe', 'eight-gaussians'],
  ['data', 'describe', ''],
  ['data', 'describe', '@'],
  ['data', 'describe', '@/empty'],
  ['data', 'describe', '@/absent.csv'],
  ['data', 'describe', '@/absent\nline.csv'],
  ['data', 'describe', '@/words.csv'],
  ['data', 'describe', '@/words.csv/inside.csv'],
  ['data', 'describe', '@/short.npy'],
  ['data', 'describe', '@/nothing.npz'],
  ['data', 'describe', '@/nothing.safetensors'],
  ['data', 'describe', '@/noise.txt'],
  ['data', 'describe', 'penguins', 'mnist'],
  ['data', 'describe', 'mnist', '--image-size', '13'],
  ['data', 'describe', 'mnist', '--image-size', '0'],
  ['data', 'describe', 'penguins', '--missing', 'maybe'],
  ['data', 'list', '--json', '@'],
  ['data', 'list', '--json', '@/absent/out.json'],
  ['data', 'list', '--json', '@/words.csv/out.json'],
  ['data', 'list', '--json', ''],
  ['data', 'list', 'more'],
  ['info', '--json', '@/empty'],
  ['help', 'nothing'],
  ['train', '--data', 'nothing'],
  ['train', '--data', '@/absent.csv'],
  ['train', '--data', 'penguins', '--out', '@'],
  ['train', '--data', 'penguins', '--out', '@/absent/model.safetensors'],
  ['train', '--data', 'penguins', '--json', '@/empty'],
];

describe('wrong commands end with code 2, one line, no stack, no file', () => {
  test.each(table.map((argv) => [argv.join(' ').replaceAll('\n', '\\n') || '(nothing)', argv]))(
    '%s',
    async (_, argv) => {
      const before = files();
      const outcome = await runInProcess(argv.map((word) => word.replaceAll('@', folder)));
      expect(flaws(outcome)).toEqual([]);
      expect(files()).toEqual(before);
    },
  );

  test.each(commands.map((argv) => [argv.join(' '), argv] as const))(
    'unknown options of %s',
    async (_, argv) => {
      await fc.assert(
        fc.asyncProperty(fc.stringMatching(/^--[a-z][a-z-]{0,12}x9$/), fc.string(), async (option, value) => {
          expect(flaws(await runInProcess([...argv, option, value]))).toEqual([]);
        }),
        { numRuns: 10 },
      );
    },
  );

  test.each([
    ['train', '--steps'],
    ['train', '--seed'],
    ['train', '--threads'],
    ['report', '--seed'],
    ['sample', '--threads'],
  ])('%s %s refuses what is no integer', async (command, flag) => {
    const bad = fc.oneof(
      fc.constantFrom(
        '',
        ' ',
        'abc',
        'NaN',
        'Infinity',
        '1e400',
        '0x10',
        '1.5',
        '-1',
        '1_000',
        '１',
        '9'.repeat(40),
      ),
      fc.string().filter((s) => !/^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(s)),
    );
    await fc.assert(
      fc.asyncProperty(bad, async (value) => {
        const outcome = await runInProcess([command, `${flag}=${value}`]);
        expect(flaws(outcome)).toEqual([]);
        expect(outcome.stderr).toContain(`${flag}: expected an integer`);
      }),
      { numRuns: 15 },
    );
  });

  test('unknown commands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{1,10}$/), async (word) => {
        fc.pre(!['train', 'sample', 'report', 'data', 'info', 'help'].includes(word));
        expect(flaws(await runInProcess([word]))).toEqual([]);
        expect(flaws(await runInProcess(['data', `${word}x`]))).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test.each(['--json', '--seed', '--threads', '--steps', '--out', '--data'])(
    'train %s without a value',
    async (flag) => {
      const outcome = await runInProcess(['train', flag]);
      expect(flaws(outcome)).toEqual([]);
      expect(outcome.stderr).toContain('argument missing');
    },
  );

  test('a near miss gets a suggestion', async () => {
    expect((await runInProcess(['trian'])).stderr).toContain('did you mean train?');
    expect((await runInProcess(['info', '--jsno', 'x'])).stderr).toContain('did you mean --json?');
  });
});
