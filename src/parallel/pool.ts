/**
 * A pool of worker threads that runs named handlers on messages.
 *
 * With one thread there is no worker at all: the same handlers run in this process, so that a debugger, a profiler and
 * a coverage tool see them.
 */
import { availableParallelism } from 'node:os';
import { checkCount, checkNumber } from '../array/float-array.ts';
import { ArgumentError, show, WorkerError } from '../errors.ts';
import { type Engine, interrupted, type RunOptions } from './engine.ts';
import { handlers } from './handlers/table.ts';
import { inProcess } from './in-process.ts';
import { onThreads } from './threads.ts';

export interface PoolOptions {
  /** Worker threads, ≥ 1; default: as many as can run at once. 1 runs everything in this process. */
  readonly threads?: number;
  /** Largest JavaScript heap of a worker, in MB ≥ 8; typed arrays and shared memory do not count. Default: Node's. */
  readonly maxMemoryMb?: number;
}

export interface WorkerPool {
  readonly threads: number;
  /**
   * Runs `handler` once per message and resolves to its answers in the same order. Runs of one pool follow each other. The threads
   * compute with the kernels that this one has chosen (chooseKernels) when the run begins.
   *
   * @throws {ArgumentError} for an unknown handler or more coupled messages than threads.
   * @throws {WorkerError} when a worker exits, runs out of memory or throws an error without a type, or after close().
   * @throws {InterruptedError} after an abort.
   */
  run(handler: string, messages: readonly unknown[], options?: RunOptions): Promise<unknown[]>;
  /** A number under which handlers keep objects on every thread between runs, until {@link release}. */
  session(): number;
  /** Forgets a session on every thread. */
  release(session: number): Promise<void>;
  /** Ends the workers; what still runs is interrupted. Safe to call again. */
  close(): Promise<void>;
}

function closedError(): WorkerError {
  return new WorkerError({
    argument: 'pool',
    expected: 'an open pool',
    received: 'one after close()',
    wayOut: 'create a new pool with createPool',
  });
}

/**
 * Opens a pool. Idle workers do not keep the process alive; still, close it when done.
 *
 * @throws {ArgumentError} for threads < 1 or a memory limit below 8 MB.
 * @example
 * ```ts
 * import { createPool, solveParallel } from 'flowproof/node';
 * import { rk4 } from 'flowproof';
 *
 * const url = 'data:text/javascript,export const decay = (rate) => ({ dim: 1, velocity: (t, x, out) => {' +
 *   'for (let i = 0; i < x.length; i++) out[i] = -rate * x[i]; } });';
 * const pool = createPool({ threads: 2 });
 * const field = { kind: 'module', url, export: 'decay', args: 1 } as const;
 * const { x } = await solveParallel(pool, field, new Float64Array([1, 2]), { dim: 1, solver: rk4, steps: 32 });
 * console.log(Math.abs(x[0]! - Math.exp(-1)) < 1e-7); // true
 * await pool.close();
 * ```
 */
export function createPool(options: PoolOptions = {}): WorkerPool {
  const threads = checkCount('threads', options.threads ?? availableParallelism(), 1, 1024);
  const { maxMemoryMb } = options;
  if (maxMemoryMb !== undefined) checkNumber('maxMemoryMb', maxMemoryMb, 8);
  const engine: Engine = threads === 1 ? inProcess() : onThreads(threads, maxMemoryMb);

  let sessions = 0;
  let closing: Promise<void> | null = null;
  let last: Promise<unknown> = Promise.resolve();

  async function run(
    handler: string,
    messages: readonly unknown[],
    runOptions: RunOptions = {},
  ): Promise<unknown[]> {
    if (closing) throw closedError();
    if (!Object.hasOwn(handlers, handler)) {
      throw new ArgumentError({
        argument: 'handler',
        expected: `one of ${Object.keys(handlers).join(', ')}`,
        received: show(handler),
      });
    }
    if (runOptions.coupled && messages.length > threads) {
      throw new ArgumentError({
        argument: 'messages',
        expected: `at most ${threads} coupled messages, one per thread`,
        received: String(messages.length),
      });
    }
    // One run after the other: two coupled runs that shared the threads would wait for each other for ever.
    const previous = last;
    const current = previous.then(() => {
      if (closing) throw closedError();
      if (runOptions.signal?.aborted) throw interrupted();
      return engine.run(handler, messages, runOptions);
    });
    last = current.catch(() => {});
    return current;
  }

  return {
    threads,
    run,
    session: () => ++sessions,
    async release(session: number): Promise<void> {
      const arrived = new Int32Array(new SharedArrayBuffer(4));
      const message = { session, arrived, threads };
      await run('release', new Array(threads).fill(message), { coupled: true });
      engine.forget(session);
    },
    close(): Promise<void> {
      closing ??= engine.close();
      return closing;
    },
  };
}
