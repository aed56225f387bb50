import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { type TrainingOptions, train } from '../../src/training/index.ts';
import { checkResumable, stateFromTensors, stateToTensors } from '../../src/training/training-state.ts';
import { bitsOf, labelledRows, smallConfig, target, trainKeeping } from './support.ts';

const sgd = { kind: 'sgd', momentum: 0.9 } as const;
const adamw = { kind: 'adamw', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.02 } as const;
const conditional: Partial<TrainingOptions> = {
  network: { dim: 2, hidden: [9, 7], classes: 3 },
  labelDropout: 0.3,
};

describe('resumed at any step, a run ends in the bits of one that never stopped', () => {
  test.each([
    ['Adam', {}, target],
    ['AdamW with classes', { ...conditional, optimizer: adamw }, labelledRows],
    ['SGD', { optimizer: sgd, learningRate: 1e-2 }, labelledRows],
    ['the FM loss', { loss: 'fm', schedule: { kind: 'cosine' } }, target],
    [
      'beta times, no average, no clipping',
      { timeSampler: { kind: 'beta', alpha: 0.5, beta: 2 }, averageDecay: 0, clipNorm: 0 },
      target,
    ],
    ['a held-out loss that is not due at the end', { heldOutEvery: 5 }, target],
  ] as const)('%s', async (_, options, data) => {
    const config = smallConfig(options as Partial<TrainingOptions>);
    const run = { config, data, dataId: 'these' };
    const { final, states } = await trainKeeping(run);
    expect(states.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(bitsOf(states.at(-1)!)).toEqual(bitsOf(final));
    expect(final.heldOut.map(({ step }) => step)).toEqual(
      config.heldOutEvery === 5 ? [0, 5, 10, 12] : [0, 4, 8, 12],
    );
    expect(final.losses).toHaveLength(12);
    for (const state of states) {
      // Through the form of a file, so that nothing but what is kept can help.
      const { tensors, metadata } = stateToTensors(state);
      const resume = stateFromTensors({ tensors, metadata });
      expect(bitsOf(await train({ ...run, resume }))).toEqual(bitsOf(final));
    }
  });

  test('twice in a row', async () => {
    const run = { config: smallConfig(), data: target };
    const { final, states } = await trainKeeping(run);
    const second = await trainKeeping({ ...run, resume: states[2]! });
    expect(second.states[0]!.step).toBe(4);
    expect(bitsOf(await train({ ...run, resume: second.states[4]! }))).toEqual(bitsOf(final));
  });
});

describe('checkResumable names what differs', () => {
  const changes: readonly [Partial<TrainingOptions>, string][] = [
    [{ seed: 1 }, 'seed'],
    [{ schedule: { kind: 'cosine' } }, 'schedule'],
    [{ network: { dim: 2, hidden: [9, 8] } }, 'network'],
    [{ network: { dim: 2, hidden: [9, 7], activation: 'tanh' } }, 'network'],
    [{ loss: 'fm' }, 'loss'],
    [{ timeSampler: { kind: 'uniform' } }, 'timeSampler'],
    [{ optimizer: sgd }, 'optimizer'],
    [{ steps: 13 }, 'steps'],
    [{ batch: 24 }, 'batch'],
    [{ tileRows: 6 }, 'tileRows'],
    [{ learningRate: 1e-3 }, 'learningRate'],
    [{ warmup: 2 }, 'warmup'],
    [{ finalRate: 0.5 }, 'finalRate'],
    [{ clipNorm: 2 }, 'clipNorm'],
    [{ averageDecay: 0.5 }, 'averageDecay'],
    [{ heldOutExamples: 18 }, 'heldOutExamples'],
    [{ heldOutEvery: 3 }, 'heldOutEvery'],
  ];
  test.each(changes)('%j', async (change, argument) => {
    const config = smallConfig();
    const { states } = await trainKeeping({ config: smallConfig({ steps: 4 }), data: target });
    const state = { ...states[0]!, config };
    expect(() => checkResumable(state, smallConfig(change), '')).toThrow(ArgumentError);
    expect(() => checkResumable(state, smallConfig(change), '')).toThrow(
      expect.objectContaining({ argument, wayOut: expect.stringContaining('same configuration') }),
    );
  });

  test('label dropout, the data, and nothing where only the order of fields differs', async () => {
    const config = smallConfig(conditional);
    const { states } = await trainKeeping({ config: smallConfig({ steps: 4 }), data: target });
    const state = { ...states[0]!, config, dataId: 'a' };
    const other = smallConfig({ ...conditional, labelDropout: 0.2 });
    expect(() => checkResumable(state, other, 'a')).toThrow(/^labelDropout: expected 0.3.*received 0.2/);
    expect(() => checkResumable(state, config, 'b')).toThrow(/^data: expected "a".*received "b"/);
    const reordered = {
      ...config,
      optimizer: Object.fromEntries(Object.entries(config.optimizer).reverse()),
    };
    expect(() => checkResumable(state, reordered as typeof config, 'a')).not.toThrow();
    await expect(train({ config: other, data: labelledRows, resume: state })).rejects.toThrow(/labelDropout/);
  });
});
