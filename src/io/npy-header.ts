/**
 * The header of an npy file: a Python dictionary literal with exactly the keys descr, fortran_order and shape.
 *
 *   {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
 *
 * Only this much Python is read: quoted strings without escapes, True, False, tuples of unsigned integers; nothing is
 * evaluated. Source: NEP 1, "A simple file format for NumPy arrays".
 */
import { type DtypeRow, dtypeRows } from './dtypes.ts';
import { malformed } from './malformed.ts';
import { printable, show } from './printable.ts';
import { elementCount } from './tensor.ts';

export interface NpyHeader {
  readonly dtype: DtypeRow;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

const KEYS = ['descr', 'fortran_order', 'shape'] as const;
const MAX_RANK = 64;

/** Parses the header text, which begins at `byte` of `file`; one character is one byte up to the first fault. */
export function parseNpyHeader(file: string, byte: number, text: string): NpyHeader {
  let at = 0;
  const fail = (expected: string, wayOut?: string): never => {
    const received = at < text.length ? show(text.slice(at, at + 24)) : 'the end of the header';
    throw malformed(file, byte + at, expected, received, wayOut);
  };
  const space = (): void => {
    while (text[at] === ' ') at++;
  };
  const take = (token: string): boolean => {
    space();
    if (!text.startsWith(token, at)) return false;
    at += token.length;
    return true;
  };
  const need = (token: string): void => {
    if (!take(token)) fail(`${show(token)} in the header`);
  };
  const quoted = (what: string): string => {
    space();
    const end = text[at] === "'" || text[at] === '"' ? text.indexOf(text[at]!, at + 1) : -1;
    if (end < 0) fail(what);
    const value = text.slice(at + 1, end);
    at = end + 1;
    return value;
  };
  const extents = (): number[] => {
    need('(');
    const values: number[] = [];
    while (!take(')')) {
      if (values.length >= MAX_RANK) fail(`at most ${MAX_RANK} extents`);
      const digits = /^(?:0|[1-9]\d{0,15})(?!\d)/.exec(text.slice(at, at + 20))?.[0];
      if (digits === undefined || !Number.isSafeInteger(Number(digits)))
        fail('an extent in [0, 2^53 - 1] or ")"');
      at += digits!.length;
      values.push(Number(digits));
      // (3) is a number in Python and no tuple: a single extent needs its comma.
      if (!take(',')) {
        if (values.length === 1) fail('"," after a single extent');
        need(')');
        break;
      }
    }
    return values;
  };

  const seen = new Set<string>();
  let dtype: DtypeRow | undefined;
  let fortranOrder = false;
  let shape: number[] = [];
  need('{');
  while (!take('}')) {
    space();
    const start = at;
    const name = quoted("'descr', 'fortran_order', 'shape' or \"}\"");
    if (!(KEYS as readonly string[]).includes(name) || seen.has(name)) {
      at = start;
      fail(`each of the keys ${KEYS.join(', ')} once`);
    }
    seen.add(name);
    need(':');
    space();
    if (name === 'descr') {
      const where = at;
      if (text[at] === '[')
        fail('a plain element type', 'structured arrays are refused: save one field at a time');
      dtype = elementType(file, byte + where, quoted("an element type such as '<f4'"));
    } else if (name === 'fortran_order') {
      fortranOrder = take('True');
      if (!fortranOrder && !take('False')) fail('True or False');
    } else {
      const where = at;
      shape = extents();
      if (elementCount(shape) === undefined) {
        at = where;
        fail('a shape of fewer than 2^53 elements');
      }
    }
    if (!take(',')) {
      need('}');
      break;
    }
  }
  const missing = KEYS.find((k) => !seen.has(k));
  if (missing) fail(`the key '${missing}' in the header`);
  if (!/^ *\n$/.test(text.slice(at))) fail('spaces and one newline at the end of the header');
  return { dtype: dtype!, fortranOrder, shape };
}

function elementType(file: string, byte: number, descr: string): DtypeRow {
  const row = dtypeRows.find(
    (r) => r.npy === descr || (r.bytes === 1 && r.npy.slice(1) === descr.slice(1) && /^[<|]/.test(descr)),
  );
  if (row) return row;
  const known = dtypeRows.map((r) => r.npy).join(' ');
  const received = `'${printable(descr)}'`;
  if (descr.startsWith('>')) {
    const wayOut = "convert it with array.astype(array.dtype.newbyteorder('<'))";
    throw malformed(file, byte, 'little-endian elements', `big-endian ${received}`, wayOut);
  }
  if (/^\|?O/.test(descr)) {
    const wayOut = 'pickled objects can run code when read: save plain numbers';
    throw malformed(file, byte, `one of ${known}`, `Python objects ${received}`, wayOut);
  }
  throw malformed(file, byte, `one of ${known}`, received, 'convert it with array.astype(numpy.float32)');
}
