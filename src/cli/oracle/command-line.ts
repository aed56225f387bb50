/** The command line that asks a backend the same again, for its page: what stands behind `flowproof oracle check`. */
import { shellWord } from '../shell-words.ts';
import type { CheckFlags } from './flags.ts';

/** Without files of results. */
export function commandLine(words: readonly string[], flags: CheckFlags): string {
  const { operation, dtype, corpus, cases, seed, fuzz, timeout, module } = flags;
  const given = { operation, dtype, cases, fuzz, timeout: timeout === 10 ? undefined : timeout, module };
  const options = Object.entries({ ...given, ...(corpus || cases !== undefined ? {} : { seed }) });
  const line = [
    ...(corpus ? ['--corpus'] : []),
    ...options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)])),
    // What has options of its own must not lose them to this command.
    ...(words.some((word) => word.startsWith('-')) ? ['--'] : []),
    ...words,
  ];
  return line.map(shellWord).join(' ');
}
