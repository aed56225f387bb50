/** Runs a command line in this process and keeps what it printed. */
import { run } from '../../src/cli/run.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runInProcess(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const exitCode = await run(argv, {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env,
  });
  return { exitCode, stdout, stderr };
}

/** What is wrong with how a user's mistake ended; empty when all is as it should be. */
export function flaws({ exitCode, stdout, stderr }: Outcome): string[] {
  const found: string[] = [];
  if (exitCode !== 2) found.push(`exit code ${exitCode}`);
  if (!/^flowproof: [^\n]+\n$/.test(stderr)) found.push(`stderr is not one line: ${JSON.stringify(stderr)}`);
  // `received undefined` is what a missing field of a file is.
  if (/\n\s+at |(?<!received )undefined|\[object|internal error/.test(stderr))
    found.push(`stack or debris: ${stderr}`);
  if (stdout !== '') found.push(`stdout: ${JSON.stringify(stdout)}`);
  return found;
}
