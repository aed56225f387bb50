// The catalogue of mistakes against a program that makes them: every known mistake is planted by hand in the numpy adapter
// (adapters/numpy/planted), and the oracle, who knows nothing of that program, has to refute it, to name it first, and to accuse nobody
// else. The planted code shares nothing with the oracle's own variants of the mistakes but their description.
//
//   npm run oracle:planted -- [--json] [--dtype float64] [--only WORD] [PYTHON]
//
// Checked for each mistake: the operations that it touches, all of which have to be refuted, and three others, which must not be.
// Then some mistakes are taken in part, truth + θ (mistake − truth), and the θ at which they stop being seen is compared with the one
// that the power of the cases predicts, 1/separation.
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { mistakes, operations } from '../dist/oracle/registry.js';

const LEAST_NAMED = 0.95;
/** Between the θ that is seen and the prediction: a factor of 2 for the grid, one of 2 for the adapter's own roundings. */
const FACTOR = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    dtype: { type: 'string', default: 'float32' },
    only: { type: 'string', default: '' },
  },
});
const python = positionals[0] ?? '/usr/bin/python3';
const began = performance.now();

/** Mistakes with the same root go to the same worker, so that cases are prepared once. */
function shares(count) {
  const order = new Map(operations.map(({ name }, i) => [name, i]));
  const chosen = mistakes.filter(({ id }) => id.includes(values.only));
  const sorted = chosen.toSorted((a, b) => order.get(a.operations[0]) - order.get(b.operations[0]));
  const weights = sorted.map(({ operations }) => operations.length + 2);
  const total = weights.reduce((a, b) => a + b, 0);
  const lists = Array.from({ length: count }, () => []);
  let passed = 0;
  for (const [i, { id }] of sorted.entries()) {
    lists[Math.min(count - 1, Math.floor((count * passed) / total))].push(id);
    passed += weights[i];
  }
  return lists;
}

const ask = (ids) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('oracle-catalogue/worker.mjs', import.meta.url), {
      workerData: { ids, python, dtype: values.dtype },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

const parts = await Promise.all(shares(Math.min(2, availableParallelism())).map(ask));
const rows = parts.flatMap((part) => part.rows);
const shrunk = parts.flatMap((part) => part.shrunk);
const seconds = (performance.now() - began) / 1000;

const named = rows.filter(({ id, found }) => found[0] === id);
const confused = rows.filter(({ id, found }) => found[0] !== id);
const right = [...new Set(parts.flatMap((part) => part.right.operations))];
const failures = [
  ...parts.flatMap((part) => part.right.notVerified.map((line) => `without a mistake, ${line}`)),
  ...parts.flatMap((part) => part.right.broken.map((line) => `without a mistake, ${line}`)),
  ...rows.flatMap(({ id, missed }) => missed.map((name) => `${id}: ${name} is not refuted`)),
  ...rows.flatMap(({ id, accused }) => accused.map((name) => `${id}: ${name} is accused and is right`)),
  ...rows.flatMap(({ id, broken }) => broken.map((message) => `${id}: ${message}`)),
  ...shrunk.flatMap(({ id, predicted, seen }) =>
    seen / predicted > FACTOR || seen / predicted < 1 / FACTOR
      ? [`${id}: seen down to ${seen.toPrecision(2)}, predicted ${predicted.toPrecision(2)}`]
      : [],
  ),
  ...(named.length < LEAST_NAMED * rows.length
    ? [`${named.length} of ${rows.length} mistakes are named first, expected ${100 * LEAST_NAMED} %`]
    : []),
];

if (values.json) {
  console.log(JSON.stringify({ dtype: values.dtype, rows, shrunk, failures, seconds }, null, 1));
} else {
  console.log(`numpy without a mistake: ${right.length} operations asked`);
  const refuted = rows.filter(({ missed }) => missed.length === 0).length;
  console.log(`${refuted} of ${rows.length} mistakes refuted in every operation that they touch`);
  console.log(`${named.length} of ${rows.length} named first by their own name`);
  for (const { id, found } of confused) console.log(`  ${id} is called ${found.join(', ') || 'nothing'}`);
  for (const { id, found } of named.filter(({ found }) => found.length > 1))
    console.log(`  ${id} brings ${found.slice(1).join(', ')} along`);
  const accused = rows.flatMap((row) => row.accused).length;
  console.log(
    `${accused} of ${rows.reduce((n, { asked }) => n + asked, 0)} answers of right operations accused`,
  );
  for (const { id, operation, predicted, seen } of shrunk)
    console.log(
      `  ${id} in ${operation}: seen down to a share of ${seen.toExponential(1)}, predicted ${predicted.toExponential(1)}`,
    );
  console.log(`${seconds.toFixed(0)} s`);
  for (const failure of failures) console.log(`FAILED ${failure}`);
}
process.exitCode = failures.length > 0 ? 1 : 0;
