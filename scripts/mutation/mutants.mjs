/**
 * npm run mutants [-- places…] [--jobs N] [--json FILE] [--again FILE] [--minutes N] [--list] [--quick] [--no-tests]
 *
 * Plants every formula mutant of formula-mutants.mjs into src/schedules, paths, fields, losses and solvers, one at a time, and runs the
 * specs of these rooms and of the laws against it. A mutant that no test notices must be explained in equivalent.json, else the
 * exit code is 1. See docs/mutation.md.
 *
 *   places       folders or files below src, e.g. `losses` or `fields/cdf-map.ts`; default: all five folders. `oracle` (or part of
 *                it) is a run of its own, with the specs of the oracle
 *   --jobs N     child processes; default 1
 *   --json FILE  where the whole result goes; default out/mutants.json
 *   --again FILE only what was not killed in that earlier result (for use while writing tests)
 *   --minutes N  stops after that time; what was tried is then spread evenly over the source
 *   --list       prints the mutants and stops
 *   --quick      without the specs of the laws and tests over 50 ms: a lower bound of what is killed
 *   --no-tests   runs no test, so that every mutant must survive: shows that survivors are seen
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { killers, measureCoverage } from './coverage.mjs';
import { formulaMutants, programOf } from './formula-mutants.mjs';
import { explain, printReport } from './report.mjs';
import { runMutants } from './run-mutants.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const ROOMS = ['schedules', 'paths', 'fields', 'losses', 'solvers'];
/** What decides a verdict. Lists of mistakes and forms are tried by the specs of the catalogue, the rest words it. */
const ORACLE = ['arithmetic', 'formulas', 'judge', 'operations'].map((room) => `oracle/${room}`);
const WORDS = ['report-data.ts', 'smallest-data.ts', 'velocity-fields.ts'].map(
  (file) => `src/oracle/judge/${file}`,
);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    jobs: { type: 'string', default: '1' },
    json: { type: 'string', default: 'out/mutants.json' },
    again: { type: 'string' },
    minutes: { type: 'string', default: 'Infinity' },
    list: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    'no-tests': { type: 'boolean', default: false },
  },
});

const below = (folder, ending) =>
  readdirSync(path.join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);

const chosen = (file) =>
  positionals.length === 0 ||
  positionals.some((place) => `${file}/`.startsWith(`src/${place.replace(/^src\/|\/$/g, '')}/`));

const oracle = positionals.some((place) => /^(src\/)?oracle\b/.test(place));
if (oracle && !positionals.every((place) => /^(src\/)?oracle\b/.test(place))) {
  throw new Error('oracle has killers of its own: run it alone');
}
const files = (oracle ? ORACLE : ROOMS)
  .flatMap((room) => below(`src/${room}`, '.ts'))
  .filter((file) => chosen(file) && !WORDS.includes(file));
if (files.length === 0) throw new Error(`no source file is in ${positionals.join(', ')}`);

const program = programOf(files.map((file) => path.join(root, file)));
const mutantsOf = new Map();
for (const file of files) {
  const at = path.join(root, file);
  const text = readFileSync(at, 'utf8');
  mutantsOf.set(
    at,
    formulaMutants(program, at).map((mutant) => ({
      ...mutant,
      ...shown(text, mutant),
      file: at,
      place: file,
    })),
  );
}
const all = [...mutantsOf.values()].flat();

if (options.list) {
  const lines = all.map(
    (m) => `${m.place}:${m.line}:${m.column} ${m.kind}: ${m.original}  →  ${m.mutated}\n`,
  );
  // An exit before a pipe has taken everything would cut the list.
  await new Promise((done) => process.stdout.write(`${lines.join('')}${all.length} mutants\n`, done));
  process.exit();
}

const specs = killers(root, !options.quick, oracle);
const { tests, reached, failures } = await measureCoverage(root, mutantsOf, specs);
if (failures.length > 0) {
  for (const { file, name, message } of failures) {
    console.error(`fails without a mutant: ${file} > ${name}\n  ${message.split('\n')[0]}`);
  }
  process.exit(1);
}
console.error(
  `${all.length} mutants in ${files.length} files; ${tests.length} tests in ${specs.length} files`,
);

