/**
 * Child process that tries mutants, one a message. For each, the changed file is compiled, the modules are executed anew, and
 * the tests that reach the mutant run until one fails. Nothing of one mutant is left for the next.
 */
import { Sources } from './loader.mjs';
import { Suite, TIMEOUT } from './suite.mjs';

let mutant = null;
let plan = null;
let sources = null;
/** Per source file, how often each test killed: those come first. */
const kills = new Map();

process.on('message', async (message) => {
  if (message.plan) {
    plan = message.plan;
    sources = new Sources(plan.root, (file, text) =>
      file === mutant?.file ? text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end) : text,
    );
    process.send({ ready: true });
    return;
  }
  mutant = message.mutant;
  const start = performance.now();
  const result = await attempt(mutant, message.tests);
  sources.forget(mutant.file);
  process.send({ ...result, ms: performance.now() - start });
});
process.on('disconnect', () => process.exit());

async function attempt({ file }, numbers) {
  sources.forget(file);
  const score = kills.get(file) ?? new Map();
  kills.set(file, score);
  const cost = (n) => plan.tests[n].ms / (1 + (score.get(n) ?? 0));
  const order = [...numbers].sort((a, b) => cost(a) - cost(b));
  let suite = null;
  for (const n of order) {
    try {
      suite ??= new Suite(sources, null);
      suite = await runTest(suite, plan.tests[n]);
    } catch (error) {
      score.set(n, (score.get(n) ?? 0) + 1);
      const message = String(error?.message ?? error).slice(0, 300);
      return { status: error?.code === TIMEOUT ? 'timeout' : 'killed', by: n, message };
    }
  }
  return { status: numbers.length === 0 ? 'unreached' : 'survived' };
}

/**
 * Runs one test; returns the suite to go on with. Its time limit is 20 times what it takes without a mutant, and 4 seconds. Where
 * the limit was used up by other programs rather than by this one, it is run again with a longer one.
 */
async function runTest(suite, { file, index, ms }) {
  let current = suite;
  for (let limit = Math.ceil(20 * ms + 4000); ; limit *= 4) {
    const before = process.cpuUsage();
    try {
      await current.run(file, index, limit);
      return current;
    } catch (error) {
      const { user, system } = process.cpuUsage(before);
      const idle = (user + system) / 1000 < 5 * ms + 500;
      if (error?.code !== TIMEOUT || !idle || limit > 60_000) throw error;
      current = new Suite(sources, null);
    }
  }
}
