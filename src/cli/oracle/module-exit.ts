/**
 * The code of a module runs in this process: if it ended it, the check would end as well, and with code 0 as if all were good; while it
 * loops, no listener hears a signal.
 */
import { writeSync } from 'node:fs';
import process from 'node:process';
import { shellWord } from '../shell-words.ts';

/**
 * Does the work. Signals end the process as they end any program that does not listen. If the module calls process.exit meanwhile,
 * the process ends with one line and code 2.
 */
export async function guardExit(module: string | undefined, work: () => Promise<void>): Promise<void> {
  if (module === undefined) return work();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  const onExit = (code: number): void => {
    // Signals end the process with codes of their own.
    if (code > 128) return;
    const wayOut = 'leave out process.exit, or start it as a program';
    writeSync(
      process.stderr.fd,
      `flowproof: ${shellWord(module)}: expected answers, received an end of the process; ${wayOut}\n`,
    );
    process.exitCode = 2;
  };
  process.once('exit', onExit);
  try {
    await work();
  } finally {
    process.off('exit', onExit);
  }
}
