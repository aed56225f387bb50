/** Small checks of plain JSON. */
import { ArgumentError, show } from '../errors.ts';

export type PlainRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is PlainRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function refuse(argument: string, expected: string, received: unknown, wayOut?: string): never {
  throw new ArgumentError({ argument, expected, received: show(received), ...(wayOut && { wayOut }) });
}

/**
 * An object as it is, and a text such as 'shift:3' or 'beta:0.5,0.7' as the object that it stands for: the kind, then its numbers, which
 * `fields` names by kind.
 */
export function shorthand(value: unknown, fields: Readonly<Record<string, readonly string[]>>): unknown {
  if (typeof value !== 'string') return value;
  const colon = value.indexOf(':');
  if (colon < 0) return { kind: value };
  const kind = value.slice(0, colon);
  const numbers = value.slice(colon + 1).split(',');
  const names = Object.hasOwn(fields, kind) ? fields[kind]! : [];
  if (numbers.length > names.length) return { kind: value };
  return { kind, ...Object.fromEntries(numbers.map((text, i) => [names[i]!, numeric(text)])) };
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a text spells; what is none stays as it is, for the checks to name. */
export const numeric = (text: string): unknown => (DECIMAL.test(text.trim()) ? Number(text) : text);
