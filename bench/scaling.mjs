// Time against size along one axis at a time: rows, steps, width, depth, dimension, components, threads. Not against other libraries; what is
// looked for is the exponent: cost that grows faster than the work. The sizes of an axis take turns, so that whatever else the machine
// does meets all of them; the exponent is the slope of the log–log fit of the minima, its spread that of the single turns.
//
//   npm run build && node bench/scaling.mjs [AXIS …] [--turns 5] [--out FOLDER]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  condOT,
  createSession,
  eightGaussians,
  gaussianMixture,
  heun,
  initialise,
  inProcess,
  key,
  learnedField,
  marginalField,
  mlp,
  normalInto,
  solve,
  trainingConfig,
} from 'flowproof';
import { createPool, solveParallel } from 'flowproof/node';
import { load, machine } from './harness/machine.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    turns: { type: 'string', default: '5' },
    out: { type: 'string', default: fileURLToPath(new URL('../out/bench', import.meta.url)) },
  },
});

const data = { kind: 'target', target: eightGaussians().spec };

function points(rows, dim, Type = Float32Array) {
  const x = new Type(rows * dim);
  normalInto(key(1), 0, x);
  return x;
}

function network(hidden, dim = 2) {
  const net = mlp({ dim, hidden, activation: 'silu', time: { kind: 'fourier', frequencies: 4 } });
  return { mlp: net, params: initialise(net, key(1)) };
}

function mixture(count, dim) {
  const means = Array.from({ length: count }, (_, k) =>
    Array.from({ length: dim }, (_, i) => 4 * Math.sin(k * dim + i)),
  );
  return gaussianMixture({ means, stds: means.map(() => 0.5) });
}

function field(count, dim, rows, Type = Float64Array) {
  const { velocity } = marginalField({ schedule: condOT, target: mixture(count, dim) });
  const x = points(rows, dim, Type);
  const out = new Type(rows * dim);
  return () => velocity(0.5, x, out);
}

function sampling(hidden, rows, steps) {
  const learned = learnedField(network(hidden));
  const x = points(rows, 2);
  return () => solve(learned, x, { solver: heun, steps });
}

/** One training step, or several. */
function training(hidden, batch, steps = 1, dim = 2) {
  const target = dim === 2 ? data : { kind: 'target', target: mixture(8, dim).spec };
  const config = trainingConfig({ network: { dim, hidden }, batch, steps: 1e8, heldOutExamples: 1 });
  const executor = inProcess.open(createSession(config, target));
  let step = 0;
  return async () => {
    for (let i = 0; i < steps; i++, step++) {
      await executor.run({ kind: 'gradient', step });
      await executor.run({ kind: 'reduce' });
      await executor.run({ kind: 'update', step, scale: 1 });
    }
  };
}

async function onThreads(threads) {
  const pool = createPool({ threads });
  const x = points(32_768, 2);
  const { mlp: net, params } = network([64, 64, 64]);
  const spec = { kind: 'learned', config: net.config, params };
  return {
    run: () => solveParallel(pool, spec, x, { dim: 2, solver: heun, steps: 4 }),
    close: () => pool.close(),
  };
}

