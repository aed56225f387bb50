// The exact velocity of a mixture of ours: one call for a batch, or its rows on the threads of a pool. Buffers are kept, as in numpy's.
import { condOT, gaussianMixture, key, marginalField, normal } from '../../dist/index.js';
import { createPool, evaluateField } from '../../dist/node.js';
import { machine } from '../harness/machine.mjs';
import { serve, settings, timed, timedSync } from '../harness/serve.mjs';

const { dim, components, rows, dtype, threads = 1 } = settings;
const TIME = 0.5;

const means = normal(key(1), [components, dim], { dtype: 'float64' }).data;
const target = gaussianMixture({
  weights: Array.from({ length: components }, () => 1 / components),
  means: Array.from({ length: components }, (_, k) => [...means.subarray(k * dim, (k + 1) * dim)]),
  stds: Array.from({ length: components }, (_, k) => 0.2 + (0.3 * k) / components),
});
const field = marginalField({ schedule: condOT, target });
const drawn = normal(key(2), [rows, dim], { dtype }).data;
const [x, out] = [0, 0].map(() => new drawn.constructor(new SharedArrayBuffer(drawn.byteLength)));
x.set(drawn);

async function onPool() {
  const pool = createPool({ threads });
  const session = pool.session();
  const unit = () => evaluateField(pool, field.spec, 'velocity', TIME, x, { dim, session, out });
  return { run: (count) => timed(unit, count), close: () => pool.close() };
}

function here() {
  return { run: (count) => timedSync(() => field.velocity(TIME, x, out), count) };
}

await serve({
  version: `flowproof ${machine().flowproof}`,
  threads,
  ...(threads > 1 ? await onPool() : here()),
});
