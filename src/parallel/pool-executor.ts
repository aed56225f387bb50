/**
 * Training on the threads of a pool: each phase is one run of the pool, and the next begins when all threads are done.
 *
 * A phase with little work is done here, where no message has to travel: that changes who does it, never the bits. A
 * pool of one thread is this thread, which then has to give way to the event loop by itself.
 */

import {
  type ExecutorFactory,
  inProcess,
  openSession,
  type Phase,
  type SessionSpec,
  type TrainingExecutor,
  unitCount,
} from '../training/index.ts';
import { runPhase } from '../training/phases.ts';
import type { TrainMessage } from './handlers/train.ts';
import type { WorkerPool } from './pool.ts';

/** Blocks of 4,096 parameters from which sharing the update pays: two round trips cost about as much as eight blocks. */
const SHARED_BLOCKS = 16;

/**
 * An executor for `train`.
 *
 * ```ts
 * import { eightGaussians, train, trainingConfig } from 'flowproof';
 * import { createPool, poolExecutor } from 'flowproof/node';
 *
 * const pool = createPool({ threads: 2 });
 * const config = trainingConfig({ network: { dim: 2, hidden: [16] }, steps: 5, heldOutExamples: 64 });
 * const data = { kind: 'target', target: eightGaussians().spec } as const;
 * const state = await train({ config, data, executor: poolExecutor(pool) });
 * console.log(state.step); // 5
 * await pool.close();
 * ```
 */
export function poolExecutor(pool: WorkerPool): ExecutorFactory {
  if (pool.threads === 1) return inProcess;
  // This thread does what is too little to share.
  const threads = pool.threads + 1;
  const open = (spec: SessionSpec): TrainingExecutor => {
    const session = pool.session();
    const here = openSession(spec);
    const next = new Int32Array(new SharedArrayBuffer(4));
    return {
      async run(phase: Phase): Promise<void> {
        const units = unitCount(phase, spec.config, here.mlp.parameterCount);
        const perParameter = phase.kind === 'reduce' || phase.kind === 'update';
        if (perParameter && units < SHARED_BLOCKS) {
          runPhase(here, phase);
          return;
        }
        Atomics.store(next, 0, 0);
        const message: TrainMessage = { session, spec, phase, units, next };
        await pool.run('train', new Array(Math.min(pool.threads, units)).fill(message));
      },
      close: () => pool.release(session),
    };
  };
  return { threads, open };
}
