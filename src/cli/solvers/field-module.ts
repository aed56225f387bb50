/** The module that `--field` or a configuration names. It is not loaded here, where its code could end or block the process. */
import { statSync } from 'node:fs';
import { basename, extname, isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileError } from '../../errors.ts';
import { shorten } from '../shorten.ts';

/** `file`: absolute. Throws a FileError unless it is there. */
export function fieldModule(
  argument: string,
  file: string,
): { readonly url: string; readonly shown: string; readonly name: string } {
  const status = statSync(file, { throwIfNoEntry: false });
  if (!status?.isFile()) {
    throw new FileError({
      argument: `${argument} ${shorten(shownAs(file))}`,
      expected: 'a JavaScript module',
      received: status ? 'no file' : 'no such file',
      wayOut: 'name a .mjs file that exports dim and velocity',
    });
  }
  return { url: pathToFileURL(file).href, shown: shownAs(file), name: basename(file, extname(file)) };
}

/** Relative to where the command runs, where that is near. */
function shownAs(file: string): string {
  const near = relative('.', file);
  if (near === '' || isAbsolute(near)) return basename(file);
  const slashes = near.split(sep).join('/');
  return slashes.startsWith('../') ? slashes : `./${slashes}`;
}
