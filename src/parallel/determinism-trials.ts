/** Our own computations on 1, 2 and 3 threads, as trials of the law of determinism. */

import { type Trial, trial } from '../laws/core/index.ts';
import { determinism, type RunSubject } from '../laws/determinism/index.ts';
import { key, normalInto } from '../random/index.ts';
import { rk4 } from '../solvers/index.ts';
import { eightGaussians } from '../targets/index.ts';
import { train, trainingConfig } from '../training/index.ts';
import { evaluateField } from './evaluate-field.ts';
import { createPool, type WorkerPool } from './pool.ts';
import { poolExecutor } from './pool-executor.ts';
import { solveParallel } from './solve-parallel.ts';

const THREADS = [1, 2, 3];
const DIM = 2;
const SPEC = {
  kind: 'marginal',
  schedule: { kind: 'cond-ot' },
  target: eightGaussians().spec,
} as const;

/** Determinism of what runs on threads. Pools are opened when first used and closed when left alone. */
export function threadTrials(): Trial[] {
  return [evaluated, solved, trained].map((subject) => trial(determinism(subject)));
}

/** Three tiles of 256 rows, the last one not full. */
const evaluated: RunSubject = {
  name: 'a field on threads',
  rows: 700,
  chunking: 'none',
  threads: THREADS,
  run: ({ seed, threads }) =>
    onPool(threads, (pool) => evaluateField(pool, SPEC, 'velocity', 0.7, noise(seed, 700), { dim: DIM })),
};

const solved: RunSubject = {
  name: 'trajectories on threads',
  rows: 700,
  chunking: 'none',
  threads: THREADS,
  run: ({ seed, threads }) =>
    onPool(threads, async (pool) => {
      const { x } = await solveParallel(pool, SPEC, noise(seed, 700), { dim: DIM, solver: rk4, steps: 3 });
      return x;
    }),
};

const trained: RunSubject = {
  name: 'training on threads',
  rows: 6,
  chunking: 'none',
  threads: THREADS,
  run: ({ seed, threads }) =>
    onPool(threads, async (pool) => {
      const config = trainingConfig({
        seed,
        network: { dim: DIM, hidden: [12], activation: 'gelu' },
        steps: 4,
        batch: 88,
        tileRows: 16,
        heldOutExamples: 40,
      });
      const data = { kind: 'target', target: SPEC.target } as const;
      const executor = poolExecutor(pool);
      const { parameters, losses } = await train({ config, data, executor });
      return Float64Array.of(...parameters, ...losses);
    }),
};

function noise(seed: number, rows: number): Float32Array {
  const out = new Float32Array(rows * DIM);
  normalInto(key(seed), 0, out);
  return out;
}

interface Lease {
  readonly pool: WorkerPool;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

const leases = new Map<number, Lease>();
const IDLE_MS = 3000;

/** A pool that the next run finds open, if it comes soon: starting threads takes longer than a run. It does not keep the process alive. */
async function onPool<R>(threads: number, work: (pool: WorkerPool) => Promise<R>): Promise<R> {
  const lease = leases.get(threads) ?? { pool: createPool({ threads }), users: 0, timer: undefined };
  leases.set(threads, lease);
  clearTimeout(lease.timer);
  lease.users++;
  try {
    const result = await work(lease.pool);
    lease.users--;
    if (lease.users === 0) lease.timer = setTimeout(() => void end(threads, lease), IDLE_MS).unref();
    return result;
  } catch (error) {
    // What has failed once is not used again: its threads may wait for each other.
    await end(threads, lease);
    throw error;
  }
}

async function end(threads: number, lease: Lease): Promise<void> {
  if (leases.get(threads) === lease) leases.delete(threads);
  await lease.pool.close();
}
