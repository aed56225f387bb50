// A training step of ours, as a user runs it: `train`, on a pool when there are several threads. What is timed lies between two calls of
// onStep, so neither the start nor the held-out examples are part of it.
import { performance } from 'node:perf_hooks';
import { train, trainingConfig } from '../../dist/index.js';
import { createPool, poolExecutor } from '../../dist/node.js';
import { machine } from '../harness/machine.mjs';
import { serve, settings } from '../harness/serve.mjs';
import { trainingRows } from './training-rows.mjs';

const { widths, batch, threads = 1 } = settings;
const dim = widths[0];
/** Steps before the clock starts: caches and threads are as they are in a long run. */
const BEFORE = 3;

const pool = createPool({ threads });
const data = { kind: 'rows', ...trainingRows(dim) };

async function run(count) {
  const config = trainingConfig({
    network: { dim, hidden: widths.slice(1, -1), activation: 'silu', time: { kind: 'input' } },
    timeSampler: { kind: 'uniform' },
    batch,
    steps: BEFORE + count + 1,
    heldOutExamples: 1,
    heldOutEvery: BEFORE + count + 1,
  });
  let start = 0;
  let end = 0;
  const onStep = ({ step }) => {
    if (step === BEFORE) start = performance.now();
    if (step === BEFORE + count) end = performance.now();
  };
  await train({ config, data, executor: poolExecutor(pool), onStep });
  return end - start;
}

await serve({ version: `flowproof ${machine().flowproof}`, threads, run, close: () => pool.close() });