const DECADES = [1e3, 1e4, 1e5, 1e6];
const AXES = {
  'rows: exact field': { sizes: DECADES, of: (n) => field(8, 2, n) },
  'rows: sampling, 2-32-32-2': { sizes: DECADES, of: (n) => sampling([32, 32], n, 1) },
  'rows: training step, 2-16-2': { sizes: DECADES, of: (n) => training([16], n) },
  'steps: sampling, 2-32-32-2, 1,000 rows': {
    sizes: [1, 10, 100, 1000],
    of: (n) => sampling([32, 32], 1000, n),
  },
  'steps: training, 2-16-2, 64 rows': { sizes: [10, 100, 1000, 10_000], of: (n) => training([16], 64, n) },
  'width: training step, 3 layers, 256 rows': {
    sizes: [16, 32, 64, 128, 256, 512],
    of: (n) => training([n, n, n], 256),
  },
  'depth: training step, 64 wide, 256 rows': {
    sizes: [1, 2, 4, 8, 16],
    of: (n) => training(Array(n).fill(64), 256),
  },
  'dimension: training step, 64 wide, 256 rows': {
    sizes: [2, 8, 32, 128, 512],
    of: (n) => training([64, 64], 256, 1, n),
  },
  'dimension: exact field, 8 components, 1,000 rows': {
    sizes: [2, 8, 32, 128, 512],
    of: (n) => field(8, n, 1000),
  },
  'components: exact field, 2 dimensions, 1,000 rows': {
    sizes: [1, 4, 16, 64, 256, 1024],
    of: (n) => field(n, 2, 1000),
  },
  'threads: sampling, 2-64-64-64-2, 32,768 rows': { sizes: [1, 2], of: onThreads },
};

/** Of one call, on average over `calls`. */
async function milliseconds(run, calls = 1) {
  const start = performance.now();
  for (let i = 0; i < calls; i++) await run();
  return (performance.now() - start) / calls;
}

/** What one look takes at least, so that a short call is timed over many. */
const LOOK_MS = 20;

/** Slope of the least-squares line through (ln x, ln y). */
function slope(sizes, times) {
  const [x, y] = [sizes.map(Math.log), times.map(Math.log)];
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = mean(x.map((value, i) => (value - mx) * (y[i] - my)));
  return covariance / mean(x.map((value) => (value - mx) ** 2));
}

const digits = (value, n = 4) => Number(value.toPrecision(n));
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function measureAxis(name, { sizes, of }) {
  const made = await Promise.all(sizes.map(of));
  const runs = made.map((it) => it.run ?? it);
  const times = sizes.map(() => []);
  const calls = [];
  for (const run of runs) {
    // Compiles, and finds how many calls make a look.
    await milliseconds(run);
    calls.push(Math.ceil(LOOK_MS / (await milliseconds(run))));
  }
  for (let turn = 0; turn < Number(options.turns); turn++) {
    for (const [i, run] of runs.entries()) times[i].push(await milliseconds(run, calls[i]));
  }
  await Promise.all(made.map((it) => it.close?.()));
  const best = times.map((own) => Math.min(...own));
  const turns = times[0].map((_, turn) =>
    slope(
      sizes,
      times.map((own) => own[turn]),
    ),
  );
  return {
    name,
    points: sizes.map((size, i) => ({
      size,
      milliseconds: {
        low: digits(best[i]),
        median: digits(median(times[i])),
        high: digits(Math.max(...times[i])),
      },
    })),
    // Small sizes show what a call costs by itself: the last two show how cost grows.
    exponent: {
      all: digits(slope(sizes, best), 3),
      low: digits(Math.min(...turns), 3),
      high: digits(Math.max(...turns), 3),
      last: digits(slope(sizes.slice(-2), best.slice(-2)), 3),
    },
  };
}

const before = load();
const axes = [];
for (const [name, axis] of Object.entries(AXES)) {
  if (positionals.length > 0 && !positionals.some((word) => name.includes(word))) continue;
  const result = await measureAxis(name, axis);
  axes.push(result);
  const { all, low, high, last } = result.exponent;
  const list = result.points.map(({ size, milliseconds: ms }) => `${size}: ${ms.low}`).join(', ');
  console.log(`${name}\n  ms ${list}\n  exponent ${all} (${low} … ${high}), between the last two ${last}`);
}
mkdirSync(options.out, { recursive: true });
const result = {
  suite: 'scaling',
  date: new Date().toISOString().slice(0, 10),
  machine: machine(),
  load: { before, after: load() },
  axes,
};
writeFileSync(join(options.out, 'scaling.json'), `${JSON.stringify(result, null, 2)}\n`);
