import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('./fixtures/process.mjs', import.meta.url));

const secondThreadFails =
  "data:text/javascript,import { threadId } from 'node:worker_threads'; if (threadId === 2) throw new Error('no')";

/** Whatever happens to a worker, the process ends by itself: a time-out would reject here. */
test.concurrent.each([
  ['never used', 'end'],
  ['idle', 'done end'],
  ['closed', 'done end'],
  ['throw', 'WorkerError end'],
  ['exit', 'WorkerError end'],
  ['memory', 'WorkerError end'],
  ['broken start', 'WorkerError WorkerError end'],
  ['abort', 'InterruptedError end'],
  ['interrupt', 'InterruptedError end'],
])('after "%s" the process ends', async (situation, said) => {
  const options = situation === 'broken start' ? ['--import', secondThreadFails] : [];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, script, situation], {
    timeout: 15_000,
    killSignal: 'SIGKILL',
  });
  expect(stdout.trim().split('\n').join(' ')).toBe(said);
});
