// Threads that do each round of a job at the same time and meet at a counter in shared memory: for what is timed on several cores.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const START = 0;
const DONE = 1;

/** On a further thread: does `part()` in every round, for ever. */
export function followRounds(port, meeting, part) {
  for (let round = 0; ; round++) {
    if (round === 0) port.postMessage('ready');
    Atomics.wait(meeting, START, round);
    part();
    Atomics.add(meeting, DONE, 1);
    Atomics.notify(meeting, DONE);
  }
}

/**
 * Starts threads − 1 of the module at `url`, which follow: each is given `dataOf(part)` with the `meeting` as workerData. `round` does a
 * round, of which `part()` is this thread's.
 */
export async function leadRounds(url, threads, part, dataOf) {
  const meeting = new Int32Array(new SharedArrayBuffer(8));
  const workers = [];
  for (let number = 1; number < threads; number++) {
    const worker = new Worker(url, { workerData: { ...dataOf(number), meeting } });
    await once(worker, 'message');
    workers.push(worker);
  }
  const round = () => {
    Atomics.store(meeting, DONE, 1);
    Atomics.add(meeting, START, 1);
    Atomics.notify(meeting, START);
    part();
    for (;;) {
      const done = Atomics.load(meeting, DONE);
      if (done === threads) return;
      Atomics.wait(meeting, DONE, done);
    }
  };
  return { round, close: () => Promise.all(workers.map((worker) => worker.terminate())) };
}
