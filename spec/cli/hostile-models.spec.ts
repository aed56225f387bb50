/** Model files that are damaged or made to harm: one line, code 2, no file, and no memory on the word of the metadata. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTensors, writeTensors } from '../../src/io/index.ts';
import { flaws, type Outcome, runInProcess } from './run-in-process.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const quick = ['--steps', '3', '--hidden', '4', '--batch', '8', '--threads', '1'];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-hostile-'));
  mkdirSync(at('folder.safetensors'));
  const { exitCode } = await runInProcess([
    'train',
    '--data',
    'rings',
    '--out',
    at('good.safetensors'),
    ...quick,
  ]);
  expect(exitCode).toBe(0);
  writeFileSync(at('table.csv'), 'x,y\n1,2\n');
  await runInProcess(['info', '--json', at('one.json')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Samples from `model`, and looks that nothing else has changed and no memory was taken for it. */
async function refused(model: string): Promise<Outcome> {
  const before = readdirSync(folder).sort();
  const buffers = process.memoryUsage().arrayBuffers;
  const started = performance.now();
  const out = ['--out', at('never.csv'), '--count', '2', '--steps', '1', '--threads', '1'];
  const outcome = await runInProcess(['sample', '--model', at(model), ...out]);
  expect(flaws(outcome)).toEqual([]);
  expect(performance.now() - started).toBeLessThan(5000);
  expect(process.memoryUsage().arrayBuffers - buffers).toBeLessThan(20e6);
  expect(readdirSync(folder).sort()).toEqual(before);
  return outcome;
}

type Json = Record<string, unknown>;

/** The good model with other metadata. */
function withMetadata(change: (metadata: Map<string, string>) => void): void {
  const { tensors, metadata } = readTensors(at('good.safetensors'));
  const changed = new Map(metadata);
  change(changed);
  writeTensors(at('bad.safetensors'), { tensors, metadata: changed });
}

const edited = (text: string, change: Json): string =>
  JSON.stringify({ ...(JSON.parse(text) as Json), ...change });

describe('metadata', () => {
  const networks: readonly Json[] = [
    { hidden: [536870911] },
    { hidden: [1e9] },
    { hidden: [65536, 65536] },
    { hidden: [0] },
    { hidden: [-4] },
    { hidden: [4.5] },
    { hidden: ['4'] },
    { hidden: [null] },
    { hidden: new Array(5000).fill(4) },
    { hidden: 4 },
    { dim: 1e9 },
    { dim: 0 },
    { dim: null },
    { dim: '2' },
    { dim: 3 },
    { classes: 1e9 },
    { classes: -1 },
    { classes: 3 },
    { activation: 'constructor' },
    { activation: 'tanh', extra: 1 },
    { time: null },
    { time: { kind: 'fourier', frequencies: 1e9 } },
    { time: { kind: 'input' } },
  ];
  test.each(networks.map((change) => [JSON.stringify(change).slice(0, 60), change]))(
    'network %s',
    async (_, change) => {
      withMetadata((metadata) => {
        const config = JSON.parse(metadata.get('config')!) as Json;
        config.network = { ...(config.network as Json), ...(change as Json) };
        metadata.set('config', JSON.stringify(config));
      });
      await refused('bad.safetensors');
    },
  );

  const configs: readonly Json[] = [
    { steps: 1e9 },
    { steps: 2 },
    { steps: 1e8, heldOutEvery: 1 },
    { schedule: null },
    { schedule: { kind: 'none' } },
    { schedule: { kind: 'vp', betaMin: 'a', betaMax: 20 } },
    { schedule: { kind: 've', sigmaMin: -1, sigmaMax: 10 } },
    { optimizer: { kind: 'none' } },
    { optimizer: null },
    { timeSampler: { kind: 'none' } },
    { loss: 'none' },
    { seed: -1 },
    { network: null },
    { unknown: 1 },
  ];
  test.each(configs.map((change) => [JSON.stringify(change), change]))(
    'configuration %s',
    async (_, change) => {
      withMetadata((m) => m.set('config', edited(m.get('config')!, change as Json)));
      await refused('bad.safetensors');
    },
  );

  const spaces: readonly Json[] = [
    { columns: ['x'] },
    { columns: 'xy' },
    { columns: [1, 2] },
    { mean: [0] },
    { mean: [0, null] },
    { std: [1, 0] },
    { std: [1, -1] },
    { std: ['1', '1'] },
    { name: 5 },
    { classNames: [5] },
    { classNames: 'ab' },
    { imageShape: [7] },
    { imageShape: ['a', 'b'] },
  ];
  test.each(spaces.map((change) => [JSON.stringify(change), change]))('space %s', async (_, change) => {
    withMetadata((m) => m.set('space', edited(m.get('space')!, change as Json)));
    expect((await refused('bad.safetensors')).stderr).toContain('metadata.space');
  });

  const texts: readonly (readonly [string, string])[] = [
    ['format', 'flowproof-checkpoint-0'],
    ['format', ''],
    ['step', '-1'],
    ['step', '1e3'],
    ['step', '4'],
    ['step', '99999999999999999999999'],
    ['step', '2'],
    ['config', ''],
    ['config', 'null'],
    ['config', '[]'],
    ['config', '{'],
    ['config', '{"__proto__": {"network": {"dim": 2}}}'],
    ['space', ''],
    ['space', 'null'],
    ['space', '5'],
    ['space', '{"name":"x","columns":["x","y"],"mean":[1e999,0],"std":[1,1]}'],
    ['space', '{"name":"x","columns":["x","y"],"mean":[0,0],"std":[1e999,1]}'],
    ['space', 'x\ny\u001b[31m'],
  ];
  test.each(texts)('%s %j', async (name, text) => {
    withMetadata((m) => m.set(name, text));
    await refused('bad.safetensors');
  });

  test.each(['format', 'step', 'config', 'space'])('without %s', async (name) => {
    withMetadata((m) => m.delete(name));
    await refused('bad.safetensors');
  });
});

