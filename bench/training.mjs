// One training step of a 2-256-256-256-2 SiLU network at 1,024 rows (Adam, clipping, moving average) on 1, 2, … threads.
//
// benny times a step of each number of threads by itself. The speed-up is measured in pairs instead: one step on one
// thread, one on several, in turn, so that whatever else the machine does meets both; median and best of the ratios.
//
//   npm run build && node bench/training.mjs [--threads 1,2] [--pairs 60] [--json FILE]
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { parseArgs } from 'node:util';
import benny from 'benny';
import { createSession, eightGaussians, trainingConfig } from 'flowproof';
import { createPool, poolExecutor } from 'flowproof/node';

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2' },
    pairs: { type: 'string', default: '60' },
    json: { type: 'string' },
  },
});
const config = trainingConfig({
  network: { dim: 2, hidden: [256, 256, 256], activation: 'silu' },
  batch: 1024,
  steps: 1_000_000,
});
const data = { kind: 'target', target: eightGaussians().spec };

/** A run of its own, and a function that does its next step. */
function stepper(threads) {
  const pool = createPool({ threads });
  const executor = poolExecutor(pool).open(createSession(config, data, threads + 1));
  let count = 0;
  const step = async () => {
    await executor.run({ kind: 'gradient', step: count });
    await executor.run({ kind: 'reduce' });
    await executor.run({ kind: 'update', step: count, scale: 0.5 });
    count++;
  };
  return { threads, pool, step };
}

async function milliseconds(step) {
  const start = performance.now();
  await step();
  return performance.now() - start;
}

function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q) => Number(sorted[Math.floor(q * (sorted.length - 1))].toFixed(3));
  return { low: at(0), quartile: at(0.25), median: at(0.5), upper: at(0.75), high: at(1) };
}

async function pairs(one, several) {
  const alone = [];
  const together = [];
  for (let i = 0; i < Number(options.pairs); i++) {
    alone.push(await milliseconds(one.step));
    together.push(await milliseconds(several.step));
  }
  return {
    threads: several.threads,
    speedUp: summary(alone.map((time, i) => time / together[i])),
    bestAgainstBest: Number((Math.min(...alone) / Math.min(...together)).toFixed(3)),
    milliseconds: { alone: summary(alone), together: summary(together) },
  };
}

const steppers = options.threads.split(',').map((threads) => stepper(Number(threads)));
for (const { step } of steppers) for (let i = 0; i < 5; i++) await step();

const result = await benny.suite(
  `training step, 2-256-256-256-2, 1,024 rows, Node ${process.version}`,
  ...steppers.map(({ threads, step }) => benny.add(`${threads} threads`, step, { minSamples: 20 })),
  benny.cycle(),
);
const [one, ...others] = steppers;
const speedUps = [];
for (const several of others) {
  const measured = await pairs(one, several);
  speedUps.push(measured);
  const { speedUp, bestAgainstBest, milliseconds: ms } = measured;
  console.log(
    `${several.threads} threads: ${speedUp.median}× ${one.threads} (quartiles ${speedUp.quartile} … ${speedUp.upper}); ` +
      `best step ${ms.together.low} ms against ${ms.alone.low} ms: ${bestAgainstBest}×`,
  );
}
if (options.json) {
  writeFileSync(options.json, `${JSON.stringify({ node: process.version, result, speedUps }, null, 2)}\n`);
}
await Promise.all(steppers.map(({ pool }) => pool.close()));
