/**
 * What a line of output is: a message of the protocol, a damaged one, or something that the backend printed.
 *
 * A message is a JSON object with an `id`. A line is taken for an attempt at one when it opens an object and names an id; a message
 * that stands behind a print without a line feed is found, too.
 */
import { printable } from '../io/printable.ts';

export type ReplyLine =
  | { readonly kind: 'message'; readonly message: Readonly<Record<string, unknown>>; readonly before: string }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'print' };

const OPENS = /\{\s*"(?:id|out|error|unsupported)"\s*:/;
const NAMES_ID = /["']id["']\s*:/;

/** JSON has no NaN, and Python writes it all the same. */
function reasonOf(text: string, error: unknown): string {
  if (/[:[,]\s*-?(?:NaN|Infinity)\b/.test(text))
    return 'NaN or Infinity as JSON numbers; tensors carry them in base64';
  if (/^\s*\{\s*'/.test(text)) return "single quotes; write JSON, such as Python's json.dumps";
  return printable((error as Error).message, 120);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}

const isMessage = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, 'id');

export function readLine(line: string): ReplyLine {
  const value = parsed(line);
  if (isMessage(value)) return { kind: 'message', message: value, before: '' };
  if (!(value instanceof Error)) return { kind: 'print' };
  const at = OPENS.exec(line)?.index ?? 0;
  const inner = at > 0 ? parsed(line.slice(at)) : undefined;
  if (isMessage(inner)) return { kind: 'message', message: inner, before: line.slice(0, at) };
  const attempt = /^\s*\{/.test(line) && NAMES_ID.test(line);
  return attempt ? { kind: 'damaged', reason: reasonOf(line, value) } : { kind: 'print' };
}
