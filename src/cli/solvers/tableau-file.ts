/** A solver out of a file: the tableau that `--certify` judges is one that a benchmark runs. */
import { isRecord } from '../../benchmark/checks.ts';
import { UsageError } from '../../errors.ts';
import { readBytes } from '../../io/files.ts';
import { shorten } from './shorten.ts';

const MAX_BYTES = 1024 * 1024;

/** Fields that say something about the file, not about the method. */
const REMARKS = ['$schema', 'source'];

/** The tableau in a file as plain data, its numbers as the text that they are; the configuration checks the rest. */
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
  if (!isRecord(value)) return value;
  const known = Object.entries(value).filter(([key]) => !REMARKS.includes(key));
  return Object.fromEntries(known.map(([key, part]) => [key, key === 'order' ? part : worded(part)]));
}

/** Coefficients as strings, wherever they are; an order stays a number. */
function worded(part: unknown): unknown {
  if (typeof part === 'number') return String(part);
  if (Array.isArray(part)) return part.map(worded);
  if (!isRecord(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, key === 'order' ? value : worded(value)]),
  );
}
