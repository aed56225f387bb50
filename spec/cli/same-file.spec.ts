/** No command overwrites what it reads. */
import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { flaws, runInProcess } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const tiny = ['--steps', '1', '--hidden', '4', '--batch', '8', '--threads', '1'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-same-'));
  const { exitCode } = await runInProcess([
    'train',
    '--data',
    'rings',
    '--out',
    at('m.safetensors'),
    ...tiny,
  ]);
  expect(exitCode).toBe(0);
  writeFileSync(
    at('d.csv'),
    `a,b\n${Array.from({ length: 20 }, (_, i) => `${i},${(i * 7) % 5}`).join('\n')}\n`,
  );
  mkdirSync(at('out'));
  linkSync(at('d.csv'), at('out/samples.csv'));
  linkSync(at('m.safetensors'), at('d.safetensors'));
  symlinkSync(at('m.safetensors'), at('link.safetensors'));
  symlinkSync(folder, at('here'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataOfM = ['--array', 'parameters'];
test.each([
  [['train', '--data', '@/d.csv', '--out', '@/d.csv', ...tiny], '.safetensors'],
  [['train', '--data', 'rings', '--out', '@/model.bin', ...tiny], '.safetensors'],
  [
    ['train', '--data', '@/m.safetensors', ...dataOfM, '--out', '@/m.safetensors', ...tiny],
    'than that of --data',
  ],
  [
    ['train', '--data', '@/m.safetensors', ...dataOfM, '--out', '@/here/m.safetensors', ...tiny],
    'than that of --data',
  ],
  [['train', '--data', '@/d.csv', '--out', '@/n.safetensors', '--json', '@/d.csv', ...tiny], 'of --data'],
  [
    ['train', '--data', 'rings', '--out', '@/n.safetensors', '--json', '@/n.safetensors', ...tiny],
    'of --out',
  ],
  [['sample', '--model', '@/m.safetensors', '--out', '@/m.safetensors', '--threads', '1'], 'of --model'],
  [['sample', '--model', '@/link.safetensors', '--out', '@/m.safetensors', '--threads', '1'], 'of --model'],
  [['sample', '--model', '@/m.safetensors', '--out', '@/here/./m.safetensors'], 'of --model'],
  [['sample', '--model', '@/m.safetensors', '--out', '@/s.csv', '--json', '@/m.safetensors'], 'of --model'],
  [['sample', '--model', '@/m.safetensors', '--out', '@/s.csv', '--json', '@/s.csv'], 'of --out'],
  [['report', '--data', '@/out/samples.csv', '--out-dir', '@/out', ...tiny], 'of --data'],
  [['report', '--data', '@/d.csv', '--out-dir', '@/out', '--json', '@/d.csv', ...tiny], 'of --data'],
  [
    ['report', '--data', 'rings', '--out-dir', '@/out', '--json', '@/out/samples.csv', ...tiny],
    'samples.csv',
  ],
  [['data', 'describe', '@/d.csv', '--json', '@/d.csv'], 'of the data'],
])('%j', async (argv, reason) => {
  const before = ['m.safetensors', 'd.csv'].map((name) => readFileSync(at(name)));
  const outcome = await runInProcess(argv.map((word) => word.replaceAll('@', folder)));
  expect(flaws(outcome)).toEqual([]);
  expect(outcome.stderr).toContain(reason);
  expect(['m.safetensors', 'd.csv'].map((name) => readFileSync(at(name)))).toEqual(before);
});

test('a file beside the input, and a device for two outputs, are fine', async () => {
  const sample = ['sample', '--model', at('m.safetensors'), '--threads', '1', '--count', '2'];
  expect((await runInProcess([...sample, '--out', at('m.csv'), '--json', '/dev/null'])).exitCode).toBe(0);
});
