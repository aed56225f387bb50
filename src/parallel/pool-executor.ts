/**
 * Training on the threads of a pool: this one and all but one of its workers. The workers stay inside one long task while phases follow
 * each other, and meet this thread at the board (phase-board.ts); when nothing comes for a while they leave, so that the pool is free
 * for whoever waits for it.
 *
 * This thread does units as well, so that nothing waits until somebody wakes up, and gives way to the event loop in between. A phase
 * with little work is done here alone: that changes who does it, never the bits.
 */
import { availableParallelism } from 'node:os';
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
import { attendance, dismiss, phaseBoard, post, sleepUntilDone, workOff } from './phase-board.ts';
import type { WorkerPool } from './pool.ts';

/** Units of work per parameter from which sharing it pays. */
const SHARED_UNITS = 3;
/** Between two looks at the event loop: how long this thread works or sleeps, deaf to timers and signals. */
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
  // All of its workers and this one: which of them a task goes to is the pool's affair.
  return { threads: pool.threads + 1, open: (spec) => openOn(pool, spec) };
}

function openOn(pool: WorkerPool, spec: SessionSpec): TrainingExecutor {
  const session = pool.session();
  const here = openSession(spec);
  const board = phaseBoard();
  const wakeful = pool.threads <= availableParallelism();
  /** The task of the workers, while they stay. */
  let stay: Promise<unknown> | null = null;
  let isBusy = false;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  let breathed = performance.now();

  const countOf = (phase: Phase): number => unitCount(phase, spec.config, here.mlp.parameterCount);
  const work = (phase: Phase, unit: number): void => runPhase(here, phase, unit, countOf(phase));

  const enter = (): Promise<unknown> => {
    const message: TrainMessage = { session, spec, board, attendance: attendance(board, wakeful) };
    const task = pool.run('train', new Array(pool.threads - 1).fill(message), { coupled: true });
    // Whoever waits for a phase hears of a failure; nobody may be waiting.
    task.catch(() => {});
    lingering = setTimeout(() => (isBusy ? lingering?.refresh() : leave()), LINGER_MS);
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

  /** Does what units there are, and waits for the others until it is time to breathe; returns whether all are done. */
  const take = (units: number): boolean => {
    workOff(board, work, breathed + BREATH_MS);
    const left = Math.max(0, breathed + BREATH_MS - performance.now());
    isBusy = !sleepUntilDone(board, units, left, wakeful);
    if (!isBusy) lingering?.refresh();
    return !isBusy;
  };

  const share = (phase: Phase, units: number): boolean => {
    isBusy = true;
    stay ??= enter();
    post(board, phase, units);
    return take(units);
  };

  /** Lets the event loop run. Threads that start need it, too. */
  const breathe = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    breathed = performance.now();
  };

  const finish = async (units: number): Promise<void> => {
    do await Promise.race([stay, breathe()]);
    while (!take(units));
  };

  return {
    run(phase) {
      const units = countOf(phase);
      const perParameter = phase.kind === 'reduce' || phase.kind === 'update';
      if (perParameter && units < SHARED_UNITS) runPhase(here, phase);
      else if (!share(phase, units)) return finish(units);
      return performance.now() - breathed < BREATH_MS ? undefined : breathe();
    },
    async close(): Promise<void> {
      await leave();
      await pool.release(session);
    },
  };
}
