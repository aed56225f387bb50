// C += A Bᵀ of ours: the kernel under every layer of a network. More threads share the rows of C and meet at a counter in the same memory.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { adoptHeap, heapHandle, together } from '../../dist/kernels/heap.js';
import { addProduct } from '../../dist/kernels/product.js';
import { machine } from '../harness/machine.mjs';
import { followRounds, leadRounds } from '../harness/rounds.mjs';
import { serve, settings, timedSync } from '../harness/serve.mjs';

function share({ n, threads, a, b, c }, part) {
  const [from, to] = [part, part + 1].map((at) => Math.floor((n * at) / threads));
  addProduct(to - from, n, n, a.subarray(from * n), n, 1, b, n, 1, c.subarray(from * n));
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
  const job = { n, threads, a, b, c };
  const dataOf = (part) => ({ job, part, handle: heapHandle(c) });
  const { round, close } = await leadRounds(new URL(import.meta.url), threads, () => share(job, 0), dataOf);
  await serve({
    version: `flowproof ${machine().flowproof}`,
    threads,
    run: (count) => timedSync(round, count),
    close,
  });
}

if (isMainThread) await lead(settings);
else {
  const { job, part, handle, meeting } = workerData;
  adoptHeap(job.c, handle);
  followRounds(parentPort, meeting, () => share(job, part));
}
