// The subject's side of the conversation: one program, one job, one line for each question.
//
//   subject → {"version", "runtime", "threads"[, "work"]} or   {"absent": "why"}    once, when it is set up
//   run N   → {"milliseconds", "residentMb"}     time of N repetitions, by the subject's own clock, after
//             one that is not counted if they are short; largest memory so far
//   quit
//
// Lines of the conversation begin with '@ ', so that libraries may print what they like.
import { readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { createInterface } from 'node:readline';

const say = (answer) => process.stdout.write(`@ ${JSON.stringify(answer)}\n`);

const answer = (milliseconds) =>
  say({ milliseconds, residentMb: Math.round(process.resourceUsage().maxRSS / 1024) });

/** What the harness asked for: the settings of this case. */
export const settings = JSON.parse(process.argv[2] ?? '{}');

/** The module, or the end of the process with the reason why it is not there. */
export async function need(specifier) {
  try {
    return await import(specifier);
  } catch (error) {
    say({ absent: `${specifier}: ${String(error?.message ?? error).split('\n')[0]}` });
    process.exit(0);
  }
}

/** Milliseconds of `count` calls of `unit`, after one that is not counted if `lead`. */
export async function timed(unit, count, { lead = true } = {}) {
  if (lead) await unit();
  const start = performance.now();
  for (let i = 0; i < count; i++) await unit();
  return performance.now() - start;
}

/** The same for a unit without promises: waiting for nothing takes time, too. */
export function timedSync(unit, count, { lead = true } = {}) {
  if (lead) unit();
  const start = performance.now();
  for (let i = 0; i < count; i++) unit();
  return performance.now() - start;
}

/** Introduces the subject and answers until it is told to quit. `run(count)` gives the milliseconds of `count` repetitions. */
export async function serve({ run, close, ...introduction }) {
  say({ runtime: `Node ${process.version}`, ...introduction });
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, count] = line.split(' ');
    if (verb === 'quit') break;
    answer(await run(Number(count)));
  }
  await close?.();
  process.exit(0);
}

/** One line of the other side, with this thread asleep until it comes. */
function lineSync() {
  const byte = Buffer.alloc(1);
  let line = '';
  for (;;) {
    try {
      if (readSync(0, byte) === 0) return 'quit';
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      continue;
    }
    if (byte[0] === 10) return line;
    line += String.fromCharCode(byte[0]);
  }
}

/**
 * The conversation of a subject that has one long run and is told of every unit: it stands still between two questions. Returns what is to be called after
 * every unit.
 */
export function serveFromWithin({ before, ...introduction }) {
  say({ runtime: `Node ${process.version}`, ...introduction });
  let left = 0;
  let start = 0;
  let asked = 0;
  const ask = () => {
    const [verb, count] = lineSync().split(' ');
    if (verb === 'quit') process.exit(0);
    asked = Number(count);
    left = asked + before;
  };
  return () => {
    if (left === 0) return ask();
    left--;
    if (left === asked) start = performance.now();
    if (left > 0) return;
    answer(performance.now() - start);
    ask();
  };
}
