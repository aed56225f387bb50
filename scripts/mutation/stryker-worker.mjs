/**
 * Child process of the Stryker runner: runs the specs of the directory it was started in, on modules executed anew for each mutant.
 *
 * What a spec file evaluates while it loads is reported as reached by each of its tests, and a mutant is active from before the
 * first module is loaded. So there are no "static" mutants that would need every test.
 */
import { killers } from './coverage.mjs';
import { firstFailure, Record, warmUp } from './first-failure.mjs';
import { Sources } from './loader.mjs';
import { Suite } from './suite.mjs';

const FOREVER = 600_000;
/** What instrumented code looks at; each module keeps a reference, so it is one object for the life of the process. */
const stryker = (globalThis.__stryker__ ??= {});
const root = process.cwd();
const sources = new Sources(root);
const records = new Map();

const methods = {
  async dryRun({ laws }) {
    const tests = [];
    // Modules hold on to this object, not to its parts.
    const coverage = { static: {}, perTest: {} };
    stryker.mutantCoverage = coverage;
    for (const file of killers(root, laws, process.env.FLOWPROOF_ORACLE === '1')) {
      coverage.static = {};
      const suite = new Suite(sources, null);
      const own = suite.collect(file);
      const loading = coverage.static;
      for (const [index, { name }] of own.entries()) {
        const id = String(tests.length);
        stryker.currentTestId = id;
        const start = process.cpuUsage();
        let failure = null;
        try {
          await suite.run(file, index, FOREVER);
        } catch (error) {
          failure = String(error?.message ?? error);
        }
        stryker.currentTestId = undefined;
        coverage.perTest[id] = { ...loading, ...coverage.perTest[id] };
        const { user, system } = process.cpuUsage(start);
        tests.push({ file, index, name: `${file} > ${name}`, ms: (user + system) / 1000, failure });
      }
    }
    return { tests, perTest: coverage.perTest };
  },

  async mutantRun({ mutant, file, tests, numbers, hitLimit }) {
    stryker.mutantCoverage = undefined;
    stryker.activeMutant = undefined;
    if (records.size === 0) warmUp(sources, tests);
    stryker.activeMutant = mutant;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    stryker.hitLimit = hitLimit;
    if (!records.has(file)) records.set(file, new Record());
    const failure = await firstFailure(sources, tests, numbers, records.get(file), file);
    return { failure, hits: stryker.hitCount };
  },
};

process.on('message', async ({ method, options }) => process.send(await methods[method](options)));
process.on('disconnect', () => process.exit());
