/**
 * The JSON that may stand in the header of a safetensors file: objects, arrays, strings and unsigned integers, nothing
 * else. Unlike JSON.parse it refuses a key given twice and names the byte of a fault; objects become Maps, so that a key
 * such as `__proto__` is a key like any other. Source: RFC 8259.
 */
import { hasLoneSurrogate, malformed } from './malformed.ts';
import { show } from './printable.ts';

export type HeaderValue = string | number | readonly HeaderValue[] | ReadonlyMap<string, HeaderValue>;

const MAX_DEPTH = 4;
const MAX_ITEMS = 64;
const INTEGER = /(?:0|[1-9]\d{0,15})(?![\d.eE])/y;

/** The value of `text`, which begins at `byte` of `file`; trailing spaces are padding. */
export function parseHeaderJson(file: string, byte: number, text: string): HeaderValue {
  let at = 0;
  const fail = (expected: string, received?: string): never => {
    const offset = new TextEncoder().encode(text.slice(0, at)).length;
    const found = at < text.length ? show(text.slice(at, at + 24)) : 'the end of the header';
    throw malformed(file, byte + offset, expected, received ?? found);
  };
  const space = (): void => {
    while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  };
  const take = (token: string): boolean => {
    space();
    if (text[at] !== token) return false;
    at++;
    return true;
  };
  const string = (): string => {
    space();
    if (text[at] !== '"') fail('a string');
    // A loop and not a regular expression, whose stack a string of many megabytes would overflow.
    let end = at + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    let value: string;
    try {
      value = JSON.parse(text.slice(at, end + 1)) as string;
    } catch {
      return fail('a string with valid escapes and a closing quote');
    }
    if (hasLoneSurrogate(value)) fail('a string of whole characters', 'half a surrogate pair');
    at = end + 1;
    return value;
  };
  const value = (depth: number): HeaderValue => {
    if (depth > MAX_DEPTH) fail(`at most ${MAX_DEPTH} levels`);
    if (take('{')) return object(depth);
    if (take('[')) return array(depth);
    if (text[at] === '"') return string();
    INTEGER.lastIndex = at;
    const digits = INTEGER.exec(text)?.[0];
    if (digits === undefined || !Number.isSafeInteger(Number(digits))) {
      fail('an object, an array, a string, or an integer in [0, 2^53 - 1]');
    }
    at += digits!.length;
    return Number(digits);
  };
  const object = (depth: number): HeaderValue => {
    const entries = new Map<string, HeaderValue>();
    if (take('}')) return entries;
    do {
      space();
      const start = at;
      const name = string();
      if (entries.has(name)) {
        at = start;
        fail('each key once', `${show(name)} twice`);
      }
      if (!take(':')) fail('":"');
      entries.set(name, value(depth + 1));
    } while (take(','));
    if (!take('}')) fail('"," or "}"');
    return entries;
  };
  const array = (depth: number): HeaderValue => {
    const items: HeaderValue[] = [];
    if (take(']')) return items;
    do {
      if (items.length === MAX_ITEMS) fail(`at most ${MAX_ITEMS} items`);
      items.push(value(depth + 1));
    } while (take(','));
    if (!take(']')) fail('"," or "]"');
    return items;
  };

  const result = value(1);
  space();
  if (at < text.length) fail('the end of the header');
  return result;
}
