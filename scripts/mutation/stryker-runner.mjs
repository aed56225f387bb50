/**
 * A test runner for Stryker on stryker-worker.mjs, a child process of its own: a mutant that takes the process with it is
 * then killed, where Stryker itself would give up.
 */
import { fileURLToPath } from 'node:url';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { ask, startChild } from './child.mjs';

const WORKER = fileURLToPath(new URL('./stryker-worker.mjs', import.meta.url));

class InProcessRunner {
  #child = null;
  #tests = null;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async #ask(method, options, timeout) {
    this.#child ??= startChild(WORKER);
    // A little before Stryker itself would lose patience.
    const reply = await ask(this.#child, { method, options }, 0.9 * timeout);
    if (!reply) this.#child = null;
    return reply;
  }

  async dryRun({ timeout }) {
    const reply = await this.#ask('dryRun', { laws: !process.env.FLOWPROOF_NO_LAWS }, timeout);
    if (!reply) return { status: DryRunStatus.Error, errorMessage: 'the specs end the process' };
    this.#tests = reply.tests;
    const tests = reply.tests.map(({ file, name, ms, failure }, n) => ({
      id: String(n),
      name,
      fileName: file,
      timeSpentMs: ms,
      ...(failure ? { status: TestStatus.Failed, failureMessage: failure } : { status: TestStatus.Success }),
    }));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: {}, perTest: reply.perTest } };
  }

  async mutantRun({ activeMutant, sandboxFileName, testFilter, hitLimit, timeout }) {
    if (!this.#tests) await this.dryRun({ timeout });
    const numbers = testFilter?.map(Number) ?? [...this.#tests.keys()];
    const options = {
      mutant: activeMutant.id,
      file: sandboxFileName,
      tests: this.#tests,
      numbers,
      hitLimit,
    };
    const reply = await this.#ask('mutantRun', options, timeout);
    if (!reply)
      return { status: MutantRunStatus.Timeout, reason: 'the process crashed or said nothing any more' };
    const { failure, hits } = reply;
    if (!failure) return { status: MutantRunStatus.Survived, nrOfTests: numbers.length };
    const tooOften = determineHitLimitReached(hits, hitLimit);
    if (tooOften) return { status: MutantRunStatus.Timeout, reason: tooOften.reason };
    if (failure.late) return { status: MutantRunStatus.Timeout, reason: 'time limit' };
    return {
      status: MutantRunStatus.Killed,
      killedBy: [String(failure.test)],
      failureMessage: failure.message,
      nrOfTests: numbers.length,
    };
  }

  async dispose() {
    this.#child?.disconnect();
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'flowproof', InProcessRunner)];
