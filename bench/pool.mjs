/**
 * Which worker pool: piscina or tinypool? Round trips, shared payloads, and what each does when a worker fails.
 *
 * A failure decides more than a microsecond: a pool whose promise never settles after `process.exit` in a worker leaves
 * the caller hanging. Every failure runs in a child process under a time limit, which also shows whether the process
 * ends by itself afterwards. A pool that is not installed is named and skipped.
 *
 *   node bench/pool.mjs [--json FILE]
 *   npm i --no-save piscina@5.3.2 tinypool@2.2.0   installs both for a comparison
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const POOLS = ['piscina', 'tinypool'];
const FAILURES = ['throw', 'exit', 'memory', 'never', 'never-with-abort'];
const THREADS = 2;
const CHILD_LIMIT_MS = 8_000;

const WORKER = `
export default function handle(task) {
  switch (task.kind) {
    case 'echo': return task.value;
    case 'sum': {
      const a = new Float32Array(task.buffer, task.from * 4, task.length);
      let s = 0;
      for (let i = 0; i < a.length; i++) { s += a[i]; a[i] += 1; }
      return s;
    }
    case 'throw': throw new RangeError('thrown by the handler');
    case 'exit': process.exit(3);
    case 'memory': { const kept = []; for (;;) kept.push(new Array(10_000).fill(Math.random())); }
    case 'never': case 'never-with-abort': for (;;);
  }
}
`;

async function load(name) {
  const specifier = name;
  try {
    const module = await import(specifier);
    return module.Piscina ?? module.Tinypool ?? module.default;
  } catch {
    return null;
  }
}

function versionOf(name) {
  const entry = createRequire(import.meta.url).resolve(name);
  const root = entry.slice(0, entry.lastIndexOf(`/${name}/`) + name.length + 1);
  return createRequire(import.meta.url)(`${root}/package.json`).version;
}

function open(Class, filename) {
  return new Class({
    filename,
    minThreads: THREADS,
    maxThreads: THREADS,
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
}

/** Median and quartiles of the microseconds one call of `work` takes, over `samples` blocks of `block` calls. */
async function microseconds(samples, block, work) {
  for (let i = 0; i < samples; i++) await work();
  const each = [];
  for (let s = 0; s < samples; s++) {
    const start = performance.now();
    for (let i = 0; i < block; i++) await work();
    each.push(((performance.now() - start) * 1000) / block);
  }
  each.sort((a, b) => a - b);
  const at = (q) => Math.round(each[Math.floor(q * (each.length - 1))] * 10) / 10;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

async function speeds(Class, filename) {
  const pool = open(Class, filename);
  const length = 1 << 18;
  const buffer = new SharedArrayBuffer(length * 4);
  const half = (part) => ({
    kind: 'sum',
    buffer,
    from: (part * length) / 2,
    length: length / 2,
  });
  const result = {
    'round trip': await microseconds(60, 200, () => pool.run({ kind: 'echo', value: 1 })),
    'round trip with a signal': await microseconds(60, 100, () =>
      pool.run({ kind: 'echo', value: 1 }, { signal: new AbortController().signal }),
    ),
    '1 MB shared, two halves at once': await microseconds(60, 20, () =>
      Promise.all([pool.run(half(0)), pool.run(half(1))]),
    ),
  };
  await pool.destroy();
  const opening = [];
  for (let i = 0; i < 5; i++) {
    const start = performance.now();
    const fresh = open(Class, filename);
    await fresh.run({ kind: 'echo', value: 1 });
    await fresh.destroy();
    opening.push((performance.now() - start) * 1000);
  }
  opening.sort((a, b) => a - b);
  const at = (i) => Math.round(opening[i]);
  return { ...result, 'open, one task, close': { median: at(2), low: at(1), high: at(3) } };
}

/** In the child: fails once, works once more with the same pool, closes, and lets the process end by itself. */
async function fail(Class, filename, kind) {
  const pool = open(Class, filename);
  pool.on('error', (error) => console.log(`error event: ${String(error)}`));
  const abort = new AbortController();
  const signal = kind === 'never-with-abort' ? { signal: abort.signal } : {};
  if (kind === 'never-with-abort') setTimeout(() => abort.abort(), 200);
  await pool.run({ kind }, signal).then(
    () => console.log('resolved'),
    (error) => console.log(`rejected with ${String(error)}`),
  );
  console.log(`afterwards: ${String(await pool.run({ kind: 'echo', value: 'works' }))}`);
  await pool.destroy();
  console.log('closed');
}

function failure(name, kind) {
  const { stdout, signal, status } = spawnSync(
    process.execPath,
    [...process.execArgv, fileURLToPath(import.meta.url), '--child', name, kind],
    { timeout: CHILD_LIMIT_MS, killSignal: 'SIGKILL', encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const said = stdout.trim().split('\n').filter(Boolean).join('; ');
  const end = signal
    ? `HANGS (killed after ${CHILD_LIMIT_MS / 1000} s)`
    : status === 0
      ? 'ends'
      : `ends with ${status}`;
  return `${said || 'says nothing'}; ${end}`;
}

const folder = mkdtempSync(join(tmpdir(), 'pool-'));
const filename = join(folder, 'worker.mjs');
writeFileSync(filename, WORKER);
try {
  if (process.argv[2] === '--child') {
    const Class = await load(process.argv[3]);
    await fail(Class, filename, process.argv[4]);
  } else {
    const results = { node: process.version, threads: THREADS };
    for (const name of POOLS) {
      const Class = await load(name);
      if (!Class) {
        console.log(`${name}: not installed, skipped`);
        continue;
      }
      const version = versionOf(name);
      console.log(`\n${name} ${version} (Node ${process.version})`);
      const speed = await speeds(Class, filename);
      for (const [what, { median, low, high }] of Object.entries(speed)) {
        console.log(`  ${what.padEnd(34)} ${median} µs (quartiles ${low} … ${high})`);
      }
      const failures = {};
      for (const kind of FAILURES) {
        failures[kind] = failure(name, kind);
        console.log(`  ${kind.padEnd(18)} ${failures[kind]}`);
      }
      results[name] = { version, speed, failures };
    }
    const json = process.argv.indexOf('--json');
    if (json > 0) writeFileSync(process.argv[json + 1], `${JSON.stringify(results, null, 2)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
