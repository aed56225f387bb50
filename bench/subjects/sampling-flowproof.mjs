// Sampling from a network of ours: Heun's method from noise to data on a pool.
import { heun, initialise, key, mlp, normal } from '../../dist/index.js';
import { createPool, solveParallel } from '../../dist/node.js';
import { machine } from '../harness/machine.mjs';
import { serve, settings, timed } from '../harness/serve.mjs';

const { widths, rows, steps, threads = 1 } = settings;
const config = { dim: widths[0], hidden: widths.slice(1, -1), activation: 'silu', time: { kind: 'input' } };
const weights = initialise(mlp(config), key(0));
const params = new Float32Array(new SharedArrayBuffer(weights.byteLength));
params.set(weights);
const spec = { kind: 'learned', config, params };
const noise = normal(key(1), [rows, config.dim]).data;

const pool = createPool({ threads });
const session = pool.session();
const options = { dim: config.dim, solver: heun, steps, session };
await solveParallel(pool, spec, noise.slice(0, config.dim), { ...options, steps: 1 });

const unit = () => solveParallel(pool, spec, noise, options);
await serve({
  version: `flowproof ${machine().flowproof}`,
  threads,
  run: (count) => timed(unit, count, { lead: false }),
  close: () => pool.close(),
});
