/** The command line that makes the rows of a run again, for its page. */
import type { SolversFlags } from './flags.ts';
import { kebab } from './read-config.ts';

/** What no row depends on: where they go, and how the run is watched. */
const ASIDE: readonly string[] = ['threads', 'json', 'csv', 'svg', 'html', 'journal', 'resume', 'quiet'];

/** In quotes where a POSIX shell would read it as more than a word. */
const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** With --timeout and --repeats even where they were not given: their defaults may change. */
export function commandLine(flags: SolversFlags): string {
  const words = Object.entries(flags).flatMap(([name, value]) =>
    ASIDE.includes(name) || value === undefined ? [] : [`--${kebab(name)} ${quoted(String(value))}`],
  );
  return ['flowproof solvers', ...words].join(' ');
}
