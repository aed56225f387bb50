/** A command line in this process, as it ships: threads can load built files only. */
import type { run as Run } from '../../src/cli/run.ts';
import type { Outcome } from './run-in-process.ts';

const built: string = '#dist/cli/run.js';

export async function runBuilt(argv: readonly string[]): Promise<Outcome> {
  const { run } = (await import(built)) as { run: typeof Run };
  let stdout = '';
  let stderr = '';
  const exitCode = await run(argv, {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
  });
  return { exitCode, stdout, stderr };
}
