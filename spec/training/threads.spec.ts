/** Training on the threads of a pool, as it ships: the bits of one thread, its errors, its end. */
import { train, trainingConfig } from 'flowproof';
import { createPool, poolExecutor, type WorkerPool } from 'flowproof/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TrainingOptions } from '../../src/training/index.ts';
import { bitsOf, labelledRows, smallConfig, target } from './support.ts';

const THREADS = [1, 3, 8];
let pools: WorkerPool[];

beforeAll(() => {
  pools = THREADS.map((threads) => createPool({ threads }));
});
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

describe('1, 3 and 8 threads give the bits of a run without a pool', () => {
  test.each([
    ['few parameters', {}, target],
    ['enough parameters to share the update', { network: { dim: 2, hidden: [256, 256] }, steps: 4 }, target],
    [
      'classes, hidden labels, AdamW',
      {
        network: { dim: 2, hidden: [20], classes: 3 },
        labelDropout: 0.3,
        optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 },
      },
      labelledRows,
    ],
    ['the FM loss, SGD', { loss: 'fm', optimizer: { kind: 'sgd', momentum: 0.5 } }, target],
    ['fewer tiles than threads', { batch: 3, tileRows: 2, heldOutExamples: 1 }, target],
  ] as const)('%s', async (_, options, data) => {
    const config = smallConfig(options as Partial<TrainingOptions>);
    const alone = bitsOf(await train({ config, data }));
    for (const pool of pools) {
      const state = await train({ config, data, executor: poolExecutor(pool) });
      expect(bitsOf(state)).toEqual(alone);
    }
  });

  test('also when every part of a run has another number of threads', async () => {
    const config = smallConfig();
    let resume: Awaited<ReturnType<typeof train>> | undefined;
    for (const pool of pools) {
      const controller = new AbortController();
      const stopAt = (resume?.step ?? 0) + 2;
      await train({
        config,
        data: target,
        executor: poolExecutor(pool),
        signal: controller.signal,
        onStep: ({ step }) => step === stopAt && controller.abort(),
        onCheckpoint: (state) => {
          resume = state;
        },
        ...(resume && { resume }),
      }).catch((error: Error) => expect(error.name).toBe('InterruptedError'));
      expect(resume!.step).toBe(stopAt);
    }
    expect(bitsOf(await train({ config, data: target, resume: resume! }))).toEqual(
      bitsOf(await train({ config, data: target })),
    );
  });
});

describe('on one thread and on several', () => {
  test('a divergence names the same step and layer', async () => {
    const network = { dim: 2, hidden: [16, 16, 16] };
    const config = smallConfig({ network, learningRate: 1e6, warmup: 0, steps: 500 });
    const errors = new Set<string>();
    for (const pool of pools.slice(0, 3)) {
      const run = train({ config, data: target, executor: poolExecutor(pool) });
      errors.add(await run.then(String, String));
    }
    expect([...errors]).toEqual([expect.stringMatching(/^DivergenceError: step \d+, layer /)]);
  });

  test('a timer can stop it', async () => {
    const config = trainingConfig({ network: { dim: 2, hidden: [8] }, steps: 1_000_000, heldOutExamples: 9 });
    for (const pool of pools.slice(0, 2)) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 60);
      const signal = controller.signal;
      const run = train({ config, data: target, executor: poolExecutor(pool), signal });
      await expect(run).rejects.toThrow(/^training: expected 1000000 steps, received a request to stop/);
    }
  });

  test('the pool keeps nothing of a run that has ended', async () => {
    for (const pool of pools) {
      await train({ config: smallConfig(), data: target, executor: poolExecutor(pool) });
      const arrived = new Int32Array(new SharedArrayBuffer(4));
      const message = { session: -1, arrived, threads: pool.threads };
      // The answer of a release is the number of sessions that each thread still holds.
      const held = await pool.run('release', new Array(pool.threads).fill(message), { coupled: true });
      expect(held).toEqual(new Array(pool.threads).fill(0));
    }
  });
});
