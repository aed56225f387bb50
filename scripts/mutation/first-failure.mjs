/** Runs tests until one fails, those first that are quick and have killed before. */
import path from 'node:path';
import { Suite, TIMEOUT } from './suite.mjs';

/** How often each test ran and failed, by number. */
export class Record {
  #runs = new Map();
  #kills = new Map();

  note(n, failed) {
    this.#runs.set(n, (this.#runs.get(n) ?? 0) + 1);
    if (failed) this.#kills.set(n, (this.#kills.get(n) ?? 0) + 1);
  }

  /** Expected milliseconds until this test kills: 5 ms for its first call, and a chance of one in ten before it has run. */
  cost(n, ms) {
    return ((ms + 5) * ((this.#runs.get(n) ?? 0) + 5)) / ((this.#kills.get(n) ?? 0) + 0.5);
  }
}

/**
 * The number of the first test that fails, its message, and whether it was stopped by the time limit; null when all pass.
 *
 * `tests`: { file, index, ms } by number, ms the time without a mutant. `record` decides their order and is kept up. All
 * modules that `changed` can influence are executed anew; nothing of this run is left for the next.
 */
export async function firstFailure(sources, tests, numbers, record, changed) {
  const cost = new Map(numbers.map((n) => [n, record.cost(n, tests[n].ms)]));
  const order = [...numbers].sort((a, b) => cost.get(a) - cost.get(b));
  let suite = null;
  for (const n of order) {
    try {
      suite ??= new Suite(sources, null, changed);
      suite = await runTest(suite, tests[n], changed);
      record.note(n, false);
    } catch (error) {
      record.note(n, true);
      return {
        test: n,
        message: String(error?.message ?? error).slice(0, 300),
        late: error?.code === TIMEOUT,
      };
    }
  }
  return null;
}

/**
 * Runs one test; returns the suite to go on with. Its limit is 20 times what it takes without a mutant, and 4 seconds. Where other
 * programs had the processor most of that time, it runs again with four times the limit.
 */
async function runTest(suite, { file, index, ms }, changed) {
  const { sources } = suite;
  const allowed = Math.ceil(20 * ms + 4000);
  let current = suite;
  for (let limit = allowed; ; limit *= 4) {
    const before = process.cpuUsage();
    try {
      await current.run(file, index, limit);
      return current;
    } catch (error) {
      if (error?.code !== TIMEOUT) throw error;
      sources.renewShared();
      const { user, system } = process.cpuUsage(before);
      const busy = (user + system) / 1000;
      if (busy > allowed / 2 || limit > 60_000) throw error;
      current = new Suite(sources, null, changed);
    }
  }
}

/** Compiles all that the tests need, so that no test is charged for it, and reads what depends on what. */
export function warmUp(sources, tests) {
  const files = [...new Set(tests.map((test) => test.file))];
  sources.survey([...files, 'spec/setup.ts'].map((file) => path.join(sources.root, file)));
  const suite = new Suite(sources, null);
  for (const file of files) suite.collect(file);
}
