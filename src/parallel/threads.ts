/**
 * The engine on worker threads: piscina keeps the threads, this file decides what a failure means.
 *
 * Why piscina: its promises settle when a worker calls process.exit, those of tinypool never do (bench/pool.mjs).
 */
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { fromMessage, toMessage, WorkerError } from '../errors.ts';
import { kernelChoice } from '../kernels/choice.ts';
import { builtFile } from './built-file.ts';
import { type Engine, interrupted, type RunOptions } from './engine.ts';
import { inProcess } from './in-process.ts';
import type { Answer, Request } from './worker.ts';

/** The outcome of one message: an answer, or that its thread is gone, or that it was stopped because of another. */
type Outcome = Answer | { readonly died: WorkerError } | { readonly stopped: true };

function death(handler: string, error: unknown): WorkerError {
  return new WorkerError(
    {
      argument: `worker of ${handler}`,
      expected: 'an answer',
      received: error instanceof Error ? error.message : String(error),
    },
    { cause: error },
  );
}

/** Resolves once every worker that `abort` takes down has ended and can no longer write into shared memory. */
async function endOf(pool: Piscina, abort: () => void): Promise<void> {
  const before: Worker[] = [...pool.threads];
  // A listener before the abort: the exit may come at any time after it.
  const exits = before.map((worker) => ({
    worker,
    exit: worker.threadId === -1 ? Promise.resolve() : once(worker, 'exit').catch(() => {}),
  }));
  abort();
  const kept = new Set(pool.threads);
  await Promise.all(exits.filter(({ worker }) => !kept.has(worker)).map(({ exit }) => exit));
}

export function onThreads(threads: number, maxMemoryMb: number | undefined): Engine {
  const pool: Piscina<Request, Answer> = new Piscina({
    filename: builtFile('worker.js'),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    stricterFIFO: true,
    recordTiming: false,
    ...(maxMemoryMb !== undefined && { resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb } }),
  });
  // A worker that fails between two runs has nothing to answer; the next run gets a fresh one.
  pool.on('error', () => {});
  const here = inProcess();
  let closed = false;
  // 'broken': a thread could not load its code, and the others wait for it for ever; close() ends them.
  let threadState: 'cold' | 'ready' | 'broken' = 'cold';
  let startFailure: WorkerError | undefined;

  /**
   * Waits until every thread has loaded its code, by releasing a session that nobody has. Node 20 aborts the whole process
   * when a thread is ended while it loads ES modules (v8::Module::IsGraphAsync), so nothing may be ended before.
   */
  async function boot(): Promise<void> {
    const message = { session: 0, arrived: new Int32Array(new SharedArrayBuffer(4)), threads };
    const request: Request = { handler: 'release', message, kernels: 'auto' };
    try {
      await Promise.all(Array.from({ length: threads }, () => pool.run(request)));
      threadState = 'ready';
    } catch (error) {
      threadState = 'broken';
      startFailure = death('start', error);
      throw startFailure;
    }
  }

  async function run(
    handler: string,
    messages: readonly unknown[],
    { signal, coupled = false, joining = false }: RunOptions,
  ): Promise<unknown[]> {
    if (joining && messages.length === 1) return here.run(handler, messages, signal ? { signal } : {});
    if (startFailure) throw startFailure;
    if (threadState !== 'ready') {
      await boot();
      if (signal?.aborted) throw interrupted();
      if (closed) throw interrupted('close()');
    }
    const kernels = kernelChoice();
    const stop = new AbortController();
    let ended: Promise<void> = Promise.resolve();
    const stopAll = (): void => {
      if (stop.signal.aborted) return;
      threadState = 'cold';
      ended = endOf(pool, () => stop.abort());
    };
    signal?.addEventListener('abort', stopAll, { once: true });

    const onThread = (message: unknown): Promise<Answer> =>
      pool.run({ handler, message, kernels }, { signal: stop.signal });
    const onThisThread = async (message: unknown): Promise<Answer> => {
      try {
        const [value] = await here.run(handler, [message], { signal: stop.signal });
        return { value };
      } catch (error) {
        if (stop.signal.aborted) throw error;
        return { error: toMessage(error) };
      }
    };
    const outcomes = messages.map(async (message, i): Promise<Outcome> => {
      const isMine = joining && i === messages.length - 1;
      let outcome: Outcome;
      try {
        outcome = await (isMine ? onThisThread(message) : onThread(message));
      } catch (error) {
        outcome = stop.signal.aborted ? { stopped: true } : { died: death(handler, error) };
      }
      // Without its thread, or without an answer that others wait for, the rest would run in vain or for ever.
      if ('died' in outcome || (coupled && 'error' in outcome)) stopAll();
      return outcome;
    });
    const settled = await Promise.all(outcomes);
    signal?.removeEventListener('abort', stopAll);
    await ended;

    for (const outcome of settled) {
      if ('error' in outcome) throw fromMessage(outcome.error);
      if ('died' in outcome) throw closed ? interrupted('close()') : outcome.died;
    }
    return settled.map((outcome) => {
      if ('value' in outcome) return outcome.value;
      throw interrupted();
    });
  }

  return {
    run,
    forget: here.forget,
    async close(): Promise<void> {
      closed = true;
      await here.close();
      if (threadState === 'cold') await boot().catch(() => {});
      await pool.destroy();
    },
  };
}
