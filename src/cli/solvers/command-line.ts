/** The command line that makes the rows of a run again, for its page. */
import { shellWord } from '../shell-words.ts';
import type { SolversFlags } from './flags.ts';
import { kebab } from './read-config.ts';

/** What no row depends on: where they go, and how the run is watched. */
const ASIDE: readonly string[] = ['threads', 'json', 'csv', 'svg', 'html', 'journal', 'resume', 'quiet'];

/** With --timeout and --repeats even where they were not given: their defaults may change. */
export function commandLine(flags: SolversFlags): string {
  const words = Object.entries(flags).flatMap(([name, value]) =>
    ASIDE.includes(name) || value === undefined ? [] : [`--${kebab(name)} ${shellWord(String(value))}`],
  );
  return ['flowproof solvers', ...words].join(' ');
}
