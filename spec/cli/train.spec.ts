import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import type { TrainingSummary } from '../../src/cli/training-summary.ts';
import {
  encodeCsv,
  encodeNpy,
  encodeNpz,
  encodeSafetensors,
  readTensors,
  type TensorInput,
} from '../../src/io/index.ts';
import { trainingDefaults } from '../../src/training/index.ts';
import { flaws, type Outcome, runInProcess } from './run-in-process.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/train.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

let folder = '';
const at = (name: string): string => join(folder, name);
const files = (): string[] => readdirSync(folder).sort();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-train-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const small = ['--steps', '3', '--hidden', '4', '--batch', '8', '--threads', '1'];

function train(...more: string[]): Promise<Outcome> {
  return runInProcess(['train', ...small, '--out', at('m.st'), ...more]);
}

/** Trains to the end and returns what --json wrote. */
async function summary(...more: string[]): Promise<TrainingSummary> {
  const outcome = await train('--json', at('train.json'), ...more);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const written: unknown = JSON.parse(readFileSync(at('train.json'), 'utf8'));
  expect(validate(written), JSON.stringify(validate.errors)).toBe(true);
  return written as TrainingSummary;
}

describe('flowproof train', () => {
  test('writes a model, says what it did, and leaves nothing else', async () => {
    const { exitCode, stdout, stderr } = await train('--data', 'eight-gaussians');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^eight-gaussians: 3 steps, \d+ parameters, .*\nCFM loss .* held out .*\n/);
    expect(stdout).toMatch(/\nparameters sha256 [0-9a-f]{64}\nmodel .*m\.st\n$/);
    expect(files()).toEqual(['m.st']);
    const { tensors, metadata } = readTensors(at('m.st'));
    expect([...tensors.keys()]).toContain('average');
    expect(metadata.get('step')).toBe('3');
  });

  test('--quiet says nothing', async () => {
    expect(await train('--data', 'rings', '--quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  const options: readonly [string[], object][] = [
    [
      [],
      {
        config: { ...trainingDefaults, steps: 3, batch: 8, warmup: 1, network: {} },
        data: 'eight-gaussians',
      },
    ],
    [['--steps', '5'], { config: { steps: 5, warmup: 2 } }],
    [['--batch', '16'], { config: { batch: 16 } }],
    [['--hidden', '5,6'], { config: { network: { hidden: [5, 6] } } }],
    [['--activation', 'gelu'], { config: { network: { activation: 'gelu' } } }],
    [['--frequencies', '2'], { config: { network: { time: { kind: 'fourier', frequencies: 2 } } } }],
    [['--frequencies', '0'], { config: { network: { time: { kind: 'input' } } } }],
    [['--schedule', 'cosine'], { config: { schedule: { kind: 'cosine' } } }],
    [['--schedule', 've'], { config: { schedule: { kind: 've', sigmaMin: 0.01, sigmaMax: 10 } } }],
    [['--loss', 'fm'], { config: { loss: 'fm' } }],
    [['--times', 'beta'], { config: { timeSampler: { kind: 'beta', alpha: 1.5, beta: 1 } } }],
    [['--times', 'logit-normal'], { config: { timeSampler: { kind: 'logit-normal', mean: 0, std: 1 } } }],
    [['--optimizer', 'sgd'], { config: { optimizer: { kind: 'sgd', momentum: 0.9 } } }],
    [['--optimizer', 'adamw'], { config: { optimizer: { kind: 'adamw', weightDecay: 0.01 } } }],
    [['--learning-rate', '1e-4'], { config: { learningRate: 1e-4 } }],
    [['--warmup', '3'], { config: { warmup: 3 } }],
    [['--clip-norm', '0.5'], { config: { clipNorm: 0.5 } }],
    [['--average-decay', '0'], { config: { averageDecay: 0 } }],
    [['--seed', '77'], { config: { seed: 77 } }],
    [['--data', 'penguins'], { data: 'penguins', config: { network: { dim: 4 } } }],
    [
      ['--data', 'penguins', '--classes', '--label-dropout', '0.2'],
      { config: { network: { classes: 3 }, labelDropout: 0.2 } },
    ],
    [['--data', 'mnist', '--image-size', '7'], { config: { network: { dim: 49 } } }],
  ];
  test.each(options)('%j', async (flags, expected) => {
    const data = flags.includes('--data') ? [] : ['--data', 'eight-gaussians'];
    expect(await summary(...data, ...flags)).toMatchObject(expected);
  });

  test('the seed decides the bits, other options do not share them', async () => {
    const hashes = new Set<string>();
    for (const flags of [
      [],
      ['--seed', '1'],
      ['--schedule', 'cosine'],
      ['--times', 'uniform'],
      ['--loss', 'fm'],
    ]) {
      hashes.add((await summary('--data', 'eight-gaussians', ...flags)).parametersSha256);
    }
    expect(hashes.size).toBe(5);
    expect(hashes).toContain((await summary('--data', 'eight-gaussians')).parametersSha256);
  });

  test('every named distribution can be learned from', async () => {
    const names = [
      'eight-gaussians',
      'two-gaussians',
      'two-moons',
      'checkerboard',
      's-curve',
      'spiral',
      'pinwheel',
      'rings',
    ];
    for (const name of names) expect((await summary('--data', name)).data).toBe(name);
  });
});

describe("a user's own file", () => {
  const rows = Float64Array.from({ length: 60 }, (_, i) => Math.round(1000 * ((i * 0.618033988749) % 1)) / 8);
  const classes = ['b', 'a', 'c', 'a'];
  const tensor = { shape: [20, 3], data: rows };
  const labels = { shape: [20], data: Int32Array.from({ length: 20 }, (_, i) => [1, 0, 2, 0][i % 4]!) };

  test('gives the same model from csv, npy, npz and safetensors', async () => {
    writeFileSync(at('d.csv'), encodeCsv({ names: ['x0', 'x1', 'x2'], cells: Array.from(rows, String) }));
    writeFileSync(at('d.npy'), encodeNpy(tensor));
    writeFileSync(at('d.npz'), encodeNpz(new Map([['points', tensor]])));
    writeFileSync(at('d.safetensors'), encodeSafetensors({ tensors: new Map([['points', tensor]]) }));
    const results = [];
    for (const ending of ['csv', 'npy', 'npz', 'safetensors'])
      results.push(await summary('--data', at(`d.${ending}`)));
    expect(new Set(results.map((r) => r.parametersSha256)).size).toBe(1);
    expect(new Set(results.map((r) => r.dataId)).size).toBe(1);
    expect(results[0]!.config.network.dim).toBe(3);
  });

  test('csv: columns, classes and missing values', async () => {
    const cells = Array.from({ length: 20 }, (_, r) => [
      String(rows[3 * r]),
      r === 4 ? '' : String(rows[3 * r + 1]),
      classes[r % 4]!,
      String(rows[3 * r + 2]),
    ]);
    writeFileSync(at('d.csv'), encodeCsv({ names: ['p', 'q', 'kind', 's'], cells: cells.flat() }));
    const whole = ['--data', at('d.csv')];
    expect((await summary(...whole, '--columns', 'p,s')).config.network.dim).toBe(2);
    const conditional = await summary(...whole, '--labels', 'kind', '--classes', '--missing', 'drop');
    expect(conditional.config.network).toMatchObject({ dim: 3, classes: 3 });
    expect(JSON.parse(readTensors(at('m.st')).metadata.get('space')!)).toMatchObject({
      columns: ['p', 'q', 's'],
      classNames: ['a', 'b', 'c'],
    });
    const refused = await train(...whole);
    expect(flaws(refused)).toEqual([]);
    expect(refused.stderr).toContain('q');
  });

  test('npz and safetensors: the array and its classes by name', async () => {
    const arrays = new Map<string, TensorInput>([
      ['points', tensor],
      ['kinds', labels],
      ['other', { shape: [20, 1], data: rows.slice(0, 20) }],
    ]);
    writeFileSync(at('d.npz'), encodeNpz(arrays));
    writeFileSync(at('d.safetensors'), encodeSafetensors({ tensors: arrays }));
    for (const name of ['d.npz', 'd.safetensors']) {
      const flags = ['--data', at(name), '--array', 'points', '--labels', 'kinds', '--classes'];
      expect((await summary(...flags)).config.network).toMatchObject({ dim: 3, classes: 3 });
    }
  });

  test('--held-out and --seed decide which rows are never trained on', async () => {
    writeFileSync(at('d.npy'), encodeNpy(tensor));
    const data = ['--data', at('d.npy')];
    const ids = new Set<string>();
    for (const flags of [[], ['--held-out', '0.5'], ['--seed', '1']]) {
      ids.add((await summary(...data, ...flags)).dataId);
    }
    expect(ids.size).toBe(3);
    expect(flaws(await train(...data, '--held-out', '0.001'))).toEqual([]);
  });
});

describe('--resume', () => {
  const data = ['--data', 'penguins', '--classes', '--label-dropout', '0.1'];

  /** Interrupted after its first step; returns the outcome. */
  async function interrupted(...more: string[]): Promise<Outcome> {
    let stdout = '';
    let stderr = '';
    const exitCode = await run(['train', ...small, '--out', at('m.st'), ...data, ...more], {
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      interruptSignal: () => AbortSignal.abort(),
    });
    return { exitCode, stdout, stderr };
  }

  test('after every interruption ends in the bytes of a run that was never stopped', async () => {
    expect((await train(...data)).exitCode).toBe(0);
    const whole = readFileSync(at('m.st'));
    rmSync(at('m.st'));
    for (const step of [1, 2]) {
      const { exitCode, stdout, stderr } = await interrupted('--resume');
      expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
      expect(stderr).toMatch(new RegExp(`^flowproof: training: .* after step ${step}; resume[^\\n]*\\n$`));
      expect(readTensors(at('m.st')).metadata.get('step')).toBe(String(step));
    }
    expect((await train(...data, '--resume')).exitCode).toBe(0);
    expect(readFileSync(at('m.st')).equals(whole)).toBe(true);
    // What is done stays done.
    expect((await train(...data, '--resume')).exitCode).toBe(0);
    expect(readFileSync(at('m.st')).equals(whole)).toBe(true);
  });

  test('without it a run starts anew', async () => {
    await interrupted();
    await interrupted();
    expect(readTensors(at('m.st')).metadata.get('step')).toBe('1');
  });

  test('clears up what a killed run left beside the model', async () => {
    writeFileSync(at('.m.st.123-0.tmp'), 'half');
    expect((await train(...data, '--resume')).exitCode).toBe(0);
    expect(files()).toEqual(['m.st']);
  });

  test.each([
    [['--seed', '1'], 'seed'],
    [['--steps', '4'], 'steps'],
    [['--hidden', '5'], 'network'],
    [['--label-dropout', '0.2'], 'labelDropout'],
    [['--held-out', '0.3'], 'data'],
  ])('is refused with %j, and the model stays as it was', async (change, field) => {
    await interrupted();
    const before = readFileSync(at('m.st'));
    const outcome = await train(...data, '--resume', ...change);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(new RegExp(`^flowproof: ${field}: expected .*, as in the checkpoint`));
    expect(readFileSync(at('m.st')).equals(before)).toBe(true);
  });

  test('is refused from a damaged model, which stays as it was', async () => {
    await interrupted();
    const bytes = readFileSync(at('m.st'));
    for (const damaged of [
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 5),
      Buffer.from('no model'),
    ]) {
      writeFileSync(at('m.st'), damaged);
      expect(flaws(await train(...data, '--resume'))).toEqual([]);
      expect(readFileSync(at('m.st')).equals(damaged)).toBe(true);
    }
  });
});

describe('what goes wrong', () => {
  test('a divergence: exit code 1, one line with step and layer, the last good checkpoint kept', async () => {
    const flags = ['--learning-rate', '1e6', '--warmup', '0', '--steps', '500', '--hidden', '16,16,16'];
    const { exitCode, stdout, stderr } = await train('--data', 'rings', '--checkpoint-every', '1', ...flags);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const [, step] = /^flowproof: step (\d+), layer [^\n]+\n$/.exec(stderr) ?? [];
    expect(Number(readTensors(at('m.st')).metadata.get('step'))).toBe(Number(step) - 1);
    expect(files()).toEqual(['m.st']);
  });

  const wrong: readonly (readonly string[])[] = [
    [],
    ['--data', 'nine-gaussians'],
    ['--data', ''],
    ['--data', 'rings', '--columns', 'x'],
    ['--data', 'rings', '--labels', 'x'],
    ['--data', 'rings', '--array', 'x'],
    ['--data', 'rings', '--missing', 'drop'],
    ['--data', 'rings', '--held-out', '0.5'],
    ['--data', 'rings', '--image-size', '14'],
    ['--data', 'rings', '--classes'],
    ['--data', 'rings', '--label-dropout', '0.1'],
    ['--data', 'rings', '--steps', '0'],
    ['--data', 'rings', '--steps', '1e9'],
    ['--data', 'rings', '--steps', 'many'],
    ['--data', 'rings', '--batch', '0'],
    ['--data', 'rings', '--batch', '1000000', '--hidden', '512,512'],
    ['--data', 'rings', '--hidden', '4,,4'],
    ['--data', 'rings', '--hidden', '0'],
    ['--data', 'rings', '--activation', 'sine'],
    ['--data', 'rings', '--frequencies', '25'],
    ['--data', 'rings', '--schedule', 'linear'],
    ['--data', 'rings', '--loss', 'l2'],
    ['--data', 'spiral', '--loss', 'fm'],
    ['--data', 'penguins', '--loss', 'fm'],
    ['--data', 'penguins', '--image-size', '14'],
    ['--data', 'penguins', '--columns', 'wingspan'],
    ['--data', 'mnist', '--image-size', '15'],
    ['--data', 'rings', '--times', 'gamma'],
    ['--data', 'rings', '--optimizer', 'lion'],
    ['--data', 'rings', '--learning-rate', '-1'],
    ['--data', 'rings', '--learning-rate', 'NaN'],
    ['--data', 'rings', '--warmup', '4'],
    ['--data', 'rings', '--clip-norm', '-1'],
    ['--data', 'rings', '--average-decay', '1'],
    ['--data', 'rings', '--checkpoint-every', '0'],
    ['--data', 'rings', '--seed', '-1'],
    ['--data', 'rings', '--threads', '0'],
    ['--data', 'rings', '--json', ''],
    ['--data', 'rings', '--out', '/dev/null/m.st'],
    ['--data', 'rings', '--unknown'],
  ];
  test.each(wrong.map((flags) => [flags]))('%j', async (flags) => {
    expect(flaws(await train(...flags))).toEqual([]);
    expect(existsSync(at('m.st'))).toBe(false);
  });
});
