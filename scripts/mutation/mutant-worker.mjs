/** Child process that tries formula mutants, one a message: the changed file is compiled, and the tests that reach it run. */
import { firstFailure, Record, warmUp } from './first-failure.mjs';
import { Sources } from './loader.mjs';

let mutant = null;
let plan = null;
let sources = null;
/** One per source file. */
const records = new Map();

process.on('message', async (message) => {
  if (message.plan) {
    plan = message.plan;
    sources = new Sources(plan.root, (file, text) =>
      file === mutant?.file ? text.slice(0, mutant.start) + mutant.text + text.slice(mutant.end) : text,
    );
    warmUp(sources, plan.tests);
    process.send({ ready: true });
    return;
  }
  mutant = message.mutant;
  process.send(await attempt(mutant.file, message.tests));
});
process.on('disconnect', () => process.exit());

async function attempt(file, numbers) {
  if (numbers.length === 0) return { status: 'unreached' };
  if (!records.has(file)) records.set(file, new Record());
  sources.forget(file);
  const failure = await firstFailure(sources, plan.tests, numbers, records.get(file), file);
  sources.forget(file);
  if (!failure) return { status: 'survived' };
  return { status: failure.late ? 'timeout' : 'killed', by: failure.test, message: failure.message };
}
