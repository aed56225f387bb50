import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, FormatError, ShapeError } from '../../src/errors.ts';
import { decodeNpy, encodeNpy } from '../../src/io/npy.ts';
import { bits, tensorArbitrary } from './arbitraries.ts';

/** An npy file with any header text and data. */
function craft(header: string, data = new Uint8Array(0), version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const from = version === 1 ? 10 : 12;
  const out = new Uint8Array(from + text.length + data.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(out.buffer);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  out.set(text, from);
  out.set(data, from + text.length);
  return out;
}

const header = (shape: string, descr = "'<f4'", order = 'False'): string =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}}\n`;

describe('npy', () => {
  it('gives back every tensor to the bit', () => {
    fc.assert(
      fc.property(tensorArbitrary(false), (tensor) => {
        const again = decodeNpy(encodeNpy(tensor, { allowNonFinite: true }), { allowNonFinite: true });
        expect(bits(again)).toEqual(bits(tensor));
      }),
      { numRuns: 300 },
    );
  });

  it('turns column-major data of any shape to row-major', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const file = craft(
          header(`(${shape.join(', ')},)`, "'|u1'", 'True'),
          Uint8Array.from({ length: size }, (_, i) => i),
        );
        const { data } = decodeNpy(file);
        // Element (i, j, k, …) of a column-major file stands at i + n₀ (j + n₁ (k + …)).
        for (let flat = 0; flat < size; flat++) {
          let rest = flat;
          let place = 0;
          for (let axis = shape.length - 1; axis >= 0; axis--) {
            const stride = shape.slice(0, axis).reduce((a, b) => a * b, 1);
            place += (rest % shape[axis]!) * stride;
            rest = Math.floor(rest / shape[axis]!);
          }
          expect(data[flat]).toBe(place);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('reads from the middle of a larger buffer, unaligned, and from a Buffer, without keeping hold of it', () => {
    const file = encodeNpy({ shape: [2], data: Float64Array.of(1.5, -2) });
    const big = Buffer.alloc(file.length + 8, 0xff);
    big.set(file, 3);
    const tensor = decodeNpy(big.subarray(3, 3 + file.length));
    big.fill(0);
    expect([...tensor.data]).toEqual([1.5, -2]);
    expect(tensor.data.buffer.byteLength).toBe(16);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /^npy: byte 0: .*the end of the file$/],
    ['another format', Uint8Array.of(0x50, 0x4b, 3, 4), /byte 0: expected an npy file .* received 0x50/],
    [
      'version 0',
      craft(header('(0,)'), undefined, 0),
      /byte 6: expected npy version 1, 2 or 3, received 0x00/,
    ],
    ['version 4', craft(header('(0,)'), undefined, 4), /byte 6/],
    ['no header length', craft('').subarray(0, 9), /byte 9: expected the header length/],
    ['a cut header', craft(header('(0,)')).subarray(0, 30), /byte 8: expected a header of at most 20 bytes/],
    ['a huge header', craft('', undefined, 2).fill(0xff, 8, 12), /byte 8: .* received 4294967295 bytes/],
    [
      'a cut array',
      craft(header('(2,)'), new Uint8Array(7)),
      /expected 8 bytes .* received 7 bytes; the file is truncated/,
    ],
    [
      'trailing bytes',
      craft(header('(2,)'), new Uint8Array(9)),
      /received 9 bytes; the file has trailing bytes/,
    ],
    ['a shape of 2^60', craft(header('(1152921504606846976,)')), /expected an extent in \[0, 2\^53 - 1\]/],
    ['a product above 2^53', craft(header('(4503599627370496, 4)')), /a shape of fewer than 2\^53 elements/],
    ['an overflow behind a zero', craft(header('(4503599627370496, 4, 0)')), /fewer than 2\^53/],
    ['an overflow after a zero', craft(header('(0, 4503599627370496, 4)')), /fewer than 2\^53/],
    ['version 1.1', craft(header('(0,)')).fill(1, 7, 8), /byte 7: expected npy version 1\.0, received 0x01/],
    ['claims of 1 TB', craft(header('(1099511627776,)')), /expected 4398046511104 bytes/],
    ['a negative extent', craft(header('(-1,)')), /expected an extent/],
    ['an octal extent', craft(header('(03,)')), /expected an extent/],
    ['a number for a tuple', craft(header('(3)'), new Uint8Array(12)), /"," after a single extent/],
    ['65 extents', craft(header(`(${'1, '.repeat(65)})`), new Uint8Array(4)), /at most 64 extents/],
    [
      'a key twice',
      craft("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}\n"),
      /byte 27: .*once/,
    ],
    ['another key', craft("{'__proto__': 1}\n"), /each of the keys descr, fortran_order, shape once/],
    ['a key missing', craft("{'descr': '<f4', 'shape': ()}\n"), /the key 'fortran_order'/],
    ['code', craft("__import__('os').system('true')\n"), /expected "\{" in the header/],
    [
      'text behind the header',
      craft(`${header('()').trimEnd()} x\n`, new Uint8Array(4)),
      /spaces and one newline/,
    ],
    ['no newline', craft(header('()').trimEnd(), new Uint8Array(4)), /spaces and one newline/],
    ['no UTF-8', craft(header('()').replace('<f4', '<f4')).fill(0xff, 20, 21), /bytes that are no UTF-8/],
    [
      'a bool of 2',
      craft(header('(2,)', "'|b1'"), Uint8Array.of(1, 2)),
      /expected 0 or 1 in array\[1\], received 2/,
    ],
    [
      'NaN',
      craft(header('(1,)'), Uint8Array.of(0, 0, 0xc0, 0x7f)),
      /a finite number in array\[0\], received NaN/,
    ],
  ])('refuses %s', (_, file, message) => {
    expect(() => decodeNpy(file)).toThrow(FormatError);
    expect(() => decodeNpy(file)).toThrow(message);
  });

  it('names the file in the error', () => {
    expect(() => decodeNpy(new Uint8Array(3), { file: 'a\nb.npy' })).toThrow(/^a\\u000ab\.npy: byte 0/);
  });

  it('refuses to write what would not read back', () => {
    const data = Float32Array.of(1, NaN);
    expect(() => encodeNpy({ shape: [2], data })).toThrow(
      /tensor\[1\]: expected a finite number, received NaN/,
    );
    expect(() => encodeNpy({ shape: [3], data })).toThrow(ShapeError);
    expect(() => encodeNpy({ shape: [2.5], data })).toThrow(ShapeError);
    expect(() => encodeNpy({ dtype: 'float64', shape: [2], data })).toThrow(ArgumentError);
    expect(() => encodeNpy({ dtype: 'bool', shape: [1], data: Uint8Array.of(2) })).toThrow(/expected 0 or 1/);
    expect(() => encodeNpy({ shape: [1], data: [1] as unknown as Float32Array })).toThrow(ArgumentError);
    expect(() => decodeNpy('x' as unknown as Uint8Array)).toThrow(ArgumentError);
  });
});
