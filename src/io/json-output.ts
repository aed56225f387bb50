/**
 * JSON files that are the same bytes for the same values: keys sorted by code units, two spaces of indent, arrays of plain
 * values on one line, a newline at the end, written in one step.
 *
 * JSON has no NaN and no ∞, and JSON.stringify turns them into null and −0 into 0 without a word. Here such numbers are
 * refused by name, or with `special: 'string'` written as "NaN", "Infinity", "-Infinity" and "-0", which Number() reads back.
 */
import { ArgumentError } from '../errors.ts';
import { atomicWrite } from './files.ts';
import { printable, show } from './printable.ts';

export interface JsonOptions {
  /** What to do with NaN, ±∞ and −0. Default 'refuse'. */
  readonly special?: 'refuse' | 'string';
}

/**
 * The value as JSON text. Typed arrays are written as arrays; undefined fields are left out; anything else that JSON does not
 * know (functions, bigints, class instances, cycles, more than 100 levels) throws an ArgumentError that names the place.
 *
 * ```ts
 * import { encodeJson } from 'flowproof/node';
 * encodeJson({ b: 1, a: new Float32Array([0.5, 2]) }); // '{\n  "a": [0.5, 2],\n  "b": 1\n}\n'
 * ```
 */
export function encodeJson(value: unknown, options: JsonOptions = {}): string {
  return `${render(value, 'value', options.special ?? 'refuse', [])}\n`;
}

/** Writes {@link encodeJson} of the value to a file in one step. */
export function writeJson(path: string, value: unknown, options: JsonOptions = {}): void {
  atomicWrite(path, new TextEncoder().encode(encodeJson(value, options)));
}

const MAX_DEPTH = 100;

type Special = 'refuse' | 'string';

function render(value: unknown, place: string, special: Special, parents: readonly unknown[]): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (Number.isFinite(value) && !Object.is(value, -0)) return String(value);
    if (special === 'string') return `"${show(value)}"`;
    throw unfit(
      place,
      'a finite number other than -0',
      show(value),
      "pass special: 'string' to write it as a string",
    );
  }
  if (parents.includes(value)) throw unfit(place, 'a value without cycles', 'a cycle');
  if (parents.length === MAX_DEPTH) throw unfit(place, `at most ${MAX_DEPTH} levels`, 'more');
  const within = [...parents, value];
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const list = value as ArrayLike<unknown>;
    const items = Array.from(list, (item, i) => render(item, `${place}[${i}]`, special, within));
    const flat = !Array.from(list).some((item) => typeof item === 'object' && item !== null);
    return flat ? `[${items.join(', ')}]` : block('[', items, ']', within.length);
  }
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== Object.prototype && prototype !== null) throw unfit(place, 'plain data', show(value));
  const record = value as Readonly<Record<string, unknown>>;
  const fields = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map(
      (key) =>
        `${JSON.stringify(key)}: ${render(record[key], `${place}.${printable(key)}`, special, within)}`,
    );
  return block('{', fields, '}', within.length);
}

function block(open: string, items: readonly string[], close: string, depth: number): string {
  if (items.length === 0) return open + close;
  const indent = '  '.repeat(depth);
  return `${open}\n${indent}${items.join(`,\n${indent}`)}\n${indent.slice(2)}${close}`;
}

function unfit(argument: string, expected: string, received: string, wayOut?: string): ArgumentError {
  return new ArgumentError({ argument, expected, received, ...(wayOut ? { wayOut } : {}) });
}
