/**
 * The part of vitest's interface that the specs use (describe, it, test, their each and skip forms, hooks, expect), registering
 * into a list of tests that can be run one by one, in this process, any number of times.
 *
 * The matchers are vitest's own. What is not here throws when it is used, so that no test is lost unnoticed.
 */

import path from 'node:path';
import vm from 'node:vm';
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  getState,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import { Graph } from './loader.mjs';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);
Object.assign(expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
setState({ assertionCalls: 0, isExpectingAssertions: false, currentTestName: '' }, expect);
expect.getState = () => getState(expect);

/** Collects the tests of one spec file. */
class Collector {
  tests = [];
  #scope = { before: [], after: [], beforeAll: [], afterAll: [], parent: null };

  constructor() {
    const describe = this.#group.bind(this);
    this.describe = Object.assign(describe, this.#variants(describe));
    const it = this.#test.bind(this);
    this.it = Object.assign(it, this.#variants(it), { concurrent: it });
  }

  #group(name, ...rest) {
    const body = rest.find((value) => typeof value === 'function');
    const outer = this.#scope;
    this.#scope = { before: [], after: [], beforeAll: [], afterAll: [], parent: outer, name };
    try {
      body();
    } finally {
      this.#scope = outer;
    }
  }

  #test(name, ...rest) {
    const body = rest.find((value) => typeof value === 'function');
    this.tests.push({ name: this.#fullName(name), body, scope: this.#scope });
  }

  #fullName(name) {
    const parts = [name];
    for (let scope = this.#scope; scope.parent; scope = scope.parent) parts.unshift(scope.name);
    return parts.join(' > ');
  }

  #variants(register) {
    const nothing = () => {};
    return {
      each:
        (rows) =>
        (name, ...rest) => {
          const body = rest.find((value) => typeof value === 'function');
          rows.forEach((row, i) => {
            const values = Array.isArray(row) ? row : [row];
            register(`${name} [${i}]`, () => body(...values));
          });
        },
      skip: Object.assign(nothing, { each: () => nothing }),
      skipIf: (condition) => (condition ? nothing : register),
      runIf: (condition) => (condition ? register : nothing),
    };
  }

  hook(kind) {
    return (body) => this.#scope[kind].push(body);
  }
}

/**
 * Modules that others register with while they are executed. They are executed anew with all that knows them: in a register of an earlier
 * run every name would be taken already, and each mutant seem noticed.
 */
const REGISTERS = ['src/oracle/formula.ts'];

/** The spec files of one graph. Tests are identified by file and place in it. */
export class Suite {
  #files = new Map();

  /**
   * `changed`: the one file that differs from a run before on the same sources; modules that cannot notice are shared with that run.
   * By default all are executed anew.
   */
  constructor(sources, switchboard, changed = null) {
    this.sources = sources;
    this.collector = null;
    const through = (pick) =>
      new Proxy(() => {}, {
        apply: (_, __, args) => pick(this.collector)(...args),
        get: (_, key) => {
          const value = pick(this.collector)[key];
          if (value === undefined)
            throw new Error(`the specs use ${String(key)}, which the mutation runner lacks`);
          return value;
        },
      });
    const hook = (kind) => (body) => this.collector.hook(kind)(body);
    const vitest = {
      __esModule: true,
      expect,
      describe: through((c) => c.describe),
      it: through((c) => c.it),
      test: through((c) => c.it),
      beforeAll: hook('beforeAll'),
      afterAll: hook('afterAll'),
      beforeEach: hook('before'),
      afterEach: hook('after'),
    };
    const registers = REGISTERS.map((file) => path.join(sources.root, file));
    const own = changed && sources.dependents([changed, `${changed}?f64`, 'vitest', ...registers]);
    this.graph = new Graph(sources, switchboard, { vitest }, own);
    this.graph.load(path.join(sources.root, 'spec/setup.ts'));
  }

  /** Executes a spec file (given relative to the root) and returns its tests. */
  collect(file) {
    let tests = this.#files.get(file);
    if (!tests) {
      this.collector = new Collector();
      this.graph.load(path.join(this.sources.root, file));
      tests = this.collector.tests;
      this.#files.set(file, tests);
      this.collector = null;
    }
    return tests;
  }

  /** Runs test number `index` of a spec file with its hooks; rejects when it, or loading the file, fails or takes too long. */
  async run(file, index, limit) {
    // Properties stop at the first failure instead of shrinking it, but for the specs of the laws, which look at what is shrunk.
    const fc = this.sources.external('fast-check');
    fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: !file.startsWith('spec/laws/') });
    await withLimit(() => void this.collect(file), limit);
    const test = this.collect(file)[index];
    const scopes = [];
    for (let scope = test.scope; scope; scope = scope.parent) scopes.unshift(scope);
    for (const scope of scopes) {
      for (const body of scope.beforeAll.splice(0)) await withLimit(body, limit);
      for (const body of scope.before) await withLimit(body, limit);
    }
    try {
      await withLimit(test.body, limit);
    } finally {
      for (const scope of scopes) for (const body of scope.after) await withLimit(body, limit);
    }
  }
}

const call = new vm.Script('globalThis.__flowproofCall()');

/** Calls `body`; an endless loop in it is cut off after `limit` milliseconds by an error with the code of node:vm. */
export async function withLimit(body, limit) {
  globalThis.__flowproofCall = body;
  const result = call.runInThisContext({ timeout: limit });
  if (typeof result?.then !== 'function') return;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('timeout'), { code: TIMEOUT })), limit);
  });
  try {
    await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const TIMEOUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
