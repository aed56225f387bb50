import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModel } from '../../src/cli/model-file.ts';
import { run } from '../../src/cli/run.ts';
import {
  decodeCsv,
  decodeNpy,
  decodeNpz,
  decodeSafetensors,
  readTensors,
  writeTensors,
} from '../../src/io/index.ts';
import { flaws, type Outcome, runInProcess } from './run-in-process.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/sample.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020().compile(schema);

let folder = '';
const at = (name: string): string => join(folder, name);

async function trainModel(name: string, ...flags: string[]): Promise<void> {
  const settings = [
    '--steps',
    '40',
    '--hidden',
    '16',
    '--batch',
    '32',
    '--threads',
    '1',
    '--learning-rate',
    '0.02',
  ];
  const outcome = await runInProcess(['train', ...settings, '--out', at(name), ...flags]);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-sample-'));
  await trainModel('penguins.safetensors', '--data', 'penguins', '--classes', '--label-dropout', '0.2');
  await trainModel('certain.safetensors', '--data', 'penguins', '--classes');
  await trainModel('rings.safetensors', '--data', 'rings');
  await trainModel('ve.safetensors', '--data', 'rings', '--schedule', 've');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function sample(...flags: string[]): Promise<Outcome> {
  return runInProcess([
    'sample',
    '--model',
    at('penguins.safetensors'),
    '--count',
    '20',
    '--steps',
    '3',
    '--threads',
    '1',
    ...flags,
  ]);
}

/** The rows that a request writes, as .npy. */
async function rows(...flags: string[]): Promise<Float32Array> {
  const outcome = await sample('--out', at('rows.npy'), ...flags);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return decodeNpy(readFileSync(at('rows.npy'))).data as Float32Array;
}

interface Summary {
  readonly nfe: number;
  readonly sha256: string;
}

async function summary(...flags: string[]): Promise<Summary> {
  const outcome = await sample('--out', at('s.csv'), '--json', at('s.json'), ...flags);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const written: unknown = JSON.parse(readFileSync(at('s.json'), 'utf8'));
  expect(validate(written), JSON.stringify(validate.errors)).toBe(true);
  return written as Summary;
}

describe('flowproof sample', () => {
  test('every format holds the same rows, under the names of the columns', async () => {
    for (const ending of ['csv', 'npy', 'npz', 'safetensors']) {
      expect((await sample('--out', at(`x.${ending}`))).exitCode).toBe(0);
    }
    const npy = decodeNpy(readFileSync(at('x.npy')));
    expect(npy.shape).toEqual([20, 4]);
    expect(npy.data).toBeInstanceOf(Float32Array);
    expect(decodeNpz(readFileSync(at('x.npz'))).get('samples')).toMatchObject({
      shape: [20, 4],
      data: npy.data,
    });
    const tensors = decodeSafetensors(readFileSync(at('x.safetensors'))).tensors;
    expect(tensors.get('samples')).toMatchObject({ shape: [20, 4], data: npy.data });
    const { names, cells } = decodeCsv(readFileSync(at('x.csv')));
    expect(names).toEqual(readModel(at('penguins.safetensors')).space.columns);
    expect(Float32Array.from(cells, Number)).toEqual(npy.data);
  });

  test('rows are in the units of the data, with --raw in those of the network', async () => {
    const { mean, std } = readModel(at('penguins.safetensors')).space;
    const raw = await rows('--raw');
    const inUnits = await rows();
    raw.forEach((z, i) => {
      const x = z * std[i % 4]! + mean[i % 4]!;
      // One rounding to float32; the float64 sum before it is far more exact.
      expect(Math.abs(inUnits[i]! - x)).toBeLessThanOrEqual(2 ** -24 * Math.abs(x) + 1e-12);
    });
    // Body masses are thousands of grams, not a few deviations.
    expect(Math.max(...inUnits)).toBeGreaterThan(1000);
  });

  test('more samples begin with the same rows', async () => {
    const many = await rows('--count', '600');
    for (const count of [1, 20, 256, 257]) {
      expect(await rows('--count', String(count))).toEqual(many.subarray(0, 4 * count));
    }
    expect(new Set(many).size).toBeGreaterThan(2000);
  });

  test('seed, solver, steps, class and guidance decide the rows; the same request gives the same', async () => {
    const requests: readonly string[][] = [
      [],
      ['--seed', '1'],
      ['--solver', 'euler'],
      ['--solver', 'rk4'],
      ['--steps', '4'],
      ['--label', '0'],
      ['--label', '1'],
      ['--label', '1', '--guidance', '2'],
      ['--label', '1', '--guidance', '-1'],
    ];
    const hashes = new Set<string>();
    for (const request of requests) {
      const { sha256 } = await summary(...request);
      expect((await summary(...request)).sha256).toBe(sha256);
      hashes.add(sha256);
    }
    expect(hashes.size).toBe(requests.length);
  });

  test('guidance 1 is the class itself, 0 no class; a class goes by name or number', async () => {
    const { classNames } = readModel(at('penguins.safetensors')).space;
    const byName = await summary('--label', classNames![2]!);
    expect((await summary('--label', '2')).sha256).toBe(byName.sha256);
    expect((await summary('--label', '2', '--guidance', '1')).sha256).toBe(byName.sha256);
    // v + 0·(…) is v up to the sign of zeros.
    expect(await rows('--label', '2', '--guidance', '0')).toEqual(await rows());
  });

  test.each([
    ['euler', 5],
    ['heun', 10],
    ['rk4', 20],
  ])('%s needs %i evaluations for 5 steps', async (solver, nfe) => {
    expect((await summary('--solver', solver, '--steps', '5')).nfe).toBe(nfe);
  });

  test('a schedule that starts wide is sampled from wide noise', async () => {
    const model = ['--model', at('ve.safetensors'), '--count', '400', '--steps', '1', '--solver', 'euler'];
    const start = await rows(...model);
    const deviation = Math.sqrt(start.reduce((s, v) => s + v * v, 0) / start.length);
    const narrow = await rows('--model', at('rings.safetensors'), '--count', '400');
    const unit = Math.sqrt(narrow.reduce((s, v) => s + v * v, 0) / narrow.length);
    // σ(0) = 10 against 1; 40 steps of training cannot have undone that.
    expect(deviation).toBeGreaterThan(3 * unit);
  });

  test('says what it did, or nothing with --quiet', async () => {
    const { stdout } = await sample('--out', at('x.csv'));
    expect(stdout).toMatch(
      /^20 samples, heun with 3 steps \(6 evaluations\), .*\nsha256 [0-9a-f]{64}\n.*x\.csv\n$/,
    );
    expect(await sample('--out', at('x.csv'), '--quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });
});

describe('what goes wrong', () => {
  test.each([
    [[], /^flowproof: --label: .*never without a class.*--label-dropout 0\.1, or give --label\n$/],
    [['--label', '1', '--guidance', '2'], /^flowproof: --guidance: expected 1, .*--label-dropout 0\.1, or/],
    [['--label', '1', '--guidance', '0'], /^flowproof: --guidance: expected 1, .*received 0/],
  ])('a model that never learned the field without a class: %j', async (flags, words) => {
    const outcome = await sample('--model', at('certain.safetensors'), '--out', at('no.csv'), ...flags);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(words);
    expect(existsSync(at('no.csv'))).toBe(false);
  });

  test('but with a class, and guidance 1 to it, that model is sampled', async () => {
    const model = ['--model', at('certain.safetensors'), '--label', '1'];
    expect(await rows(...model, '--guidance', '1')).toEqual(await rows(...model));
  });

  test('Ctrl-C leaves no file', async () => {
    let stderr = '';
    const exitCode = await run(
      ['sample', '--model', at('rings.safetensors'), '--out', at('none.csv'), '--threads', '1'],
      {
        stdout: { write: () => expect.fail('no output') },
        stderr: { write: (text: string) => (stderr += text) },
        interruptSignal: () => AbortSignal.abort(),
      },
    );
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^flowproof: [^\n]+\n$/);
    expect(existsSync(at('none.csv'))).toBe(false);
  });

  const wrong: readonly (readonly string[])[] = [
    ['--model', '@/absent.safetensors'],
    ['--model', '@'],
    ['--model', '@/text.safetensors'],
    ['--model', '@/plain.safetensors'],
    ['--model', '@/names.safetensors'],
    ['--model', '@/scale.safetensors'],
    ['--model', '@/short.safetensors'],
    ['--count', '0'],
    ['--count', '1.5'],
    ['--steps', '0'],
    ['--solver', 'rk45'],
    ['--label', 'Emperor'],
    ['--label', '3'],
    ['--label', '-1'],
    ['--label', ''],
    ['--guidance', '2'],
    ['--label', '1', '--guidance', 'x'],
    ['--model', '@/rings.safetensors', '--label', '0'],
    ['--out', '@/x.txt'],
    ['--out', '@/x'],
    ['--out', '@/absent/x.csv'],
    ['--json', '@/absent/x.json'],
    ['--threads', '0'],
    ['--seed', '1e99'],
  ];
  test.each(wrong.map((flags) => [flags]))('%j', async (flags) => {
    writeFileSync(at('text.safetensors'), 'not a model');
    writeTensors(at('plain.safetensors'), {
      tensors: new Map([['x', { shape: [1], data: new Float32Array(1) }]]),
    });
    const { tensors, metadata } = readTensors(at('penguins.safetensors'));
    const withSpace = (name: string, change: object): void => {
      const space = JSON.stringify({ ...JSON.parse(metadata.get('space')!), ...change });
      writeTensors(at(name), { tensors, metadata: new Map([...metadata, ['space', space]]) });
    };
    withSpace('names.safetensors', { classNames: 5 });
    withSpace('scale.safetensors', { std: [1, 1, 0, 1] });
    withSpace('short.safetensors', { columns: ['a'] });
    const before = readdirSync(folder).sort();
    const argv = flags.map((flag) => flag.replace('@', folder));
    expect(flaws(await sample('--out', at('wrong.csv'), ...argv))).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(before);
  });
});
