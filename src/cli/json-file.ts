/** A JSON file that an option names. */
import { FileError, FormatError, toMessage } from '../errors.ts';
import { readBytes } from '../io/files.ts';
import { shorten } from './shorten.ts';

/** What is in the file; the caller checks it. Throws a FileError or FormatError that names option and file. */
export function readJsonFile(
  option: string,
  path: string,
  { wayOut = '', ...limit }: { readonly wayOut?: string; readonly maxBytes?: number } = {},
): unknown {
  const argument = `${option} ${shorten(path)}`;
  if (path === '') {
    throw new FileError({ argument, expected: 'a file', received: 'an empty name', wayOut: 'name a file' });
  }
  try {
    return JSON.parse(new TextDecoder().decode(readBytes(path, limit)));
  } catch (error) {
    if (error instanceof SyntaxError) {
      const { message: received } = error;
      throw new FormatError({ argument, expected: 'JSON', received, wayOut }, { cause: error });
    }
    if (!(error instanceof FileError)) throw error;
    const { code: _, ...details } = toMessage(error);
    throw new FileError({ ...details, argument }, { cause: error });
  }
}
