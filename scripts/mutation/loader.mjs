/**
 * Loads the TypeScript of src and spec into this process, without a bundler and without a test runner, as often as wanted.
 *
 * A test runner takes seconds to start, and mutation testing starts thousands of times. Here every file is transpiled and
 * compiled once; a `Graph` then executes the compiled modules anew, which takes milliseconds. `rewrite` may change the source of
 * a file first: that is how mutants get in.
 *
 * A mutant in one file can change only the modules that import it, directly or not. The others are executed once and shared by
 * all graphs, so that their code stays optimised.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import ts from 'typescript';

const TWIN = '?f64';
const COMPILER = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  isolatedModules: true,
  verbatimModuleSyntax: false,
  removeComments: true,
};

/** Compiled modules of one source tree. `rewrite(file, text)` returns the text to compile. */
export class Sources {
  #scripts = new Map();
  #require;
  #widen = null;
  #imports = new Map();
  #shared = null;

  constructor(root, rewrite = (_, text) => text) {
    this.root = root;
    this.rewrite = rewrite;
    this.#require = createRequire(path.join(root, 'package.json'));
    this.exports = exportsOf(root);
  }

  /** Forgets a file, so that the next graph compiles it again. */
  forget(file) {
    for (const id of [file, file + TWIN]) this.#scripts.delete(id);
  }

  /** What a module imports, by name or by file, whether it has run that import yet or not. */
  #importsOf(id) {
    let found = this.#imports.get(id);
    if (!found) {
      const file = id.endsWith(TWIN) ? id.slice(0, -TWIN.length) : id;
      const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
      found = importedFiles.map(({ fileName }) => this.resolve(fileName, file) ?? fileName);
      // Which twins a twin imports is known only when it is compiled: any of them is close enough.
      if (id.endsWith(TWIN))
        found.push(...found.filter((name) => name.endsWith('.ts')).map((name) => name + TWIN));
      this.#imports.set(id, found);
    }
    return found;
  }

  /** Reads what `files` import, directly or not. */
  survey(files) {
    const open = [...files];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (this.#imports.has(id) || !/\.ts(\?f64)?$/.test(id)) continue;
      open.push(...this.#importsOf(id));
    }
  }

  /** The modules that any of `changed` can influence, among those that were surveyed. */
  dependents(changed) {
    const found = new Set(changed);
    for (let size = 0; size !== found.size; ) {
      size = found.size;
      for (const [from, imported] of this.#imports) {
        if (!found.has(from) && imported.some((to) => found.has(to))) found.add(from);
      }
    }
    return found;
  }

  /** The graph of the modules that no mutant of the moment can influence. */
  get shared() {
    this.#shared ??= new Graph(this);
    return this.#shared;
  }

  /** Gives the shared modules up: after an interrupted run their state is unknown. */
  renewShared() {
    this.#shared = null;
  }

  external(name) {
    return this.#require(name);
  }

  /** The compiled wrapper of a module: (exports, require, module, switchboard) => void. */
  compiled(id) {
    let script = this.#scripts.get(id);
    if (!script) {
      const twin = id.endsWith(TWIN);
      const file = twin ? id.slice(0, -TWIN.length) : id;
      let text = this.rewrite(file, readFileSync(file, 'utf8'));
      if (twin) text = this.#widened(text, file);
      const { outputText } = ts.transpileModule(text, { compilerOptions: COMPILER, fileName: file });
      const code = outputText.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href));
      script = new vm.Script(`(function (exports, require, module, __fp) {${code}\n})`, { filename: id });
      this.#scripts.set(id, script);
    }
    return script;
  }

  /** The float64 source of a float32 module, by the same function that the test suite uses. */
  #widened(text, file) {
    this.#widen ??= new Graph(this).load(path.join(this.root, 'spec/support/float64-twin.ts')).widen;
    return this.#widen(text, file);
  }

  resolve(specifier, from) {
    if (specifier.startsWith('.')) return path.resolve(path.dirname(from), specifier);
    if (path.isAbsolute(specifier)) return specifier;
    return this.exports.get(specifier) ?? null;
  }
}

/** The package's own entry points, by their source: 'flowproof/x' is src/x.ts where package.json says dist/x.js. */
function exportsOf(root) {
  const { name, exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const entries = new Map();
  for (const [key, value] of Object.entries(exports)) {
    const target = value?.default;
    if (!target?.startsWith('./dist/')) continue;
    const source = target.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
    entries.set(name + key.slice(1), path.join(root, source));
  }
  return entries;
}

/** One execution of the modules. */
export class Graph {
  #modules = new Map();

  /**
   * `switchboard` is what instrumented code sees as `__fp`; `shims` replace packages by name. `own`: the modules to execute anew, the
   * others are those of `sources.shared`; by default all are executed anew.
   */
  constructor(sources, switchboard = null, shims = {}, own = null) {
    this.sources = sources;
    this.switchboard = switchboard;
    this.shims = shims;
    this.own = own;
  }

  load(id) {
    if (this.own && !this.own.has(id)) return this.sources.shared.load(id);
    const known = this.#modules.get(id);
    if (known) return known.exports;
    const module = { exports: {} };
    this.#modules.set(id, module);
    if (id.endsWith('.json')) {
      module.exports = JSON.parse(readFileSync(id, 'utf8'));
      return module.exports;
    }
    const run = this.sources.compiled(id).runInThisContext();
    run(module.exports, (specifier) => this.#require(specifier, id), module, this.switchboard);
    return module.exports;
  }

  #require(specifier, from) {
    if (specifier in this.shims) return this.shims[specifier];
    const file = this.sources.resolve(specifier, from);
    return file ? this.load(file) : this.sources.external(specifier);
  }
}
