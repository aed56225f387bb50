// Some mistakes of the catalogue, planted in the numpy adapter and judged: see scripts/oracle-catalogue.mjs.
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { processBackend } from '../../dist/backends/index.js';
import { machineOf } from '../../dist/oracle/arithmetic/machine.js';
import { judgeCase } from '../../dist/oracle/judge/case-verdict.js';
import { chooseCases } from '../../dist/oracle/judge/choose-cases.js';
import { findingsOf } from '../../dist/oracle/judge/findings.js';
import { judgeOperation } from '../../dist/oracle/judge/operation-verdict.js';
import { prepare } from '../../dist/oracle/judge/prepared.js';
import { mistakes, operations } from '../../dist/oracle/registry.js';
import { fold, key } from '../../dist/random/index.js';

const { ids, python, dtype } = workerData;
const ADAPTER = fileURLToPath(new URL('../../adapters/numpy/adapter.py', import.meta.url));
const UNTOUCHED = 3;
/** Every so many mistakes one is shrunk. */
const SHRUNK_EVERY = 20;
/** Shares in units of the predicted one, from above. */
const GRID = [4, 2, 1, 0.5, 0.25];

const byName = new Map(operations.map((operation) => [operation.name, operation]));
const cases = new Map();

function prepared(name) {
  let found = cases.get(name);
  if (!found) {
    const operation = byName.get(name);
    const drawn = chooseCases(operation, { key: fold(key(1), operations.indexOf(operation)), dtype });
    found = drawn.map((question) => prepare(operation, question, machineOf(dtype)));
    cases.set(name, found);
  }
  return found;
}

async function judged(backend, name) {
  const done = [];
  for (const one of prepared(name)) done.push(judgeCase(one, await backend.run(one.question)));
  return judgeOperation(byName.get(name), dtype, done);
}

async function withAdapter(args, use) {
  const backend = processBackend({
    command: python,
    args: [ADAPTER, ...args],
    env: { OPENBLAS_NUM_THREADS: '1' },
  });
  try {
    return await use(backend);
  } finally {
    await backend.stop();
  }
}

/** The three operations nearest in the registry that the mistake does not touch. */
function untouched({ operations: touched }) {
  const names = [...byName.keys()];
  const root = names.indexOf(touched[0]);
  return names
    .filter((name) => !touched.includes(name))
    .sort((a, b) => Math.abs(names.indexOf(a) - root) - Math.abs(names.indexOf(b) - root))
    .slice(0, UNTOUCHED);
}

const broken = (judgements) =>
  judgements
    .filter(({ errors, faults, unsupported }) => errors + faults + unsupported > 0)
    .map(({ operation, cases }) => `${operation.name}: ${cases.find(({ message }) => message)?.message}`);

async function judge(mistake) {
  const others = untouched(mistake);
  const judgements = await withAdapter(['--mistake', mistake.id], async (backend) => {
    const all = [];
    for (const name of [...mistake.operations, ...others]) all.push(await judged(backend, name));
    return all;
  });
  const findings = findingsOf(judgements);
  const named = ({ operation }) => operation.name;
  const refuted = new Set(judgements.filter(({ verdict }) => verdict === 'REFUTED').map(named));
  return {
    id: mistake.id,
    found: findings.map(({ id }) => id),
    asked: others.length,
    missed: mistake.operations.filter((name) => !refuted.has(name)),
    accused: others.filter((name) => refuted.has(name)),
    broken: broken(judgements),
    details: findings.map(({ id, explains, distance, runnerUp }) => ({ id, explains, distance, runnerUp })),
  };
}

/** The adapter without a mistake, on all cases that were prepared. */
async function withoutMistake() {
  const judgements = await withAdapter([], async (backend) => {
    const all = [];
    for (const name of cases.keys()) all.push(await judged(backend, name));
    return all;
  });
  const wrong = judgements.filter(({ verdict }) => !['EXACT', 'PROVED', 'PLAUSIBLE'].includes(verdict));
  return {
    operations: judgements.map(({ operation }) => operation.name),
    notVerified: wrong.map(({ operation, verdict }) => `${operation.name}: ${verdict}`),
    broken: broken(judgements),
  };
}

/** The smallest share of the grid that is refuted in the mistake's root; null where any share is, as a bound is 0. */
async function shrink(mistake) {
  const [operation] = mistake.operations;
  const separations = prepared(operation).map(
    ({ variants }) => variants.find((variant) => variant.mistake === mistake).separation,
  );
  const predicted = 1 / Math.max(...separations);
  if (predicted === 0) return null;
  let seen = Infinity;
  for (const factor of GRID) {
    const share = factor * predicted;
    const args = ['--mistake', mistake.id, '--share', String(share)];
    const { verdict } = await withAdapter(args, (backend) => judged(backend, operation));
    if (verdict !== 'REFUTED') break;
    seen = share;
  }
  return { id: mistake.id, operation, predicted, seen };
}

const rows = [];
const shrunk = [];
for (const [i, id] of ids.entries()) {
  const mistake = mistakes.find((other) => other.id === id);
  rows.push(await judge(mistake));
  const whole = byName.get(mistake.operations[0]).outputs.every(({ type }) => type === 'float');
  if (whole && i % SHRUNK_EVERY === 0) shrunk.push(await shrink(mistake));
}
parentPort.postMessage({ rows, shrunk: shrunk.filter((row) => row !== null), right: await withoutMistake() });
