/**
 * The loop of a supervised thread: one message at a time, one answer each. To be called when all code of the entry is loaded, as it says
 * `ready`: Node 20 aborts the whole process when a thread is ended before (v8::Module::IsGraphAsync).
 */
import { parentPort } from 'node:worker_threads';
import { toMessage } from '../errors.ts';
import type { Handler } from './handler.ts';
import { SessionCache } from './sessions.ts';
import type { Answer } from './worker.ts';

export function serveMessages(handler: Handler): void {
  const port = parentPort!;
  // Node's own warnings are not what the code under test prints.
  process.removeAllListeners('warning');
  const context = { sessions: new SessionCache(), pause: async (): Promise<void> => {} };
  const answer = async (message: unknown): Promise<Answer> => {
    try {
      return { value: await handler(message, context) };
    } catch (error) {
      return { error: toMessage(error) };
    }
  };
  port.on('message', async (message: unknown) => {
    port.postMessage(await answer(message));
  });
  port.postMessage('ready');
}
