// Writes the adapters of `oracle init` into a scratch folder, builds those that need it, and holds their answers to the truth and to the
// bound of float32 or float64. A language whose compiler or library is not here is named and left out; `--all` makes that a failure.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adapterLanguages,
  initAdapter,
  moduleBackend,
  processBackend,
  templateOperations,
} from '../dist/backends/index.js';
import { machineOf } from '../dist/oracle/arithmetic/machine.js';
import { drawCase } from '../dist/oracle/generate.js';
import { operations } from '../dist/oracle/registry.js';
import { evaluate } from '../dist/oracle/truth.js';
import { key } from '../dist/random/index.js';

const CASES = 200;
const scratch = mkdtempSync(join(tmpdir(), 'flowproof-templates-'));
// Debian's Python has numpy and torch; another one on the path may have neither.
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const programOf = (name) => (name === 'python3' ? PYTHON : name);

function attempt(command, args, cwd) {
  try {
    execFileSync(command, args, { cwd, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** What stands in the way of a language here. */
function obstacle({ language, build }) {
  const modules = { python: 'numpy', torch: 'torch', jax: 'jax' };
  if (modules[language])
    return attempt(PYTHON, ['-c', `import ${modules[language]}`]) ? '' : `no ${modules[language]}`;
  return build && !attempt(build[0], ['--version']) ? `no ${build[0]}` : '';
}

async function backendOf({ folder, build, command, module }) {
  if (build) execFileSync(build[0], build.slice(1), { cwd: folder, stdio: 'inherit' });
  return module
    ? moduleBackend(module)
    : processBackend({ command: programOf(command[0]), args: command.slice(1), cwd: folder });
}

/** Largest error of the answers in units of their bound, and how many there were. */
async function judge(backend) {
  const { dtypes } = await backend.hello();
  let answers = 0;
  let worst = 0;
  for (const name of templateOperations) {
    const operation = operations.find((known) => known.name === name);
    for (let i = 0; i < CASES; i++) {
      const dtype = dtypes[i % dtypes.length];
      const question = drawCase(operation, key(i), {
        id: `${name}-${i}`,
        dtype,
        tier: i % 4 < 2 ? 'main' : 'edge',
      });
      const reply = await backend.run(question);
      if (reply.kind === 'unsupported') continue;
      if (reply.kind !== 'answer') throw new Error(`${question.id}: ${reply.message}`);
      answers++;
      const { outputs } = evaluate(operation, question, { machine: machineOf(dtype) });
      for (const [output, values] of Object.entries(outputs)) {
        values.forEach(({ v, e }, k) => {
          const ratio = Math.abs(reply.outputs[output].data[k] - v) / e;
          if (!(ratio <= worst) && reply.outputs[output].data[k] !== v) worst = ratio;
        });
      }
    }
  }
  return { answers, worst };
}

let failures = 0;
try {
  for (const language of adapterLanguages) {
    const adapter = initAdapter(language, join(scratch, language));
    const missing = obstacle(adapter);
    if (missing) {
      console.log(`--  ${language}: not run, ${missing}`);
      if (process.argv.includes('--all')) failures++;
      continue;
    }
    const backend = await backendOf(adapter);
    const { answers, worst } = await judge(backend);
    const begun = performance.now();
    const operation = operations.find(({ name }) => name === 'path.sample');
    const small = drawCase(operation, key(0), { id: 'small', settings: { schedule: { kind: 'cond-ot' } } });
    for (let i = 0; i < CASES; i++) await backend.run(small);
    const each = ((performance.now() - begun) / CASES).toFixed(2);
    await backend.stop();
    const good = answers > 0 && worst <= 1;
    if (!good) failures++;
    console.log(
      `${good ? 'ok' : 'no'}  ${language}: ${answers} answers, worst at ${worst.toFixed(2)} of its bound, ${each} ms a call`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
