import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import {
  type TrainingOptions,
  trainingConfig,
  trainingDefaults,
} from '../../src/training/training-config.ts';

const network = { dim: 2 };

describe('trainingConfig', () => {
  test('fills in every default and keeps what is given', () => {
    expect(trainingConfig({ network })).toEqual({
      ...trainingDefaults,
      network: { ...trainingDefaults.network, dim: 2 },
    });
    const config = trainingConfig({
      network: { dim: 3, hidden: [8], classes: 4 },
      steps: 7,
      warmup: 3,
      seed: 9,
    });
    expect(config.network).toEqual({ ...trainingDefaults.network, dim: 3, hidden: [8], classes: 4 });
    expect([config.steps, config.warmup, config.seed, config.batch]).toEqual([7, 3, 9, 256]);
  });

  test('is plain data: JSON keeps it', () => {
    const config = trainingConfig({ network, timeSampler: { kind: 'beta', alpha: 1.5, beta: 1 } });
    expect(trainingConfig(JSON.parse(JSON.stringify(config)) as TrainingOptions)).toEqual(config);
  });

  test('takes the ends of every range', () => {
    const adam = trainingDefaults.optimizer as { beta1: number; beta2: number };
    for (const options of [
      { seed: Number.MAX_SAFE_INTEGER },
      { steps: 1, warmup: 0 },
      { steps: 1, warmup: 1 },
      { batch: 1, tileRows: 65_536 },
      { learningRate: 0 },
      { learningRate: 1e6 },
      { finalRate: 0 },
      { finalRate: 1 },
      { clipNorm: 0 },
      { averageDecay: 0 },
      { labelDropout: 1, network: { dim: 2, classes: 2 } },
      { heldOutExamples: 1, heldOutEvery: 1 },
      { optimizer: { ...adam, kind: 'adamw', epsilon: 1, weightDecay: 0 } as const },
    ]) {
      expect(trainingConfig({ network, warmup: 0, ...options })).toMatchObject(options);
    }
  });

  const cases: readonly [object, string][] = [
    [{ seed: -1 }, 'seed'],
    [{ seed: 0.5 }, 'seed'],
    [{ seed: 2 ** 53 }, 'seed'],
    [{ schedule: { kind: 'linear' } }, 'kind'],
    [{ schedule: null }, 'kind'],
    [{ schedule: { kind: 'vp', betaMin: -1, betaMax: 20 } }, 'betaMin'],
    [{ network: { dim: 0 } }, 'dim'],
    [{ network: { dim: 2, hidden: [8, 0] } }, 'hidden[1]'],
    [{ network: { dim: 2, hidden: '64' } }, 'hidden'],
    [{ network: { dim: 2, activation: 'sine' } }, 'activation'],
    [{ network: { dim: 2, time: { kind: 'fourier', frequencies: 0 } } }, 'time.frequencies'],
    [{ network: { dim: 2, time: null } }, 'time.kind'],
    [{ network: { dim: 2, classes: -1 } }, 'classes'],
    [{ network: { dim: 2, width: 5 } }, 'options.network.width'],
    [{ network: null }, 'options'],
    [{ loss: 'mse' }, 'loss'],
    [{ timeSampler: { kind: 'cosine' } }, 'timeSampler.kind'],
    [{ optimizer: { kind: 'rmsprop' } }, 'optimizer.kind'],
    [{ optimizer: null }, 'optimizer.kind'],
    [{ optimizer: { kind: 'sgd', momentum: 1 } }, 'optimizer.momentum'],
    [{ optimizer: { kind: 'adam', beta1: 1, beta2: 0.9, epsilon: 1e-8 } }, 'optimizer.beta1'],
    [{ optimizer: { kind: 'adam', beta1: 0.9, beta2: -0.1, epsilon: 1e-8 } }, 'optimizer.beta2'],
    [{ optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.9, epsilon: 0 } }, 'optimizer.epsilon'],
    [
      { optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: -1 } },
      'optimizer.weightDecay',
    ],
    [{ steps: 0 }, 'steps'],
    [{ steps: '10' }, 'steps'],
    [{ steps: undefined }, 'steps'],
    [{ batch: 0 }, 'batch'],
    [{ batch: 1_000_001 }, 'batch'],
    [{ tileRows: 0 }, 'tileRows'],
    [{ tileRows: 65_537 }, 'tileRows'],
    [{ learningRate: -1e-3 }, 'learningRate'],
    [{ learningRate: Number.NaN }, 'learningRate'],
    [{ learningRate: Infinity }, 'learningRate'],
    [{ warmup: 2001 }, 'warmup'],
    [{ finalRate: 1.1 }, 'finalRate'],
    [{ clipNorm: -1 }, 'clipNorm'],
    [{ clipNorm: Number.NaN }, 'clipNorm'],
    [{ averageDecay: 1 }, 'averageDecay'],
    [{ labelDropout: 1.5 }, 'labelDropout'],
    [{ labelDropout: 0.1 }, 'labelDropout'],
    [{ heldOutExamples: 0 }, 'heldOutExamples'],
    [{ heldOutEvery: 0 }, 'heldOutEvery'],
    [{ learninRate: 1 }, 'options.learninRate'],
  ];
  test.each(cases)('refuses %o and names the field', (options, argument) => {
    const make = (): unknown => trainingConfig({ network, ...options } as TrainingOptions);
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(expect.objectContaining({ argument: expect.stringContaining(argument) }));
  });

  test.each([undefined, null, 5, 'x', {}])('refuses %o in place of options', (options) => {
    expect(() => trainingConfig(options as never)).toThrow(/^options: expected an object with network/);
  });

  test('covers every field', () => {
    const named = new Set(cases.flatMap(([options]) => Object.keys(options)));
    for (const field of Object.keys(trainingConfig({ network }))) expect(named).toContain(field);
  });
});
