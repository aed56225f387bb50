// The bits of flowproof: SHA-256 of training, sampling, exact fields, random numbers and functions, for several numbers
// of threads. They are the same on every machine, every Node and any number of threads (spec/bits/golden.json).
//
//   node scripts/bits.mjs [--threads 1,2,3,4,8] [--from FOLDER] [--write FILE]
//
// --from takes the package that is installed in FOLDER instead of this one. --write puts the hashes of the first number
// of threads into FILE: only after a change that is meant to change bits.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2,3,4,8' },
    from: { type: 'string', default: fileURLToPath(new URL('.', import.meta.url)) },
    write: { type: 'string' },
  },
});
const installed = createRequire(resolve(options.from, 'here.js'));
const load = (name) => import(pathToFileURL(installed.resolve(name)).href);
const flowproof = await load('flowproof');
const { createPool, evaluateField, poolExecutor, solveParallel } = await load('flowproof/node');

const { cosine, gaussianMixture, heun, initialise, key, marginalField, mlp, rk4 } = flowproof;
const { forward, mlpWorkspace, normal, train, trainingConfig } = flowproof;
const ROWS = 10_000;

function sha256(...arrays) {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of arrays)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

const mixture = gaussianMixture({
  weights: [0.2, 0.5, 0.3],
  means: [
    [-2, 0.5],
    [1.5, 1],
    [0, -1],
  ],
  covariances: [
    [
      [0.3, 0.1],
      [0.1, 0.2],
    ],
    [
      [0.05, 0],
      [0, 0.4],
    ],
    [
      [1, -0.3],
      [-0.3, 0.5],
    ],
  ],
});

/** Rows with classes, some hidden: shuffled epochs of 1,000 rows, so that batches span two. */
function labelledRows() {
  const rows = new Float32Array(2 * 1000);
  const heldOut = new Float32Array(2 * 100);
  mixture.sampleInto(key(1), 0, rows);
  mixture.sampleInto(key(2), 0, heldOut);
  const labels = Int32Array.from({ length: 1000 }, (_, i) => i % 3);
  return { kind: 'rows', rows, heldOut, labels, heldOutLabels: labels.slice(0, 100) };
}

/** 200 steps of a small network, and 10,000 samples of it. */
async function training(pool) {
  const network = { dim: 2, hidden: [32, 32], activation: 'silu', classes: 3 };
  const config = trainingConfig({
    seed: 11,
    network,
    steps: 200,
    batch: 128,
    tileRows: 16,
    warmup: 20,
    labelDropout: 0.1,
    timeSampler: { kind: 'logit-normal', mean: 0, std: 1 },
    heldOutExamples: 256,
  });
  const state = await train({ config, data: labelledRows(), executor: poolExecutor(pool) });
  const { parameters, average, first, second, losses } = state;
  const field = { kind: 'learned', config: config.network, params: average, label: 1, guidance: 1.5 };
  const x0 = normal(key(12), [ROWS, 2]).data;
  const { x } = await solveParallel(pool, field, x0, { solver: rk4, steps: 4, dim: 2 });
  return {
    'parameters after 200 steps': sha256(parameters, average, first, second, losses),
    '10,000 samples': sha256(x),
  };
}

/** Enough parameters that the reduction and the update are shared among the threads, too. */
async function wideTraining(pool) {
  const config = trainingConfig({
    seed: 13,
    schedule: { kind: 'cosine' },
    network: { dim: 2, hidden: [256, 256], activation: 'gelu', time: { kind: 'input' } },
    loss: 'fm',
    timeSampler: { kind: 'beta', alpha: 0.5, beta: 2 },
    optimizer: { kind: 'adamw', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01 },
    steps: 12,
    warmup: 2,
    batch: 60,
    tileRows: 8,
    heldOutExamples: 64,
  });
  const data = { kind: 'target', target: mixture.spec };
  const { parameters, losses } = await train({ config, data, executor: poolExecutor(pool) });
  return { 'wide network': sha256(parameters, losses) };
}

async function exactField(pool) {
  const field = marginalField({ schedule: cosine, target: mixture });
  const x = normal(key(21), [ROWS, 2], { dtype: 'float64' }).data;
  const of = (quantity) => evaluateField(pool, field.spec, quantity, 0.375, x, { dim: 2 });
  const quantities = [];
  for (const quantity of ['velocity', 'score', 'logDensity', 'dtLogDensity', 'divergence']) {
    quantities.push(await of(quantity));
  }
  const solved = await solveParallel(pool, field.spec, x.subarray(0, 2000), {
    solver: heun,
    steps: 4,
    dim: 2,
  });
  return { 'exact field': sha256(...quantities), 'exact flow': sha256(solved.x) };
}

function randomNumbers() {
  const { categorical, integers, permutation, uniform } = flowproof;
  const shape = [ROWS];
  return {
    uniforms: sha256(uniform(key(31), shape).data, uniform(key(31), shape, { dtype: 'float64' }).data),
    normals: sha256(normal(key(32), shape).data, normal(key(32), shape, { dtype: 'float64' }).data),
    integers: sha256(
      Float64Array.from(integers(key(33), shape, { min: -5, max: 1e6 }).data),
      Float64Array.from(categorical(key(34), [0.1, 0.7, 0.2], shape).data),
      Float64Array.from(permutation(key(35), ROWS)),
    ),
  };
}

function functions() {
  const u = flowproof.uniform(key(41), [ROWS], { dtype: 'float64' }).data;
  const wide = u.map((v) => (v - 0.5) * 80);
  const positive = u.map((v) => v * 1000);
  const inputs = {
    ...{
      exp: wide,
      expm1: wide,
      tanh: u.map((v) => (v - 0.5) * 8),
      sin: wide,
      cos: wide,
      sinPi: wide,
      cosPi: wide,
    },
    ...{
      log: positive,
      log1p: positive,
      erf: u.map((v) => (v - 0.5) * 8),
      erfc: u.map((v) => (v - 0.5) * 30),
    },
    ...{ normalCdf: wide, logNormalCdf: wide, normalQuantile: u },
  };
  const values = Object.entries(inputs).map(([name, xs]) => xs.map((x) => flowproof[name](x)));
  return { functions: sha256(...values) };
}

function networks() {
  const rows = 500;
  const outputs = ['tanh', 'relu', 'silu', 'gelu', 'selu', 'softplus'].map((activation) => {
    const net = mlp({ dim: 3, hidden: [20, 20], activation, time: { kind: 'fourier', frequencies: 4 } });
    const out = new Float32Array(rows * 3);
    const x = normal(key(51), [rows, 3]).data;
    const t = flowproof.uniform(key(52), [rows]).data;
    forward(net, initialise(net, key(53)), rows, x, t, null, mlpWorkspace(net, rows), out);
    return out;
  });
  return { networks: sha256(...outputs) };
}

const withoutThreads = { ...randomNumbers(), ...functions(), ...networks() };
const runs = [];
for (const threads of options.threads.split(',').map(Number)) {
  const pool = createPool({ threads });
  const hashes = { ...(await training(pool)), ...(await wideTraining(pool)), ...(await exactField(pool)) };
  await pool.close();
  runs.push({ threads, hashes: { ...hashes, ...withoutThreads } });
}
if (options.write !== undefined) {
  writeFileSync(options.write, `${JSON.stringify(runs[0].hashes, null, 2)}\n`);
}
process.stdout.write(`${JSON.stringify({ node: process.version, runs }, null, 2)}\n`);
