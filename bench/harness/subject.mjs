// A subject as the harness sees it: a process of its own that is asked one thing after the other.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Debian's own Python has numpy, SciPy and PyTorch; another one that is earlier on the PATH has not. */
const PYTHON = process.env.BENCH_PYTHON ?? '/usr/bin/python3';

/** Nobody takes longer for a repetition than this. */
const PATIENCE_MS = 15 * 60_000;

const file = (name) => fileURLToPath(new URL(`../subjects/${name}`, import.meta.url));

/** The name of a subject on that many threads. */
export const on = (threads, name) => `${name}, ${threads === 1 ? '1 thread' : `${threads} threads`}`;

/** A subject that `program` of bench/subjects plays, with settings of its own. */
export function node(name, program, settings = {}, { binary = process.execPath } = {}) {
  return { name, command: [binary, file(program), JSON.stringify(settings)], environment: {} };
}

/** The same in Python, with that many threads in its libraries. */
export function python(name, program, settings = {}) {
  const threads = String(settings.threads ?? 1);
  return {
    name,
    command: [PYTHON, file(program), JSON.stringify(settings)],
    environment: { OMP_NUM_THREADS: threads, OPENBLAS_NUM_THREADS: threads, PYTHONDONTWRITEBYTECODE: '1' },
  };
}

/** Starts the process and waits for its introduction; resolves to null, with the reason told, when its library is missing. */
export async function open({ name, command, environment }, tell) {
  const child = spawn(command[0], command.slice(1), {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-2000);
  });
  child.stdin.on('error', () => {});
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(String(error)));
    child.on('close', (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function answer() {
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS, { late: true });
    });
    try {
      for (;;) {
        const next = await Promise.race([lines.next(), late]);
        if (next.late) throw new Error(`${name}: no answer in ${PATIENCE_MS / 60_000} minutes`);
        if (next.done) throw new Error(`${name}: ${await ended}\n${complaints}`);
        if (next.value.startsWith('@ ')) return JSON.parse(next.value.slice(2));
      }
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  let introduction;
  try {
    introduction = await answer();
  } catch (error) {
    // A program that cannot be started at all is a library that is missing; one that fails on its way is a mistake.
    if (child.pid !== undefined) throw error;
    introduction = { absent: `${command[0]} cannot be started` };
  }
  if (introduction.absent) {
    tell(`SKIPPED ${name}: ${introduction.absent}`);
    return { name, absent: introduction.absent };
  }
  let residentMb = null;
  return {
    name,
    introduction,
    /** The most memory that the process has had, in MB, as it says itself. */
    memory: () => residentMb,
    async run(count) {
      child.stdin.write(`run ${count}\n`);
      const { milliseconds, ...more } = await answer();
      residentMb = more.residentMb ?? null;
      if (!(Number.isFinite(milliseconds) && milliseconds > 0))
        throw new Error(`${name}: a time of ${milliseconds} ms`);
      return milliseconds;
    },
    async close() {
      child.stdin.end('quit\n');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}
