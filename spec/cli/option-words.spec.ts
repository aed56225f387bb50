/** Errors name the options that a user can type, not the arguments of the library. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flaws, runInProcess } from './run-in-process.ts';

let folder = '';
const files = {
  'gap.csv': 'a,b\n1,2\n,3\n4,5\n',
  'bare.csv': '1,2\n3,5\n4,9\n',
  'constant.csv': 'a,b\n1,7\n2,7\n3,7\n4,7\n',
  'names.csv': 'a,b\n',
  'bad.csv': 'a,b\n1,2\n2,oops\n3,4\n',
  'semicolons.csv': 'a;b\n1;2\n3;5\n4;9\n',
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-words-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tiny = ['--steps', '1', '--hidden', '4', '--threads', '1', '--out', '@/m.safetensors'];
const runIn = (argv: readonly string[]) => runInProcess(argv.map((word) => word.replaceAll('@', folder)));

test.each([
  [['--data', '@/gap.csv'], /; add --missing drop to leave such rows out\n$/],
  [['--data', '@/bare.csv'], /; add --no-header if the first row holds data\n$/],
  [['--data', '@/constant.csv'], /; leave the column out, or add --normalisation global\n$/],
  [['--data', '@/gap.csv', '--missing', 'drop', '--held-out', '0.9'], /; lower --held-out\n$/],
  [['--data', '@/names.csv'], /received no rows/],
  [['--data', '@/bad.csv'], /row 3, column "b": .* received "oops"; mend the cell, .*with --columns\n$/],
  [['--data', 'rings', '--label-dropout', '0.1'], /^flowproof: --label-dropout: .*; add --classes\n$/],
  [['--data', 'rings', '--columns', 'a'], /with --columns, .*leave out --columns\n$/],
  [['--data', 'penguins', '--columns', 'a'], /^flowproof: --columns: .*it is for csv files only\n$/],
  [['--data', '@/gap.csv', '--array', 'a'], /^flowproof: --array: .*npz and safetensors files only\n$/],
  [['--stpes', '3'], /^flowproof: unknown option '--stpes'; did you mean --steps\?/],
  [[], /^flowproof: --data: expected .*; see flowproof data list\n$/],
])('train %j', async (flags, words) => {
  const outcome = await runIn(['train', ...tiny, ...flags]);
  expect(flaws(outcome)).toEqual([]);
  expect(outcome.stderr).toMatch(words);
});

test.each([
  [
    ['@/bare.csv', '--no-header'],
    ['column1', 'column2'],
  ],
  [
    ['@/semicolons.csv', '--delimiter', ';'],
    ['a', 'b'],
  ],
])('train and describe %j', async (data, columns) => {
  const { exitCode } = await runIn(['train', '--data', ...data, '--held-out', '0.3', ...tiny]);
  expect(exitCode).toBe(0);
  const { stdout } = await runIn(['data', 'describe', ...data]);
  for (const column of columns) expect(stdout).toMatch(new RegExp(`^${column} `, 'm'));
});

test('--normalisation global takes a constant column', async () => {
  const data = ['--data', '@/constant.csv', '--held-out', '0.3', '--normalisation', 'global'];
  expect(await runIn(['train', ...data, ...tiny, '--quiet'])).toMatchObject({ exitCode: 0, stderr: '' });
});

test('a model that is no safetensors file is called so', async () => {
  const outcome = await runIn(['sample', '--model', '@/gap.csv', '--out', '@/s.csv']);
  expect(flaws(outcome)).toEqual([]);
  expect(outcome.stderr).toMatch(
    /gap\.csv: expected a model, which is a safetensors file, received a file in another/,
  );
});
