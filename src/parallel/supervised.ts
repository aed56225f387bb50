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
  /** The message that it was sent before its turn. */
  ahead: number | null;
  /** Answers that came before somebody waited for them, should two come at once, and who waits for one. */
  readonly early: Answer[];
  hear: ((answer: Answer) => void) | null;
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
  const ready = Promise.race([once(worker, 'message'), once(worker, 'exit')]).catch(() => {});
  const thread: Thread = { worker, ready, ahead: null, early: [], hear: null };
  worker.on('message', (given: Answer | 'ready') => {
    if (given === 'ready') return;
    if (thread.hear) thread.hear(given);
    else thread.early.push(given);
  });
  return thread;
}

function send({ worker }: Thread, message: unknown): void {
  worker.postMessage({ message, kernels: kernelChoice() } satisfies Supervision);
}

/** Ends a thread, not before its code is loaded (serve-messages.ts). */
async function end({ worker, ready }: Thread): Promise<void> {
  await ready;
  await worker.terminate();
}

/** Waits for the answer to the message whose turn it is, the end of its thread, or its limit. */
async function outcomeOn(thread: Thread, limit: number): Promise<Outcome> {
  const { worker, early } = thread;
  if (worker.threadId === -1) return { kind: 'ended', reason: 'its thread did not start' };
  const unheard = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const answer = new Promise<Answer>((resolve) => {
    const given = early.shift();
    if (given) resolve(given);
    else thread.hear = resolve;
  }).then((given): Outcome => {
    return 'error' in given ? { kind: 'error', error: given.error } : { kind: 'answer', value: given.value };
  });
  // `once` rejects with the error of a thread that dies of one.
  const ended = once(worker, 'exit', { signal: unheard.signal }).then(
    ([code]): Outcome => ({ kind: 'ended', reason: `process.exit(${code})` }),
    (error: unknown): Outcome => ({
      kind: 'ended',
      reason: error instanceof Error ? error.message : String(error),
    }),
  );
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'late' }), Math.min(limit, LONGEST));
  });
  try {
    return await Promise.race([answer, ended, late]);
  } finally {
    clearTimeout(timer);
    unheard.abort();
    thread.hear = null;
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
    { limit, short = 0, signal, onStart, onOutcome }: SupervisedRun,
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = new Array(messages.length);
    const stop = new Promise<never>((_, reject) => {
      const refuse = (): void => reject(interrupted());
      if (signal?.aborted) refuse();
      signal?.addEventListener('abort', refuse, { once: true });
    });
    stop.catch(() => {});
    let next = 0;
    const take = (): number | null => (next < messages.length ? next++ : null);
    const serve = async (place: number): Promise<void> => {
      let took = Infinity;
      let then: number | null = null;
      for (let index = take(); index !== null; index = then ?? take()) {
        if (closed || signal?.aborted) return;
        if (crew[place]?.worker.threadId === -1) delete crew[place];
        const thread = (crew[place] ??= fresh());
        await thread.ready;
        onStart?.(index);
        const began = performance.now();
        if (thread.ahead !== index) send(thread, messages[index]);
        then = took <= short ? take() : null;
        thread.ahead = then;
        if (then !== null) send(thread, messages[then]);
        const outcome = await outcomeOn(thread, limit);
        took = performance.now() - began;
        if (closed || signal?.aborted) return;
        if (outcome.kind === 'late') void end(thread);
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
