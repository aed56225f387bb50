/**
 * JSON files that are the same bytes for the same values: keys sorted by code units, two spaces of indent, a newline at the
 * end, written in one step.
 *
 * JSON has no NaN and no ∞, and JSON.stringify turns them into null and −0 into 0 without a word. Here such numbers are
 * refused by name, or with `special: 'string'` written as "NaN", "Infinity", "-Infinity" and "-0", which Number() reads back.
 */
import { ArgumentError } from '../errors.ts';
import { atomicWrite } from './files.ts';
import { show } from './printable.ts';

export interface JsonOptions {
  /** What to do with NaN, ±∞ and −0. Default 'refuse'. */
  readonly special?: 'refuse' | 'string';
}

/**
 * The value as JSON text. Typed arrays are written as arrays; undefined fields are left out; anything else that JSON does not
 * know (functions, bigints, class instances, cycles) throws an ArgumentError that names the place.
 *
 * ```ts
 * import { encodeJson } from 'flowproof/node';
 * encodeJson({ b: 1, a: new Float32Array([0.5]) }); // '{\n  "a": [\n    0.5\n  ],\n  "b": 1\n}\n'
 * ```
 */
export function encodeJson(value: unknown, options: JsonOptions = {}): string {
  const special = options.special ?? 'refuse';
  return `${JSON.stringify(plain(value, 'value', special, []), null, 2)}\n`;
}

/** Writes {@link encodeJson} of the value to a file in one step. */
export function writeJson(path: string, value: unknown, options: JsonOptions = {}): void {
  atomicWrite(path, new TextEncoder().encode(encodeJson(value, options)));
}

function plain(
  value: unknown,
  place: string,
  special: 'refuse' | 'string',
  parents: readonly unknown[],
): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return value;
    if (special === 'string') return show(value);
    throw unfit(
      place,
      'a finite number other than -0',
      value,
      "pass special: 'string' to write it as a string",
    );
  }
  if (parents.includes(value)) throw unfit(place, 'a value without cycles', 'a cycle');
  const within = [...parents, value];
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    return Array.from(value as ArrayLike<unknown>, (item, i) =>
      plain(item, `${place}[${i}]`, special, within),
    );
  }
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) throw unfit(place, 'plain data', value);
  const record = value as Readonly<Record<string, unknown>>;
  // Without a prototype, so that a field called __proto__ is a field. (Keys that look like array indices come first in any
  // object, in the order of their numbers: stable as well.)
  const out = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(record).sort()) {
    if (record[key] !== undefined) out[key] = plain(record[key], `${place}.${key}`, special, within);
  }
  return out;
}

function unfit(argument: string, expected: string, received: unknown, wayOut?: string): ArgumentError {
  return new ArgumentError({
    argument,
    expected,
    received: typeof received === 'string' ? received : show(received),
    ...(wayOut ? { wayOut } : {}),
  });
}
