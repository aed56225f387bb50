// Runs the suites of bench/suites and prints their tables; the numbers go to out/bench/SUITE.json.
//
//   npm run bench [-- SUITE … --quick --only TEXT --limit SECONDS --nodes PATH,PATH --out FOLDER]
//
// --quick   a few repetitions of small cases: shows that everything runs, and says nothing of speed
// --only    the cases with TEXT in their name
// --limit   a case that takes longer makes its least number of rounds and no more
// --nodes   further Node binaries, for the suites that compare versions; also from BENCH_NODES
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load, machine } from './harness/machine.mjs';
import { measure, QUICK, THOROUGH } from './harness/measure.mjs';
import { caseTable, heading } from './harness/table.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    nodes: { type: 'string', default: process.env.BENCH_NODES ?? '' },
    out: { type: 'string', default: fileURLToPath(new URL('../out/bench', import.meta.url)) },
    limit: { type: 'string', default: 'Infinity' },
    only: { type: 'string' },
  },
});
const folder = new URL('suites/', import.meta.url);
const known = readdirSync(folder).map((file) => file.replace(/\.mjs$/, ''));
const chosen = positionals.length > 0 ? positionals : known;
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`unknown suite ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(2);
}
const nodes = options.nodes.split(',').filter(Boolean);
const limit = 1000 * Number(options.limit);
const effort = options.quick ? QUICK : THOROUGH;
mkdirSync(options.out, { recursive: true });
const tell = (line) => process.stderr.write(`${line}\n`);

for (const name of chosen) {
  const { title, cases, effort: own = {} } = await import(new URL(`${name}.mjs`, folder));
  const before = load();
  const results = [];
  const wanted = cases({ quick: options.quick, nodes }).filter((it) => it.name.includes(options.only ?? ''));
  for (const it of wanted) {
    const start = performance.now();
    const run = it.measure ?? ((...more) => measure(it, ...more));
    const all = options.quick ? effort : { ...effort, ...own, ...it.effort };
    results.push(await run({ ...all, caseLimit: Math.min(all.caseLimit, limit) }, tell));
    tell(`${name}, ${it.name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  const suite = {
    suite: name,
    title,
    quick: options.quick,
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    load: { before, after: load() },
    cases: results,
  };
  writeFileSync(join(options.out, `${name}.json`), `${JSON.stringify(suite, null, 2)}\n`);
  console.log([heading(suite), ...results.map(caseTable)].join('\n'));
}
