// Writes the adapters of `oracle init` into a scratch folder, builds those that need it, and holds them to the oracle's own check: both
// operations have to be verified in each element type, and the program that replays a failure has to run. A language whose compiler or
// library is not here is named and left out; where JAX is not, its adapter runs over a stand-in on numpy (adapter-templates/jax).
// `--all` makes either a failure.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapterLanguages, initAdapter, moduleBackend, processBackend } from '../dist/backends/index.js';
import { drawCase } from '../dist/oracle/generate.js';
import { checkBackend } from '../dist/oracle/judge/check.js';
import { pathSample } from '../dist/oracle/operations/paths/sample.js';
import { key } from '../dist/random/index.js';
import { snippet } from '../dist/report/oracle/snippet.js';

const CALLS = 200;
const STAND_INS = join(import.meta.dirname, 'adapter-templates');
const scratch = mkdtempSync(join(tmpdir(), 'flowproof-templates-'));
// Debian's Python has numpy and torch; another one on the path may have neither.
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const modules = { python: 'numpy', torch: 'torch', jax: 'jax' };

function attempt(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const imports = (module) => attempt(PYTHON, ['-c', `import ${module}`]);

/** What is not here of what a language needs. */
function missingFor({ language, build }) {
  const module = modules[language];
  if (module) return imports(module) ? '' : module;
  return build && !attempt(build[0], ['--version']) ? build[0] : '';
}

async function backendOf({ build, command, module }, env) {
  if (module) return moduleBackend(module);
  if (build) execFileSync(build[0], build.slice(1), { stdio: 'inherit' });
  const [program, ...args] = command;
  return processBackend({ command: program === 'python3' ? PYTHON : program, args, env });
}

const small = drawCase(pathSample, key(0), { id: 'small', settings: { schedule: { kind: 'cond-ot' } } });

/** Whether the program that replays a failure runs where the adapter lies; those of compiled languages hold numbers only. */
function replays({ folder, command, module }, language, env) {
  const text = snippet(language, pathSample, small, { x: small.inputs.x0 });
  const options = { cwd: folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] };
  const run = (program, ...args) => execFileSync(program, [...args, text], options).includes('expected');
  if (module) return run(process.execPath, '--input-type=module', '-e');
  return command[0] !== 'python3' || run(PYTHON, '-c');
}

/** Milliseconds from a small question to its answer. */
async function timeOf(backend) {
  const begun = performance.now();
  for (let i = 0; i < CALLS; i++) await backend.run(small);
  return (performance.now() - begun) / CALLS;
}

let failures = 0;
try {
  for (const language of adapterLanguages) {
    const adapter = initAdapter(language, join(scratch, language));
    const missing = missingFor(adapter);
    const standIn = missing === 'jax' && imports('numpy');
    if (missing && process.argv.includes('--all')) failures++;
    if (missing && !standIn) {
      console.log(`--  ${language}: not run, no ${missing}`);
      continue;
    }
    const env = standIn ? { PYTHONPATH: STAND_INS } : {};
    const backend = await backendOf(adapter, env);
    const { hello, judgements, verified, claimed } = await checkBackend({ backend });
    const each = (await timeOf(backend)).toFixed(2);
    await backend.stop();
    const good = claimed > 0 && verified === claimed && replays(adapter, hello.language, env);
    if (!good) failures++;
    const found = judgements.map(({ operation, dtype, verdict, ratio }) => {
      return `${operation.name} ${dtype} ${verdict} at ${ratio.toFixed(2)} of the bound`;
    });
    const over = standIn ? ' over numpy in the place of JAX, which is not here' : '';
    console.log(`${good ? 'ok' : 'no'}  ${language}${over}: ${found.join(', ')}; ${each} ms a call`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
