import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTensors } from '../../src/io/index.ts';
import { trainingDefaults } from '../../src/training/index.ts';
import { flaws } from './run-in-process.ts';
import { at, files, summary, train, useFolder } from './train-in-folder.ts';

useFolder();

describe('flowproof train', () => {
  test('writes a model, says what it did, and leaves nothing else', async () => {
    const { exitCode, stdout, stderr } = await train('--data', 'eight-gaussians');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^eight-gaussians: 3 steps, \d+ parameters, .*\nCFM loss .* held out .*\n/);
    expect(stdout).toMatch(/\nparameters sha256 [0-9a-f]{64}\nmodel .*m\.safetensors\n$/);
    expect(files()).toEqual(['m.safetensors']);
    const { tensors, metadata } = readTensors(at('m.safetensors'));
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
        data: 'rings',
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
    [['--loss', 'fm', '--data', 'eight-gaussians'], { config: { loss: 'fm' } }],
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
    // No closed form, so no floor is integrated at the end.
    const data = flags.includes('--data') ? [] : ['--data', 'rings'];
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
      hashes.add((await summary('--data', 'two-gaussians', ...flags)).parametersSha256);
    }
    expect(hashes.size).toBe(5);
    expect(hashes).toContain((await summary('--data', 'two-gaussians')).parametersSha256);
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
    for (const name of names) {
      expect(await train('--data', name, '--quiet')).toMatchObject({ exitCode: 0, stderr: '' });
      const { space } = Object.fromEntries(readTensors(at('m.safetensors')).metadata);
      expect(JSON.parse(space!).name).toBe(name);
    }
  });
});

describe('what goes wrong', () => {
  test('a divergence: exit code 1, one line with step and layer, the last good checkpoint kept', async () => {
    const flags = ['--learning-rate', '1e6', '--warmup', '0', '--steps', '500', '--hidden', '16,16,16'];
    const { exitCode, stdout, stderr } = await train('--data', 'rings', '--checkpoint-every', '1', ...flags);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/; lower --learning-rate[^\n]*\n$/);
    const [, step] = /^flowproof: step (\d+), layer [^\n]+\n$/.exec(stderr) ?? [];
    expect(Number(readTensors(at('m.safetensors')).metadata.get('step'))).toBe(Number(step) - 1);
    expect(files()).toEqual(['m.safetensors']);
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
    ['--data', 'rings', '--out', '/dev/null/m.safetensors'],
    ['--data', 'rings', '--unknown'],
  ];
  test.each(wrong.map((flags) => [flags]))('%j', async (flags) => {
    expect(flaws(await train(...flags))).toEqual([]);
    expect(existsSync(at('m.safetensors'))).toBe(false);
  });
});
