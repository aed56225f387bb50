/**
 * The loop of a supervised thread: one message at a time, one answer each. To be called when all code of the entry is loaded, as it says
 * `ready`: Node 20 aborts the whole process when a thread is ended before (v8::Module::IsGraphAsync).
 */
import { parentPort } from 'node:worker_threads';
import { toMessage } from '../errors.ts';
import { chooseKernels, type KernelChoice } from '../kernels/choice.ts';
import type { Handler } from './handler.ts';
import { SessionCache } from './sessions.ts';
import type { Answer } from './worker.ts';

/** What a supervised thread is sent. */
export interface Supervision {
  readonly message: unknown;
  /** The choice of the thread that asks. */
  readonly kernels: KernelChoice;
}

export function serveMessages(handler: Handler): void {
  const port = parentPort!;
  // Node's own warnings are not what the code under test prints.
  process.removeAllListeners('warning');
  const context = { sessions: new SessionCache(), pause: async (): Promise<void> => {} };
  const answer = async ({ message, kernels }: Supervision): Promise<Answer> => {
    try {
      chooseKernels(kernels);
      return { value: await handler(message, context) };
    } catch (error) {
      return { error: toMessage(error) };
    }
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (asked: Supervision) => {
    last = last.then(async () => port.postMessage(await answer(asked)));
  });
  port.postMessage('ready');
}
