/**
 * Training on the threads of a pool. The workers stay inside one long task while phases follow each other, and meet this thread at the
 * board (phase-board.ts); when nothing comes for a while they leave, so that the pool is free for whoever waits for it.
 *
 * A phase with little work is done here, where nobody has to be woken: that changes who does it, never the bits. A pool of one thread is
 * this thread, which then has to give way to the event loop by itself.
 */
import {
  type ExecutorFactory,
  inProcess,
  openSession,
  type Phase,
  runPhase,
  type SessionSpec,
  type TrainingExecutor,
  unitCount,
} from '../training/index.ts';
import type { TrainMessage } from './handlers/train.ts';
import { attendance, dismiss, phaseBoard, post, sleepUntilDone } from './phase-board.ts';
import type { WorkerPool } from './pool.ts';

/** Blocks of 4,096 parameters from which sharing the update pays. */
const SHARED_BLOCKS = 16;
/** How long this thread may sleep, deaf to timers and signals. */
const SLEEP_MS = 20;
/** Between two looks at the event loop. */
const BREATH_MS = 25;
/** How long workers stay without work. */
const LINGER_MS = 20;

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
  // One more: this thread does what is too little to share.
  return { threads: pool.threads + 1, open: (spec) => openOn(pool, spec) };
}

function openOn(pool: WorkerPool, spec: SessionSpec): TrainingExecutor {
  const session = pool.session();
  const here = openSession(spec);
  const board = phaseBoard();
  /** The task of the workers, while they stay. */
  let stay: Promise<unknown> | null = null;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  let breathed = performance.now();

  const enter = (): Promise<unknown> => {
    const message: TrainMessage = { session, spec, board, attendance: attendance(board) };
    const task = pool.run('train', new Array(pool.threads).fill(message), { coupled: true });
    // Whoever waits for a phase hears of a failure; nobody may be waiting.
    task.catch(() => {});
    return task;
  };

  const leave = async (): Promise<void> => {
    clearTimeout(lingering);
    if (stay === null) return;
    const task = stay;
    stay = null;
    dismiss(board);
    await task.catch(() => {});
  };

  const share = async (phase: Phase, units: number): Promise<void> => {
    clearTimeout(lingering);
    const entering = stay === null;
    stay ??= enter();
    post(board, phase, units);
    // Threads that start need this one's event loop, so at first it does not sleep.
    while (!sleepUntilDone(board, units, entering ? 0 : SLEEP_MS)) {
      await Promise.race([stay, new Promise((resolve) => setTimeout(resolve, entering ? 1 : 0))]);
    }
    lingering = setTimeout(leave, LINGER_MS);
  };

  return {
    async run(phase: Phase): Promise<void> {
      const units = unitCount(phase, spec.config, here.mlp.parameterCount);
      const perParameter = phase.kind === 'reduce' || phase.kind === 'update';
      if (perParameter && units < SHARED_BLOCKS) runPhase(here, phase);
      else await share(phase, units);
      if (performance.now() - breathed < BREATH_MS) return;
      await new Promise((resolve) => setImmediate(resolve));
      breathed = performance.now();
    },
    async close(): Promise<void> {
      await leave();
      await pool.release(session);
    },
  };
}
