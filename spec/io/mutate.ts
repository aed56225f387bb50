/** Damaged files: a seeded generator of mutations that know where formats hurt. */

export type Random = (n: number) => number;

/** Integers in [0, n) from a linear congruential generator; its high bits are good enough to choose mutations. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * n);
  };
}

const LENGTHS = [
  0n,
  1n,
  2n,
  7n,
  0x7fn,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0xffffffffn,
  1n << 40n,
  (1n << 53n) - 1n,
  1n << 53n,
  (1n << 63n) - 1n,
  (1n << 64n) - 1n,
];

const NUMBERS = [
  '0',
  '1',
  '-1',
  '65',
  '1e3',
  '1.5',
  '03',
  '4294967296',
  '9007199254740991',
  '9007199254740992',
  '18446744073709551615',
  '1'.repeat(400),
  'NaN',
  '1e999',
  '0x10',
];

const TOKENS = [
  "'descr'",
  "'>f4'",
  "'|O'",
  "'<f8'",
  "'|b1'",
  "'<U8'",
  'True',
  'False',
  'None',
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\n',
  '\r',
  '\r\n',
  '"',
  '""',
  "'",
  ' ',
  '\0',
  '\ufeff',
  '__proto__',
  'constructor',
  '"__metadata__"',
  '"F64"',
  '"BF16"',
  '"shape"',
  '"dtype"',
  '"data_offsets"',
  '\\u0000',
  '\\ud800',
  'NA',
  'inf',
  ';',
  '\t',
  'PK\x03\x04',
  'PK\x01\x02',
  'PK\x05\x06',
  'PK\x07\x08',
  '[[[[[[[[[[[[[[[[',
  '{"a":'.repeat(40),
  '\x93NUMPY\x01\x00',
].map((t) => Uint8Array.from(t, (c) => (c.charCodeAt(0) < 256 ? c.charCodeAt(0) : 0xff)));

const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

function noise(r: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => r(256));
}

/** A number in the text of a file becomes another one. */
function otherNumber(r: Random, bytes: Uint8Array): Uint8Array {
  const digits: number[] = [];
  for (let i = 0; i < Math.min(bytes.length, 4000); i++)
    if (bytes[i]! >= 0x30 && bytes[i]! <= 0x39) digits.push(i);
  if (digits.length === 0) return bytes.slice(1);
  const at = digits[r(digits.length)]!;
  return join(bytes.subarray(0, at), Buffer.from(NUMBERS[r(NUMBERS.length)]!), bytes.subarray(at + 1));
}

/** One mutation of a file, with another file to splice in. */
function once(r: Random, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const n = bytes.length;
  const at = r(n + 1);
  switch (r(12)) {
    case 0: {
      const out = bytes.slice();
      for (let k = 1 + r(8); k > 0 && n > 0; k--) out[r(n)]! ^= 1 << r(8);
      return out;
    }
    case 1: {
      const out = bytes.slice();
      if (n > 0) out[r(n)] = [0, 0xff, 0x7f, 0x80, 0x20, 0x30][r(6)]!;
      return out;
    }
    case 2:
      return bytes.slice(0, at);
    case 3:
      return join(bytes, noise(r, 1 + r(40)));
    case 4:
      return join(noise(r, 1 + r(10)), bytes);
    case 5:
      return join(bytes.subarray(0, at), other.subarray(r(other.length + 1)));
    case 6:
      return join(bytes.subarray(0, at), bytes.subarray(Math.min(n, at + 1 + r(20))));
    case 7:
      return join(bytes.subarray(0, at), bytes.subarray(r(n + 1), n));
    case 8: {
      // A length field: 2, 4 or 8 bytes anywhere, most often near either end, where headers live.
      const width = [2, 4, 8][r(3)]!;
      const from = [r(n + 1), r(40), n - 22 + r(22), n - r(120)][r(4)]!;
      if (from < 0 || from + width > n) return bytes.slice(0, at);
      const out = bytes.slice();
      let value = LENGTHS[r(LENGTHS.length)]!;
      for (let i = 0; i < width; i++, value >>= 8n) out[from + i] = Number(value & 0xffn);
      return out;
    }
    case 9:
      return otherNumber(r, bytes);
    case 10:
      return join(bytes.subarray(0, at), TOKENS[r(TOKENS.length)]!, bytes.subarray(at));
    default:
      return noise(r, r(200));
  }
}

/** A file after one to three mutations, one most often. */
export function mutate(r: Random, corpus: readonly Uint8Array[]): Uint8Array {
  let bytes = corpus[r(corpus.length)]!;
  for (let k = 1 + r(1 + r(3)); k > 0; k--) bytes = once(r, bytes, corpus[r(corpus.length)]!);
  return bytes;
}
