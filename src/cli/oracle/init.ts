/** `flowproof oracle init`: an adapter to begin with, and what to run next. */
import { join } from 'node:path';
import { type AdapterLanguage, adapterLanguages, initAdapter } from '../../backends/index.ts';
import type { Context } from '../context.ts';
import { parseChoice } from '../options.ts';
import { programName, shellWord } from '../shell-words.ts';

/** Writes the files into `folder`, which is made where it is not there; refuses to overwrite. */
export function init({ stdout, env }: Context, language: string, folder: string): void {
  const chosen: AdapterLanguage = parseChoice('language', language, adapterLanguages);
  const { files, build, command = [], module } = initAdapter(chosen, folder);
  for (const file of files) stdout.write(`wrote ${join(folder, file)}\n`);
  // A script is named without its interpreter.
  const adapter = module === undefined ? [command.at(-1)!] : ['--module', module];
  const lines = [...(build ? [build] : []), [...programName(env), 'oracle', 'check', ...adapter]];
  stdout.write(`\nNext:\n${lines.map((words) => `  $ ${words.map(shellWord).join(' ')}\n`).join('')}`);
}
