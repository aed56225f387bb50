/** `flowproof oracle init`: an adapter to begin with, and what to run next. */
import { basename, join } from 'node:path';
import { type AdapterLanguage, adapterLanguages, initAdapter } from '../../backends/index.ts';
import type { TextStream } from '../context.ts';
import { parseChoice } from '../options.ts';

/** Writes the files into `folder`, which is made where it is not there; refuses to overwrite. */
export function init(out: TextStream, language: string, folder: string): void {
  const chosen: AdapterLanguage = parseChoice('language', language, adapterLanguages);
  const { files, build, command, module } = initAdapter(chosen, folder);
  for (const file of files) out.write(`wrote ${join(folder, file)}\n`);
  // The lines are typed in that folder.
  const adapter =
    module === undefined
      ? (command ?? []).slice(command?.[0] === 'python3' ? 1 : 0).join(' ')
      : `--module ${basename(module)}`;
  const lines = [
    ...(folder === '.' ? [] : [`cd ${folder}`]),
    ...(build ? [build.join(' ')] : []),
    `flowproof oracle check ${adapter}`,
  ];
  out.write(`\nNext:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`);
}
