// Training survives what kills it: `flowproof train` is killed with SIGKILL at random moments, from its first
// milliseconds to its last steps, and resumed each time; then Ctrl-C (SIGINT). Every time the model file must be whole,
// and at the end it must have the same bytes as that of a run which was never stopped.
//
//   node scripts/kill-resume.mjs [--kills 10] [--steps 600] [--seed 1] [--threads 2]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { key, uniform } from '../dist/index.js';
import { readTensors } from '../dist/io/index.js';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    steps: { type: 'string', default: '600' },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
  },
});
const kills = Number(options.kills);
const steps = Number(options.steps);
const random = uniform(key(Number(options.seed)), [kills, 2]).data;

const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'flowproof-kill-'));
const fail = (what) => {
  throw new Error(what);
};

function start(model, ...more) {
  const settings = [
    '--data',
    'penguins',
    '--hidden',
    '32,32',
    '--steps',
    String(steps),
    '--checkpoint-every',
    '5',
  ];
  const child = spawn(
    process.execPath,
    [main, 'train', ...settings, '--threads', options.threads, '--out', model, ...more],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const run = { child, stdout: '', stderr: '', ended: once(child, 'close') };
  child.stdout.on('data', (text) => (run.stdout += text));
  child.stderr.on('data', (text) => (run.stderr += text));
  return run;
}

async function finish(model, ...more) {
  const run = start(model, ...more);
  const [code] = await run.ended;
  if (code !== 0) fail(`exit code ${code} instead of 0: ${run.stderr}`);
}

/** Updates in the model file, which must be whole; 0 before there is one. */
function stepsIn(model) {
  return existsSync(model) ? Number(readTensors(model).metadata.get('step')) : 0;
}

/** Waits until the run has written a model of `target` updates or has ended. */
async function reach(run, model, target) {
  const written = () => {
    try {
      return stepsIn(model);
    } catch {
      // The reader notices when the file is replaced between its look at the size and its reading.
      return 0;
    }
  };
  while (run.child.exitCode === null && written() < target) await sleep(2);
}

function checkGone(pid) {
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  fail(`process ${pid} is still there`);
}

async function killAndResume(expected, startup) {
  const model = join(folder, 'killed.safetensors');
  let halfWritten = 0;
  for (let i = 0; i < kills; i++) {
    const before = stepsIn(model);
    const run = start(model, '--resume');
    // The first kills come before or around the first step; the others are spread over the rest of the run.
    const early = Math.ceil(kills / 5);
    if (i < early) await sleep(random[2 * i] * startup);
    else {
      const last = Math.max(before + 5, Math.floor(((i - early + random[2 * i]) / (kills - early)) * steps));
      await reach(run, model, Math.min(last, steps - 10));
      await sleep(random[2 * i + 1] * 20);
    }
    run.child.kill('SIGKILL');
    const [, signal] = await run.ended;
    if (signal !== 'SIGKILL') console.log('  (had ended before it could be killed)');
    const partial = readdirSync(folder).filter((name) => name.endsWith('.tmp')).length;
    halfWritten += Math.min(partial, 1);
    console.log(
      `  kill ${i + 1}: from step ${before} to ${stepsIn(model)} of ${steps}${partial > 0 ? ', while writing' : ''}`,
    );
  }
  await finish(model, '--resume');
  compare('killed', model, expected);
  const left = readdirSync(folder).filter((name) => name.endsWith('.tmp'));
  if (left.length > 0) fail(`left behind: ${left.join(', ')}`);
  return halfWritten;
}

async function interruptAndResume(expected, ...more) {
  const model = join(folder, `interrupted${more.join('')}.safetensors`);
  const run = start(model, ...more);
  await reach(run, model, Math.floor(steps / 3));
  run.child.kill('SIGINT');
  const asked = performance.now();
  const [code] = await run.ended;
  const waited = performance.now() - asked;
  if (code !== 130) fail(`Ctrl-C: exit code ${code} instead of 130`);
  if (!/^flowproof: .*\n$/.test(run.stderr)) fail(`Ctrl-C: not one line: ${JSON.stringify(run.stderr)}`);
  if (run.stdout !== '') fail(`Ctrl-C: output ${JSON.stringify(run.stdout)}`);
  checkGone(run.child.pid);
  const reported = Number(/after step (\d+)/.exec(run.stderr)[1]);
  const written = stepsIn(model);
  if (written !== reported) fail(`Ctrl-C: said step ${reported}, wrote step ${written}`);
  console.log(`  Ctrl-C after step ${written}: exit code 130, one line, ended in ${Math.round(waited)} ms`);
  await finish(model, '--resume', ...more);
  compare('interrupted', model, expected);
}

function compare(what, model, expected) {
  if (!readFileSync(model).equals(expected)) fail(`the ${what} run ended in other bytes`);
  console.log(`  ${what} and resumed: the same ${expected.length} bytes as without`);
}

try {
  const model = join(folder, 'whole.safetensors');
  const run = start(model);
  const launched = performance.now();
  await reach(run, model, 5);
  const startup = performance.now() - launched;
  const [code] = await run.ended;
  if (code !== 0) fail(`exit code ${code}: ${run.stderr}`);
  const expected = readFileSync(model);
  console.log(`${kills} kills of a run of ${steps} steps on ${options.threads} threads`);
  const halfWritten = await killAndResume(expected, startup);
  console.log(`  ${halfWritten} of ${kills} kills came while a checkpoint was being written`);
  await interruptAndResume(expected);
  await interruptAndResume(expected, '--threads', '1');
  console.log('all good');
} catch (error) {
  console.error(`FAILED: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
