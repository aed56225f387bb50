#!/usr/bin/env node
/** The `flowproof` program: streams, Ctrl-C and exit code of the process around run.ts. */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { run } from './run.ts';

const INTERRUPTED = 130;
const interrupt = new AbortController();
let stopsCleanly = false;

process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(INTERRUPTED);
  if (!stopsCleanly) {
    writeSync(process.stderr.fd, 'flowproof: interrupted\n');
    process.exit(INTERRUPTED);
  }
  interrupt.abort();
});

// Programs that were started end with this one, which only an orderly exit tells them.
for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => process.exit(code));
}

// A reader such as `head` that closes the pipe early has what it wanted.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  interruptSignal: () => {
    stopsCleanly = true;
    return interrupt.signal;
  },
});
