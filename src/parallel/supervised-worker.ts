/**
 * The entry of a supervised thread: one message at a time, one answer each. `ready` is said when all code is loaded, which is why
 * the laws are imported here: Node 20 aborts the whole process when a thread is ended before (v8::Module::IsGraphAsync).
 */
import { parentPort } from 'node:worker_threads';
import './handlers/law.ts';
import work, { type Request } from './worker.ts';

const port = parentPort!;
port.on('message', async (request: Request) => {
  port.postMessage(await work(request));
});
port.postMessage('ready');
