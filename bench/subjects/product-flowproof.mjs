// C += A Bᵀ of ours: the kernel under every layer of a network. More threads share the rows of C and meet at a counter in the same memory.
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { adoptHeap, heapHandle, together } from '../../dist/kernels/heap.js';
import { addProduct } from '../../dist/kernels/product.js';
import { machine } from '../harness/machine.mjs';
import { serve, settings, timedSync } from '../harness/serve.mjs';

const START = 0;
const DONE = 1;

function share({ n, threads, a, b, c }, part) {
  const [from, to] = [part, part + 1].map((at) => Math.floor((n * at) / threads));
  addProduct(to - from, n, n, a.subarray(from * n), n, 1, b, n, 1, c.subarray(from * n));
}

function work({ job, part, handle }) {
  adoptHeap(job.c, handle);
  const { meeting } = job;
  for (let round = 0; ; round++) {
    if (round === 0) parentPort.postMessage('ready');
    Atomics.wait(meeting, START, round);
    share(job, part);
    Atomics.add(meeting, DONE, 1);
    Atomics.notify(meeting, DONE);
  }
}

async function lead({ size: n, threads = 1 }) {
  const [a, b, c] = together((heap) => [1, 2, 3].map(() => heap.float32(n * n)), {
    shared: threads > 1,
    threads,
  });
  for (let i = 0; i < n * n; i++) {
    a[i] = Math.sin(i);
    b[i] = Math.cos(i);
  }
  const meeting = new Int32Array(new SharedArrayBuffer(8));
  const job = { n, threads, a, b, c, meeting };
  const workers = [];
  for (let part = 1; part < threads; part++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { job, part, handle: heapHandle(c) } });
    await once(worker, 'message');
    workers.push(worker);
  }
  const product = () => {
    Atomics.store(meeting, DONE, 1);
    Atomics.add(meeting, START, 1);
    Atomics.notify(meeting, START);
    share(job, 0);
    for (;;) {
      const done = Atomics.load(meeting, DONE);
      if (done === threads) return;
      Atomics.wait(meeting, DONE, done);
    }
  };
  await serve({
    version: `flowproof ${machine().flowproof}`,
    threads,
    run: (count) => timedSync(product, count),
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  });
}

if (isMainThread) await lead(settings);
else work(workerData);
