// Right backends must not be accused: generated cases by the thousand over programs that compute everything correctly, each in its own
// way, and no answer may be refuted.
//
//   node scripts/oracle-false-alarms.mjs [--cases N] [--seed S] [--backend NAME ...] [--operation PREFIX] [--only K] [--json FILE]
//
// --cases is the number over all backends (default 20000). Every third case is of the edge tier, every eighth of other sizes than the
// operation's own; settings, element type, sizes and numbers are drawn. A refuted answer is printed with what replays it; --only K asks
// one case again. Exit code 1 when an answer is refuted, an adapter raises an error, more than one case in a thousand is SUSPECT, or no
// answer of a backend is judged.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fold, key, uniformInto, withStream } from '../dist/index.js';
import { moduleBackend, processBackend } from '../dist/node.js';
import { drawCase, judgeCase, machineOf, operations, prepare } from '../dist/oracle/index.js';

const PYTHON = '/usr/bin/python3';
const MOST_SUSPECT = 1e-3;
/** How many complaints about one operation are printed. */
const MOST_PRINTED = 3;
/** The largest extent of an axis where sizes are drawn freely. */
const LARGEST = 12;

const file = (path) => fileURLToPath(new URL(`../adapters/${path}`, import.meta.url));

const python = (folder, needs, ...args) => ({
  missing() {
    if (!existsSync(file(`${folder}/adapter.py`))) return `adapters/${folder} is not there`;
    try {
      execFileSync(PYTHON, ['-c', `import ${needs}`], { stdio: 'ignore' });
      return null;
    } catch {
      return `${PYTHON} has no ${needs}`;
    }
  },
  start: async () => processBackend({ command: PYTHON, args: [file(`${folder}/adapter.py`), ...args] }),
});

const module = (path) => ({
  missing: () => (existsSync(file(path)) ? null : `adapters/${path} is not there`),
  start: () => moduleBackend(file(path)),
});

/** Programs that are right, with their shares of the cases. */
const backends = {
  numpy: { share: 5, ...python('numpy', 'numpy') },
  torch: { share: 5, ...python('torch', 'torch') },
  'torch-autograd': {
    share: 2,
    ...python('torch', 'torch', '--derivatives', 'autograd', '--sums', 'shuffled', '--threads', '2'),
  },
  'torch-tf32': { share: 1, ...python('torch', 'torch', '--arith', 'tf32', '--declare') },
  'torch-bf16': { share: 1, ...python('torch', 'torch', '--arith', 'bf16', '--declare') },
  tfjs: { share: 3, ...module('tfjs/adapter.mjs') },
  flowproof: { share: 3, ...module('flowproof/adapter.mjs') },
};

