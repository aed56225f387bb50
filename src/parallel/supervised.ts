/**
 * Threads for code that may never answer: each message has a time limit, after which its thread is ended and a fresh one takes
 * the next message. A failure belongs to its message and stops nothing else.
 *
 * The pool (pool.ts) is for our own code: there a thread that dies ends the run, and no message has a limit. What supervised
 * threads print goes to the caller, as stdout belongs to the results.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { checkCount } from '../array/float-array.ts';
import { kernelChoice } from '../kernels/choice.ts';
import { builtFile } from './built-file.ts';
import { interrupted } from './engine.ts';
import type { Outcome, Supervised, SupervisedRun } from './outcome.ts';
import type { Supervision } from './serve-messages.ts';
import type { Answer } from './worker.ts';

interface Thread {
  readonly worker: Worker;
  /** Settles when its code is loaded, or it died on the way. */
  readonly ready: Promise<unknown>;
}

/** The longest delay that a timer can have: 24 days. */
const LONGEST = 2_147_483_647;

/** Largest JavaScript heap of a thread; typed arrays do not count. */
const HEAP_MB = 1024;

function open(file: string, onPrint: (text: string) => void): Thread {
  const worker = new Worker(file, {
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', onPrint);
  // An error outside of any call is met by the next message, as the end of its thread.
  worker.on('error', () => {});
  return { worker, ready: Promise.race([once(worker, 'message'), once(worker, 'exit')]).catch(() => {}) };
}

/** Ends a thread, not before its code is loaded (serve-messages.ts). */
async function end({ worker, ready }: Thread): Promise<void> {
  await ready;
  await worker.terminate();
}

/** Sends one message and waits for its answer, its end or its limit. */
async function ask({ worker, ready }: Thread, message: unknown, limit: number): Promise<Outcome> {
  await ready;
  if (worker.threadId === -1) return { kind: 'ended', reason: 'its thread did not start' };
  const unheard = new AbortController();
  const { signal } = unheard;
  let timer: NodeJS.Timeout | undefined;
  const answer = once(worker, 'message', { signal }).then(([given]: Answer[]): Outcome => {
    return 'error' in given!
      ? { kind: 'error', error: given.error }
      : { kind: 'answer', value: given!.value };
  });
  // `once` rejects with the error of a thread that dies of one.
  const failed = answer.catch((error: unknown): Outcome => {
    return { kind: 'ended', reason: error instanceof Error ? error.message : String(error) };
  });
  const ended = once(worker, 'exit', { signal }).then(
    ([code]): Outcome => ({ kind: 'ended', reason: `process.exit(${code})` }),
    () => failed,
  );
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), Math.min(limit, LONGEST));
  });
  worker.postMessage({ message, kernels: kernelChoice() } satisfies Supervision);
  try {
    return await Promise.race([failed, ended, late]);
  } finally {
    clearTimeout(timer);
    unheard.abort();
  }
}

/**
 * Opens `threads` ≥ 1 supervised threads of a built entry of this folder, such as 'law-worker.js'. Results come from the messages
 * alone, whichever thread takes them. `onPrint` takes what they write to stdout and stderr.
 */
export function supervise(
  threads: number,
  entry: string,
  onPrint: (text: string) => void = () => {},
): Supervised {
  checkCount('threads', threads, 1, 1024);
  const file = builtFile(entry);
  const fresh = (): Thread => open(file, onPrint);
  const crew: Thread[] = [];
  let closed = false;

  async function run(
    messages: readonly unknown[],
    { limit, signal, onStart, onOutcome }: SupervisedRun,
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = new Array(messages.length);
    const stop = new Promise<never>((_, reject) => {
      const refuse = (): void => reject(interrupted());
      if (signal?.aborted) refuse();
      signal?.addEventListener('abort', refuse, { once: true });
    });
    stop.catch(() => {});
    let next = 0;
    const serve = async (place: number): Promise<void> => {
      while (next < messages.length && !closed && !signal?.aborted) {
        const index = next++;
        if (crew[place]?.worker.threadId === -1) delete crew[place];
        crew[place] ??= fresh();
        onStart?.(index);
        const outcome = await ask(crew[place], messages[index], limit);
        if (closed || signal?.aborted) return;
        if (outcome.kind === 'late') void end(crew[place]);
        if (outcome.kind === 'late' || outcome.kind === 'ended') delete crew[place];
        outcomes[index] = outcome;
        onOutcome?.(index, outcome);
      }
    };
    const places = Array.from({ length: Math.min(threads, messages.length) }, (_, place) => serve(place));
    await Promise.race([Promise.all(places), stop]);
    if (closed) throw interrupted('close()');
    return outcomes;
  }

  return {
    run,
    async close(): Promise<void> {
      closed = true;
      await Promise.all(crew.filter((thread) => thread !== undefined).map(end));
    },
  };
}
