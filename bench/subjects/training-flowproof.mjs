// Training steps of ours, as a user runs them: one long `train`, on a pool when there are several threads. It stands still in onStep
// between two measurements; what is timed lies between two calls, so neither the start nor the held-out examples are part of it.
import { train, trainingConfig } from '../../dist/index.js';
import { createPool, poolExecutor } from '../../dist/node.js';
import { machine } from '../harness/machine.mjs';
import { serveFromWithin, settings } from '../harness/serve.mjs';
import { trainingRows } from './training-rows.mjs';

const { widths, batch, threads = 1 } = settings;
const dim = widths[0];
/** More than anybody asks for. */
const STEPS = 100_000_000;
/** Steps before the clock starts, so that caches and threads are as they are in a long run. */
const BEFORE = 3;

const config = trainingConfig({
  network: { dim, hidden: widths.slice(1, -1), activation: 'silu', time: { kind: 'input' } },
  timeSampler: { kind: 'uniform' },
  batch,
  steps: STEPS,
  heldOutExamples: 1,
  heldOutEvery: STEPS,
});
const data = { kind: 'rows', ...trainingRows(dim) };
const onStep = serveFromWithin({ before: BEFORE, version: `flowproof ${machine().flowproof}`, threads });
await train({ config, data, executor: poolExecutor(createPool({ threads })), onStep });