const { values: options } = parseArgs({
  options: {
    cases: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    backend: { type: 'string', multiple: true, default: Object.keys(backends) },
    operation: { type: 'string', default: '' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});

const seed = key(Number(options.seed));

/** Sizes beyond those of the operation, from 1. */
function freeSizes(operation, at) {
  const names = Object.keys(operation.sizes);
  const draws = new Float64Array(names.length);
  uniformInto(withStream(at, 9), 0, draws);
  return Object.fromEntries(names.map((name, i) => [name, 1 + Math.floor(LARGEST * draws[i] ** 2)]));
}

/** Case k of a backend: the operation goes round, so that each gets its share. */
function questionOf(hello, asked, k) {
  const operation = asked[k % asked.length];
  const round = Math.floor(k / asked.length);
  const at = fold(withStream(seed, 8), k);
  return {
    operation,
    question: drawCase(operation, at, {
      id: String(k),
      dtype: hello.dtypes[round % hello.dtypes.length],
      tier: round % 3 === 2 ? 'edge' : 'main',
      ...(round % 8 === 7 ? { sizes: freeSizes(operation, at) } : {}),
    }),
  };
}

function describe(name, k, { prepared, parts, verdict }) {
  const { question } = prepared;
  const part = parts.find(({ comparison }) =>
    verdict === 'REFUTED' ? !(comparison.ratio <= 1) : !(comparison.deviation <= 1),
  );
  const { worst, ratio, deviation } = part.comparison;
  const settings = JSON.stringify(question.settings);
  const sizes = JSON.stringify(question.sizes);
  return [
    `  ${verdict} ${question.operation} ${question.dtype} ${part.name}: ${ratio.toPrecision(3)} bounds, ${deviation.toPrecision(3)} statistical`,
    `    ${settings} ${sizes}`,
    `    at [${worst?.index}]: received ${worst?.received}, expected ${worst?.expected} ± ${worst?.bound}`,
    `    --seed ${options.seed} --backend ${name} --only ${k}`,
  ].join('\n');
}

async function holdAgainst(name, count) {
  const backend = await backends[name].start();
  const begun = performance.now();
  const tally = { cases: 0, verdicts: {}, unsupported: 0, failed: 0, ratio: 0, at: '', operations: {} };
  try {
    const hello = await backend.hello();
    const asked = operations.filter((operation) => hello.operations[operation.name] === operation.revision);
    const numbers =
      options.only === undefined ? Array.from({ length: count }, (_, k) => k) : [Number(options.only)];
    for (const k of numbers) {
      const { operation, question } = questionOf(hello, asked, k);
      if (!operation.name.startsWith(options.operation)) continue;
      const prepared = prepare(operation, question, machineOf(question.dtype, hello.arithmetic), []);
      const judgement = judgeCase(prepared, await backend.run(question));
      tally.cases += 1;
      const seen = (tally.operations[operation.name] ??= {
        cases: 0,
        ratio: 0,
        suspect: 0,
        refuted: 0,
        failed: 0,
      });
      seen.cases += 1;
      const complain = (text) =>
        seen.suspect + seen.refuted + seen.failed <= MOST_PRINTED && console.log(text);
      if (judgement.status === 'unsupported') tally.unsupported += 1;
      else if (judgement.status !== 'judged') {
        tally.failed += 1;
        seen.failed += 1;
        complain(
          `  ${judgement.status} ${operation.name}, --backend ${name} --only ${k}: ${judgement.message}`,
        );
      } else {
        // Power is not asked here: without known mistakes, whatever is inside the bounds reads NO-POWER.
        const verdict = judgement.verdict === 'NO-POWER' ? 'WITHIN' : judgement.verdict;
        tally.verdicts[verdict] = (tally.verdicts[verdict] ?? 0) + 1;
        if (verdict === 'REFUTED' || verdict === 'SUSPECT') {
          seen[verdict.toLowerCase()] += 1;
          complain(describe(name, k, judgement));
        }
        seen.ratio = Math.max(seen.ratio, judgement.ratio);
        if (judgement.ratio > tally.ratio)
          Object.assign(tally, { ratio: judgement.ratio, at: operation.name });
      }
    }
  } finally {
    await backend.stop();
  }
  return { ...tally, seconds: (performance.now() - begun) / 1000 };
}

const wanted = options.backend;
const unknown = wanted.find((name) => !Object.hasOwn(backends, name));
if (unknown !== undefined)
  throw new Error(`--backend: one of ${Object.keys(backends).join(', ')}, not ${unknown}`);
const present = wanted.filter((name) => {
  const missing = backends[name].missing();
  if (missing !== null) console.log(`SKIPPED ${name}: ${missing}`);
  return missing === null;
});
const shares = present.reduce((total, name) => total + backends[name].share, 0);
const results = {};
let alarms = 0;
for (const name of present) {
  const count = Math.round((Number(options.cases) * backends[name].share) / shares);
  const result = await holdAgainst(name, count);
  results[name] = result;
  const { cases, verdicts, unsupported, failed, ratio, at, seconds } = result;
  const { EXACT = 0, WITHIN = 0, SUSPECT = 0, REFUTED = 0 } = verdicts;
  console.log(
    `${name}: ${cases} cases, ${EXACT} exact, ${WITHIN} within, ${SUSPECT} suspect, ${REFUTED} refuted, ${unsupported} unsupported, ` +
      `${failed} failed; largest error ${ratio.toPrecision(3)} of its bound (${at}); ${seconds.toFixed(1)} s`,
  );
  alarms += REFUTED + failed;
  if (EXACT + WITHIN + SUSPECT + REFUTED === 0) {
    console.log(`  no answer of ${name} was judged`);
    alarms += 1;
  }
  if (SUSPECT > Math.max(1, MOST_SUSPECT * cases)) alarms += SUSPECT;
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
const total = Object.values(results).reduce((sum, { cases }) => sum + cases, 0);
console.log(
  `${total} cases, ${alarms > 0 ? 'FALSE ALARMS' : total > 0 ? 'no false alarm' : 'nothing was asked'}`,
);
process.exitCode = alarms === 0 && total > 0 ? 0 : 1;
