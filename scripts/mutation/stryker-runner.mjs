/**
 * A test runner for Stryker that runs the specs in its own process, on modules executed anew for every mutant.
 *
 * What a spec file evaluates while it loads is reported as reached by each of its tests, and a mutant is active from before the
 * first module is loaded. So there are no "static" mutants that would need every test.
 */
import { readdirSync } from 'node:fs';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { Sources } from './loader.mjs';
import { Suite, TIMEOUT } from './suite.mjs';

const SPEC_ROOMS = ['schedules', 'paths', 'fields', 'losses', 'solvers', 'laws'];
/** What instrumented code looks at; each module keeps a reference, so it is one object for the life of the process. */
const stryker = (globalThis.__stryker__ ??= {});

class InProcessRunner {
  #root = process.cwd();
  #sources = new Sources(this.#root);
  #tests = new Map();
  /** Per file under mutation, how often each test killed: those run first. */
  #kills = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const files = SPEC_ROOMS.flatMap((room) =>
      readdirSync(`${this.#root}/spec/${room}`, { recursive: true })
        .filter((name) => name.endsWith('.spec.ts'))
        .sort()
        .map((name) => `spec/${room}/${name}`),
    );
    stryker.activeMutant = undefined;
    for (const file of files) {
      for (const index of new Suite(this.#sources, null).collect(file).keys()) {
        this.#tests.set(`${file}#${index}`, { file, index, ms: 1 });
      }
    }
  }

  async dryRun({ timeout }) {
    const perTest = {};
    const results = [];
    const files = [...new Set([...this.#tests.values()].map(({ file }) => file))];
    const coverage = { static: {}, perTest: {} };
    stryker.mutantCoverage = coverage;
    stryker.currentTestId = undefined;
    for (const file of files) {
      coverage.static = {};
      const suite = new Suite(this.#sources, null);
      const tests = suite.collect(file);
      // Modules hold on to the coverage object, not to its parts: what loading reached is read at once.
      const loading = coverage.static;
      for (const [index, test] of tests.entries()) {
        const id = `${file}#${index}`;
        stryker.currentTestId = id;
        const start = performance.now();
        let failure;
        try {
          await suite.run(file, index, Math.ceil(timeout));
        } catch (error) {
          failure = String(error?.message ?? error);
        }
        stryker.currentTestId = undefined;
        const timeSpentMs = performance.now() - start;
        this.#tests.get(id).ms = timeSpentMs;
        perTest[id] = { ...loading, ...coverage.perTest[id] };
        const base = { id, name: `${file} > ${test.name}`, timeSpentMs, fileName: file };
        results.push(
          failure === undefined
            ? { ...base, status: TestStatus.Success }
            : { ...base, status: TestStatus.Failed, failureMessage: failure },
        );
      }
    }
    stryker.mutantCoverage = undefined;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: { static: {}, perTest } };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, timeout }) {
    const score = this.#kills.get(activeMutant.fileName) ?? new Map();
    this.#kills.set(activeMutant.fileName, score);
    const ids = testFilter ?? [...this.#tests.keys()];
    const cost = (id) => this.#tests.get(id).ms / (1 + (score.get(id) ?? 0));
    const order = [...ids].sort((a, b) => cost(a) - cost(b));
    stryker.activeMutant = activeMutant.id;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    stryker.hitLimit = hitLimit;
    stryker.currentTestId = undefined;
    try {
      let suite = null;
      for (const [n, id] of order.entries()) {
        const { file, index } = this.#tests.get(id);
        try {
          suite ??= new Suite(this.#sources, null);
          await suite.run(file, index, Math.ceil(timeout));
        } catch (error) {
          score.set(id, (score.get(id) ?? 0) + 1);
          const tooOften = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
          if (tooOften) return { status: MutantRunStatus.Timeout, reason: tooOften.reason };
          if (error?.code === TIMEOUT) return { status: MutantRunStatus.Timeout, reason: 'time limit' };
          const failureMessage = String(error?.message ?? error);
          return { status: MutantRunStatus.Killed, killedBy: [id], failureMessage, nrOfTests: n + 1 };
        }
      }
      return { status: MutantRunStatus.Survived, nrOfTests: order.length };
    } finally {
      stryker.activeMutant = undefined;
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'flowproof', InProcessRunner)];
