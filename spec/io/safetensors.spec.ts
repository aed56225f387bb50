import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, FormatError } from '../../src/errors.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/io/safetensors.ts';
import { bits, nameArbitrary, tensorArbitrary } from './arbitraries.ts';

function craft(header: string, data: number | Uint8Array = 0, length?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = typeof data === 'number' ? new Uint8Array(data) : data;
  const out = new Uint8Array(8 + text.length + bytes.length);
  new DataView(out.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  out.set(text, 8);
  out.set(bytes, 8 + text.length);
  return out;
}

const entry = (shape: string, from: number | string, to: number | string, dtype = 'F32'): string =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${from},${to}]}`;

describe('safetensors', () => {
  it('gives back every set of tensors and metadata, in any order the same bytes', () => {
    const tensors = fc.uniqueArray(fc.tuple(nameArbitrary, tensorArbitrary(false)), {
      selector: ([n]) => n,
      maxLength: 5,
    });
    const metadata = fc.uniqueArray(fc.tuple(nameArbitrary, fc.string({ unit: 'binary' })), {
      selector: ([n]) => n,
      maxLength: 3,
    });
    fc.assert(
      fc.property(tensors, metadata, (entries, texts) => {
        const file = encodeSafetensors(
          { tensors: new Map(entries), metadata: new Map(texts) },
          { allowNonFinite: true },
        );
        const reversed = {
          tensors: new Map([...entries].reverse()),
          metadata: new Map([...texts].reverse()),
        };
        expect(Buffer.compare(encodeSafetensors(reversed, { allowNonFinite: true }), file)).toBe(0);
        const again = decodeSafetensors(file, { allowNonFinite: true });
        expect(again.tensors.size).toBe(entries.length);
        for (const [name, tensor] of entries) expect(bits(again.tensors.get(name)!)).toEqual(bits(tensor));
        expect(new Map(again.metadata)).toEqual(new Map(texts));
      }),
      { numRuns: 60 },
    );
  });

  it('aligns every tensor to its element size', () => {
    const file = encodeSafetensors({
      tensors: {
        a: { shape: [3], data: Uint8Array.of(1, 2, 3) },
        b: { shape: [1], data: Float64Array.of(1) },
        c: { shape: [1], data: Float32Array.of(1) },
      },
    });
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
    expect(header.b.data_offsets).toEqual([0, 8]);
    expect(header.c.data_offsets).toEqual([8, 12]);
    expect(header.a.data_offsets).toEqual([12, 15]);
  });

  it('takes plain objects', () => {
    const file = encodeSafetensors({
      tensors: { w: { shape: [], data: Float32Array.of(2) } },
      metadata: { step: '7' },
    });
    const { tensors, metadata } = decodeSafetensors(file);
    expect([...tensors.get('w')!.data]).toEqual([2]);
    expect(metadata.get('step')).toBe('7');
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /^safetensors: byte 0: .*the end of the file/],
    [
      'a header length of 2^63',
      craft('{}', 0, 1n << 63n),
      /byte 0: expected a header of 2 to 2 bytes, received 9223372036854775808/,
    ],
    ['a header longer than the file', craft('{}', 0, 3n), /received 3/],
    ['a header of 1 byte', craft('{', 1, 1n), /received 1/],
    ['a header above 100 MB', craft('{}', 100_000_001, 100_000_001n), /a header of 2 to 100000000 bytes/],
    ['an array for a header', craft('[]'), /byte 8: expected "\{", received 0x5b/],
    ['broken JSON', craft('{"a" 1}'), /byte 13: expected ":"/],
    ['a byte order mark', craft('{\ufeff}'), /byte 9: expected a string/],
    ['a header that is no UTF-8', craft('{""}').fill(0xff, 10, 11), /no UTF-8/],
    ['text behind the header', craft('{}x'), /byte 10: expected the end of the header/],
    [
      'a key twice',
      craft(`{"é":${entry('[0]', 0, 0)},"é":${entry('[0]', 0, 0)}}`),
      /byte 63: expected each key once, received "é" twice/,
    ],
    ['a field twice', craft('{"a":{"dtype":"F32","dtype":"F32"}}'), /"dtype" twice/],
    ['half a surrogate pair', craft('{"\\ud800":1}'), /whole characters/],
    ['a control character', craft('{"a\n":1}'), /valid escapes/],
    ['an open string', craft('{"a'), /closing quote/],
    ['deep nesting', craft(`{"a":${'['.repeat(50_000)}`), /at most 4 levels/],
    ['a long shape', craft(`{"a":${entry(`[${'1,'.repeat(64)}1]`, 0, 4)}}`, 4), /at most 64 items/],
    ['null', craft('{"a":null}'), /expected an object, an array, a string, or an integer/],
    ['a fraction', craft(`{"a":${entry('[1.5]', 0, 4)}}`, 4), /an integer in \[0, 2\^53 - 1\]/],
    ['a negative offset', craft(`{"a":${entry('[1]', '-4', 0)}}`, 4), /an integer in/],
    ['an extent of 2^53', craft(`{"a":${entry('[9007199254740992]', 0, 4)}}`, 4), /an integer in/],
    [
      'a product above 2^53',
      craft(`{"a":${entry('[9007199254740991,2]', 0, 4)}}`, 4),
      /fewer than 2\^53 bytes/,
    ],
    [
      'a claim of 1 TB',
      craft(`{"a":${entry('[274877906944]', 0, '1099511627776')}}`, 4),
      /expected 1099511627776 bytes of data, received 4; the file is truncated/,
    ],
    [
      'bytes that do not fit the shape',
      craft(`{"a":${entry('[2]', 0, 4)}}`, 4),
      /tensor "a" with 8 bytes for shape \[2\], received \[0,4\]/,
    ],
    ['offsets in the wrong order', craft(`{"a":${entry('[1]', 4, 0)}}`, 4), /with 4 bytes/],
    ['three offsets', craft(`{"a":${entry('[1]', 0, '4,8')}}`, 4), /data_offsets \[begin, end\]/],
    [
      'overlapping tensors',
      craft(`{"a":${entry('[2]', 0, 8)},"b":${entry('[2]', 4, 12)}}`, 12),
      /tensor "b" at offset 8, received offset 4, which overlaps/,
    ],
    ['the same bytes twice', craft(`{"a":${entry('[1]', 0, 4)},"b":${entry('[1]', 0, 4)}}`, 4), /overlaps/],
    [
      'a gap',
      craft(`{"a":${entry('[1]', 0, 4)},"b":${entry('[1]', 8, 12)}}`, 12),
      /offset 8, which leaves a gap/,
    ],
    ['a gap at the start', craft(`{"a":${entry('[1]', 4, 8)}}`, 8), /leaves a gap/],
    [
      'a truncated file',
      craft(`{"a":${entry('[1]', 0, 4)}}`, 3),
      /expected 4 bytes of data, received 3; the file is truncated/,
    ],
    ['trailing bytes', craft(`{"a":${entry('[1]', 0, 4)}}`, 5), /received 5; the file has trailing bytes/],
    [
      'bfloat16',
      craft(`{"a":${entry('[1]', 0, 2, 'BF16')}}`, 2),
      /a dtype of tensor "a" among BOOL .* received BF16/,
    ],
    [
      'another field',
      craft('{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":1}}'),
      /exactly the fields/,
    ],
    ['a field missing', craft('{"a":{"dtype":"F32","shape":[0]}}'), /exactly the fields/],
    ['a number for a tensor', craft('{"a":1}'), /exactly the fields/],
    ['metadata that are no object', craft('{"__metadata__":"x"}'), /to be an object/],
    [
      'metadata that are no string',
      craft('{"__metadata__":{"a":1}}'),
      /a string as metadata "a", received 1/,
    ],
    [
      'a bool of 2',
      craft(`{"a":${entry('[1]', 0, 1, 'BOOL')}}`, Uint8Array.of(2)),
      /expected 0 or 1 in tensor "a"\[0\]/,
    ],
    [
      '∞',
      craft(`{"a":${entry('[1]', 0, 4)}}`, Uint8Array.of(0, 0, 0x80, 0x7f)),
      /a finite number in tensor "a"\[0\], received Infinity/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => decodeSafetensors(file)).toThrow(FormatError);
    expect(() => decodeSafetensors(file)).toThrow(message);
  });

  it('keeps __proto__ a name like any other', () => {
    const { tensors, metadata } = decodeSafetensors(
      craft(`{"__proto__":${entry('[0]', 0, 0)},"__metadata__":{"__proto__":"x","constructor":"y"}}`),
    );
    expect([...tensors.keys()]).toEqual(['__proto__']);
    expect([...metadata]).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(({} as Record<string, unknown>).dtype).toBeUndefined();
  });

  it('refuses to write what would not read back', () => {
    const tensor = { shape: [1], data: Float32Array.of(1) };
    expect(() => encodeSafetensors({ tensors: { __metadata__: tensor } })).toThrow(ArgumentError);
    expect(() => encodeSafetensors({ tensors: { '\udfff': tensor } })).toThrow(ArgumentError);
    expect(() => encodeSafetensors({ tensors: { a: { shape: [1], data: Float32Array.of(NaN) } } })).toThrow(
      /tensors\["a"\]\[0\]/,
    );
    const metadata = { step: 7 } as unknown as Record<string, string>;
    expect(() => encodeSafetensors({ tensors: {}, metadata })).toThrow(
      /metadata\["step"\]: expected a string/,
    );
  });
});
