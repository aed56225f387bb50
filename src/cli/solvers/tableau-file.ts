/** A solver out of a file: the tableau that `--certify` judges is one that a benchmark runs. */
import { UsageError } from '../../errors.ts';
import { readBytes } from '../../io/files.ts';
import { shorten } from './shorten.ts';

const MAX_BYTES = 1024 * 1024;

/** What is in the file; the configuration checks it. */
export function tableauFile(argument: string, file: string): unknown {
  const text = new TextDecoder().decode(readBytes(file, { maxBytes: MAX_BYTES }));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError({
      argument: `${argument} ${shorten(file)}`,
      expected: 'a tableau in JSON',
      received: (error as Error).message,
      wayOut: 'see schemas/tableau.schema.json and examples/tableaus',
    });
  }
  return value;
}