const earlier = new Map();
const survivors = new Set();
if (options.again) {
  for (const m of JSON.parse(readFileSync(options.again, 'utf8')).mutants) {
    if (isKilled(m.status)) earlier.set(nameOf(m), m);
    else if (m.status !== 'untried') survivors.add(nameOf(m));
  }
}
// The control: a file that is not changed must survive all tests, or what counts as a kill is a defect of this runner.
const quick = new Set(tests.flatMap(({ ms }, n) => (ms < 50 ? [n] : [])));
// More than once, for what one run leaves to the next.
const unchanged = { file: all[0].file, start: 0, end: 0, text: '', at: 0 };
const controls = new Array(2).fill(unchanged);
for (const control of await runMutants({ root, mutants: controls, tests, reached: [[...quick]], jobs: 1 })) {
  if (control.status !== 'survived') throw new Error(`without a mutant: ${JSON.stringify(control)}`);
}

const rest = all.filter((m) => !earlier.has(nameOf(m)));
const todo = [
  ...rest.filter((m) => survivors.has(nameOf(m))),
  ...spread(rest.filter((m) => !survivors.has(nameOf(m)))),
];
const results = new Array(todo.length);
await runMutants({
  root,
  mutants: todo,
  tests,
  reached: options.quick ? reached.map((numbers) => numbers.filter((n) => quick.has(n))) : reached,
  jobs: Number(options.jobs),
  noTests: options['no-tests'],
  until: Date.now() + Number(options.minutes) * 60_000,
  results,
  onProgress: (done, total) => {
    if (done % 100 !== 0 || done === total) return;
    process.stderr.write(`${done} of ${total}\n`);
    // What is there already, for --again, should this run be stopped.
    writeResult(summary());
  },
});
const final = summary();
writeResult(final);
process.exitCode = printReport(final) ? 0 : 1;

function summary() {
  const outcome = new Map(todo.map((m, i) => [m, results[i]]));
  const mutants = all.map((m) => {
    const { status, by, message } = outcome.get(m) ?? earlier.get(nameOf(m)) ?? { status: 'untried' };
    const { place: file, line, column, kind, original, mutated } = m;
    const killer = typeof by === 'number' ? `${tests[by].file} > ${tests[by].name}` : by;
    return { file, line, column, kind, original, mutated, status, ...(killer && { by: killer, message }) };
  });
  const reasons = JSON.parse(readFileSync(new URL('./equivalent.json', import.meta.url), 'utf8'));
  return explain(mutants, reasons, (file) => files.includes(file));
}

function writeResult({ mutants }) {
  mkdirSync(path.dirname(path.resolve(options.json)), { recursive: true });
  writeFileSync(options.json, `${JSON.stringify({ mutants }, null, 1)}\n`);
}

/** In steps of about 0.618 of the whole: any first part is spread evenly. With a time limit only; else file by file. */
function spread(list) {
  if (options.minutes === 'Infinity') return list;
  const gcd = (a, b) => (b === 0 ? a : gcd(b, a % b));
  let step = Math.max(1, Math.round(0.618 * list.length));
  while (gcd(step, list.length) > 1) step++;
  return list.map((_, i) => list[(i * step) % list.length]);
}

function nameOf({ place, file, line, column, kind, original, mutated }) {
  return [place ?? file, line, column, kind, original, mutated].join(' ');
}

function isKilled(status) {
  return status === 'killed' || status === 'timeout' || status === 'crashed';
}

/** The whole expression before and after, on one line, cut to what is near the change. */
function shown(text, { start, end, text: replacement, root: { start: from, end: to } }) {
  const flat = (part) => part.replace(/\s+/g, ' ');
  const [left, right] = [
    flat(text.slice(Math.min(from, start), start)),
    flat(text.slice(end, Math.max(to, end))),
  ];
  const before = left.length > 60 ? `…${left.slice(-50)}` : left;
  const after = right.length > 60 ? `${right.slice(0, 50)}…` : right;
  return {
    original: before + flat(text.slice(start, end)) + after,
    mutated: before + flat(replacement) + after,
  };
}
