/**
 * Which tests reach which expressions. Each expression that holds a mutant notes when it is evaluated; every spec file runs in a graph
 * of its own, so that what it evaluates while loading is seen as well: such expressions count as reached by all tests of that file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Sources } from './loader.mjs';
import { Suite } from './suite.mjs';

const FOREVER = 600_000;
/** Those that are mutated, and `diffusion`, where the solvers of src/solvers/stochastic are tested. */
const ROOMS = ['schedules', 'paths', 'fields', 'losses', 'solvers', 'diffusion'];
/** The oracle's truth is independent of the engine, and so are its killers. */
const ORACLE = ['oracle'];
/** Such specs test the built package, in threads or as a whole: they see no mutant of the source. */
const BUILT = /from '(flowproof|#dist)|'#dist\/|import\('flowproof/;

/**
 * The spec files whose tests may kill: those of the rooms above and, unless told otherwise, of the laws; for mutants of `src/oracle` those of
 * `spec/oracle`.
 */
export function killers(root, laws = true, oracle = false) {
  return (oracle ? ORACLE : [...ROOMS, ...(laws ? ['laws'] : [])]).flatMap((room) =>
    readdirSync(path.join(root, 'spec', room), { recursive: true })
      .filter((name) => name.endsWith('.spec.ts'))
      .sort()
      .map((name) => `spec/${room}/${name}`)
      .filter((file) => !BUILT.test(readFileSync(path.join(root, file), 'utf8'))),
  );
}

/**
 * Runs all tests once. `mutantsOf` maps each source file to its mutants; their field `at` is set to the number of their expression.
 * Returns { tests: [{ file, index, name, ms }], reached: [[test numbers] per expression], failures: tests that fail as it is }.
 * Milliseconds are of the processor.
 */
export async function measureCoverage(root, mutantsOf, specFiles) {
  const numbers = new Map();
  for (const [file, mutants] of mutantsOf) {
    for (const mutant of mutants) {
      const key = `${file}:${mutant.root.start}:${mutant.root.end}`;
      if (!numbers.has(key)) numbers.set(key, numbers.size);
      mutant.at = numbers.get(key);
    }
  }
  const hits = new Uint8Array(numbers.size);
  const sources = new Sources(root, (file, text) => withHits(text, mutantsOf.get(file) ?? []));
  const reached = Array.from({ length: numbers.size }, () => new Set());
  const tests = [];
  const failures = [];
  const take = (into) => {
    for (const [at, hit] of hits.entries()) if (hit) into(at);
    hits.fill(0);
  };
  sources.survey(specFiles.map((file) => path.join(root, file)));
  const influenced = sources.dependents([...mutantsOf.keys()].flatMap((file) => [file, `${file}?f64`]));
  for (const file of specFiles) {
    if (!influenced.has(path.join(root, file))) continue;
    const suite = new Suite(sources, { hits });
    const own = suite.collect(file);
    const loading = [];
    take((at) => loading.push(at));
    for (const [index, test] of own.entries()) {
      const number = tests.length;
      const start = process.cpuUsage();
      try {
        await suite.run(file, index, FOREVER);
      } catch (error) {
        failures.push({ file, name: test.name, message: String(error?.message ?? error) });
      }
      const { user, system } = process.cpuUsage(start);
      tests.push({ file, index, name: test.name, ms: (user + system) / 1000 });
      take((at) => reached[at].add(number));
      for (const at of loading) reached[at].add(number);
    }
  }
  return { tests, reached: reached.map((set) => [...set]), failures };
}

/** The source with a note at every expression that holds a mutant. */
function withHits(text, mutants) {
  const roots = new Map(mutants.map(({ root, at }) => [`${root.start}:${root.end}`, { ...root, at }]));
  const edits = [];
  for (const { start, end, at } of roots.values()) {
    edits.push({ where: start, size: end - start, text: `(__fp.hits[${at}] = 1, ` });
    edits.push({ where: end, size: start - end, text: ')' });
  }
  // At one place: what closes comes before what opens; the larger opens first and closes last.
  edits.sort((a, b) => a.where - b.where || (a.size < 0 ? 0 : 1) - (b.size < 0 ? 0 : 1) || b.size - a.size);
  let out = '';
  let done = 0;
  for (const edit of edits) {
    out += text.slice(done, edit.where) + edit.text;
    done = edit.where;
  }
  return out + text.slice(done);
}
