/** Command lines to be typed next. */

/** How this program was called: npx sets `npm_command`, and what it has run is on no path. */
export const programName = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  env.npm_command === 'exec' ? ['npx', 'flowproof'] : ['flowproof'];

/** A word as a POSIX shell takes it. */
export const shellWord = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
