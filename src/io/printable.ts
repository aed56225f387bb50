/**
 * Text from files and file names as it may appear in a one-line error: no control characters (which could drive a terminal),
 * no line separators, not too long.
 */
import { show as showValue } from '../errors.ts';

/** Escapes control characters, lone surrogates and line separators, and cuts to `limit` characters. */
export function printable(text: string, limit = 60): string {
  const cut = text.length > limit ? `${text.slice(0, limit - 3)}...` : text;
  return cut.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value as `show` of errors.ts gives it, made printable: JSON leaves U+007F to U+009F and U+2028 as they are. */
export function show(value: unknown): string {
  return printable(showValue(value), 100);
}
