/**
 * The entry of a supervised thread for laws: one message at a time, one answer each. `ready` is said when all code is loaded: Node 20
 * aborts the whole process when a thread is ended before (v8::Module::IsGraphAsync).
 */
import { parentPort } from 'node:worker_threads';
import { toMessage } from '../errors.ts';
import { type LawMessage, lawHandler } from './handlers/law.ts';
import { SessionCache } from './sessions.ts';
import type { Answer } from './worker.ts';

const port = parentPort!;
// Node's own warnings are not what the code under test prints.
process.removeAllListeners('warning');
const context = { sessions: new SessionCache(), pause: async (): Promise<void> => {} };

async function answer(message: LawMessage): Promise<Answer> {
  try {
    return { value: await lawHandler(message, context) };
  } catch (error) {
    return { error: toMessage(error) };
  }
}

port.on('message', async (message: LawMessage) => {
  port.postMessage(await answer(message));
});
port.postMessage('ready');