describe('tensors', () => {
  test.each(['parameters', 'average', 'first', 'second', 'losses', 'heldOut'])('without %s', async (name) => {
    const { tensors, metadata } = readTensors(at('good.safetensors'));
    const fewer = new Map(tensors);
    fewer.delete(name);
    writeTensors(at('bad.safetensors'), { tensors: fewer, metadata });
    expect((await refused('bad.safetensors')).stderr).toContain(name);
  });

  test.each(['parameters', 'average', 'losses'])('NaN in %s', async (name) => {
    const { tensors, metadata } = readTensors(at('good.safetensors'));
    (tensors.get(name)!.data as Float32Array)[0] = Number.NaN;
    writeTensors(at('bad.safetensors'), { tensors, metadata }, { allowNonFinite: true });
    await refused('bad.safetensors');
  });
});

describe('bytes', () => {
  test.each([0, 1, 7, 8, 9, 100, -1000, -1])('cut at %i', async (length) => {
    writeFileSync(at('bad.safetensors'), readFileSync(at('good.safetensors')).subarray(0, length));
    await refused('bad.safetensors');
  });

  test.each([2n ** 64n - 1n, 2n ** 53n, 100_000_000n, 0n, 1n])('a header of %s bytes', async (length) => {
    const bytes = readFileSync(at('good.safetensors'));
    bytes.writeBigUInt64LE(length);
    writeFileSync(at('bad.safetensors'), bytes);
    await refused('bad.safetensors');
  });

  test.each(['folder.safetensors', 'absent.safetensors', 'table.csv', 'one.json'])('%s', async (name) => {
    await refused(name);
  });

  test('a device', async () => {
    const outcome = await runInProcess(['sample', '--model', '/dev/zero', '--out', at('never.csv')]);
    expect(flaws(outcome)).toEqual([]);
  });
});

describe('commands', () => {
  const wrong: readonly string[] = [
    '--count 1e8 --out @/never.csv',
    '--count 100000000 --out @/never.npy',
    '--count 1e9',
    '--steps 1e7',
    '--guidance NaN',
    '--guidance 1e9 --label 0',
    '--seed 0x10',
    '--out @/folder.safetensors/',
    '--out @/table.csv/x.csv',
    '--json @/folder.safetensors',
    '--model',
    'extra',
  ];
  test.each(wrong)('sample %s', async (line) => {
    const before = readdirSync(folder).sort();
    const argv = line.split(' ').map((word) => word.replace('@', folder));
    const standard = line.includes('--out') ? [] : ['--out', at('never.csv')];
    const outcome = await runInProcess(['sample', '--model', at('good.safetensors'), ...standard, ...argv]);
    expect(flaws(outcome)).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  const reports: readonly string[] = [
    '--data nothing',
    '--data @/absent.csv',
    '--data @/table.csv',
    '--data @/folder.safetensors',
    '--data rings --columns x',
    '--data rings --classes',
    '--data rings --image-size 14',
    '--data rings --label-dropout 0.5',
    '--data spiral --loss fm',
    '--data penguins --loss fm',
    '--data penguins --columns wingspan',
    '--data mnist --image-size 13',
    '--samples 9',
    '--samples 1e7',
    '--data mnist --samples 1000000',
    '--sample-steps 0',
    '--solver-rows 0',
    '--solver-rows x',
    '--steps 0',
    '--hidden 0',
    '--hidden 99999',
    '--schedule linear',
    '--threads 0',
    '--threads 1e4',
    '--seed -1',
    '--json @/folder.safetensors',
    '--json @/absent/x.json',
    '--data rings --out-dir @/table.csv',
    '--data rings --out-dir @/table.csv/below',
    '--out report.html',
    'extra',
  ];
  test.each(reports)('report %s', async (line) => {
    const before = readdirSync(folder).sort();
    const argv = line.split(' ').map((word) => word.replace('@', folder));
    const standard = line.includes('--out-dir') ? [] : ['--out-dir', at('never')];
    expect(flaws(await runInProcess(['report', ...standard, ...argv]))).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});
