/** The module that --path names: where it is, and how snippets import it. */
import { statSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileError, show } from '../../errors.ts';
import type { LawSource } from '../../parallel/law-source.ts';

/** Throws a FileError unless there is a file. It is not loaded here, where its code could end or block the process. */
export function userModule(path: string): LawSource {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isFile()) {
    throw new FileError({
      argument: `--path ${show(path)}`,
      expected: 'a JavaScript module',
      received: status ? 'no file' : 'no such file',
      wayOut: 'name a .mjs file',
    });
  }
  return { kind: 'module', url: pathToFileURL(resolve(path)).href, shown: shownAs(path) };
}

/** Relative to where the command runs, with forward slashes, as an import has to be written. */
function shownAs(path: string): string {
  const near = relative('.', path);
  if (near === '' || isAbsolute(near)) return basename(path);
  const slashes = near.split(sep).join('/');
  return slashes.startsWith('../') ? slashes : `./${slashes}`;
}
