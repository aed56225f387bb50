import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ArgumentError, FormatError } from '../../src/errors.ts';
import { crc32 } from '../../src/io/crc32.ts';
import { encodeNpy } from '../../src/io/npy.ts';
import { decodeNpz, encodeNpz } from '../../src/io/npz.ts';
import { unzip, zip } from '../../src/io/zip.ts';
import { bits, nameArbitrary, tensorArbitrary } from './arbitraries.ts';

const vector = (length: number): { shape: number[]; data: Float32Array } => ({
  shape: [length],
  data: Float32Array.from({ length }, (_, i) => i),
});

/** A small archive, the offsets of its parts, and a way to change bytes. */
function archive(): { bytes: Uint8Array; view: DataView; directory: number; second: number } {
  const bytes = encodeNpz({ a: vector(100), b: vector(3) });
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 6, true);
  return { bytes, view, directory, second: directory + 46 + 'a.npy'.length };
}

function changed(change: (file: ReturnType<typeof archive>) => void): Uint8Array {
  const file = archive();
  change(file);
  return file.bytes;
}

/** An archive with one byte more between its two entries, and every offset right. */
function withGap(): Uint8Array {
  const { bytes, view, directory, second } = archive();
  const at = view.getUint32(second + 42, true);
  const out = Uint8Array.of(...bytes.subarray(0, at), 0, ...bytes.subarray(at));
  const moved = new DataView(out.buffer);
  moved.setUint32(second + 1 + 42, at + 1, true);
  moved.setUint32(out.length - 6, directory + 1, true);
  return out;
}

describe('npz', () => {
  it('gives back every set of tensors, whatever their names', () => {
    const arrays = fc.uniqueArray(fc.tuple(nameArbitrary, tensorArbitrary(false)), {
      selector: ([name]) => name,
      maxLength: 4,
    });
    fc.assert(
      fc.property(arrays, (entries) => {
        const again = decodeNpz(encodeNpz(new Map(entries), { allowNonFinite: true }), {
          allowNonFinite: true,
        });
        expect([...again].map(([name, t]) => [name, bits(t)])).toEqual(
          entries.map(([name, t]) => [name, bits(t)]),
        );
        expect(Object.getPrototypeOf(again)).toBe(Map.prototype);
      }),
      { numRuns: 60 },
    );
  });

  it('has the CRC-32 of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it('reads archives that fflate writes, stored and deflated', () => {
    const content = encodeNpy(vector(50));
    for (const level of [0, 9] as const) {
      const file = zipSync({ 'x.npy': content }, { level, mtime: new Date(1990, 0, 1) });
      expect([...decodeNpz(file).get('x')!.data]).toEqual([...vector(50).data]);
    }
  });

  it('writes the same bytes on every day', () => {
    expect(encodeNpz({ a: vector(9) })).toEqual(encodeNpz(new Map([['a', vector(9)]])));
    expect(Buffer.from(encodeNpz({})).toString('hex')).toBe(`504b0506${'00'.repeat(18)}`);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /^npz: byte 0: expected the end record/],
    ['a truncated file', archive().bytes.slice(0, -1), /end record/],
    ['a trailing byte', Uint8Array.of(...archive().bytes, 0), /end record/],
    ['a leading byte', Uint8Array.of(0, ...archive().bytes), /ends at byte/],
    ['a comment', changed(({ bytes, view }) => view.setUint16(bytes.length - 2, 1, true)), /no comment/],
    ['two disks', changed(({ bytes, view }) => view.setUint16(bytes.length - 18, 1, true)), /one disk/],
    [
      'more entries than there are',
      changed(({ bytes, view }) => {
        view.setUint16(bytes.length - 14, 3, true);
        view.setUint16(bytes.length - 12, 3, true);
      }),
      /a directory record/,
    ],
    [
      'fewer entries than there are',
      changed(({ bytes, view }) => {
        view.setUint16(bytes.length - 14, 1, true);
        view.setUint16(bytes.length - 12, 1, true);
      }),
      /1 directory records/,
    ],
    [
      'a ZIP64 directory',
      changed(({ bytes, view }) => view.setUint32(bytes.length - 6, 0xffffffff, true)),
      /ZIP64/,
    ],
    [
      'an encrypted entry',
      changed(({ view, directory }) => view.setUint16(directory + 8, 0x801, true)),
      /not encrypted/,
    ],
    [
      'bzip2',
      changed(({ view, directory }) => view.setUint16(directory + 10, 12, true)),
      /received method 12/,
    ],
    [
      'a size no deflate can reach',
      changed(({ view, directory }) => view.setUint32(directory + 24, 0x7fffffff, true)),
      /a size of at most/,
    ],
    [
      'a size that is a little too large',
      changed(({ view, directory }) => {
        view.setUint32(directory + 24, 529, true);
        view.setUint32(22, 529, true);
      }),
      /expected 529 bytes of "a.npy", as the directory says, received 528/,
    ],
    [
      'a size that is a little too small',
      changed(({ view, directory }) => {
        view.setUint32(directory + 24, 527, true);
        view.setUint32(22, 527, true);
      }),
      /expected 527 bytes of "a.npy", as the directory says, received more/,
    ],
    [
      'an entry of 4 GiB',
      changed(({ view, directory }) => view.setUint32(directory + 20, 0xffffffff, true)),
      /ZIP64 entry/,
    ],
    [
      'data beyond the directory',
      changed(({ view, directory }) => view.setUint32(directory + 20, 0x00ffffff, true)),
      /data that end by byte/,
    ],
    [
      'overlapping entries',
      changed(({ view, second }) => view.setUint32(second + 42, 0, true)),
      /overlap or leave gaps/,
    ],
    ['a gap between entries', withGap(), /overlap or leave gaps/],
    [
      'no sizes in the local header',
      changed(({ bytes }) => bytes.fill(0, 14, 26)),
      /checksum and sizes as in the directory/,
    ],
    [
      'another checksum in the local header',
      changed(({ view }) => view.setUint32(14, 1, true)),
      /as in the directory/,
    ],
    [
      'another name in the local header',
      changed(({ bytes }) => bytes.fill(0x7a, 30, 31)),
      /the name "a.npy" as in the directory/,
    ],
    [
      'other flags in the local header',
      changed(({ view }) => view.setUint16(6, 0, true)),
      /flags and method/,
    ],
    [
      'a changed byte of data',
      changed(({ bytes }) => bytes.fill(bytes[60]! ^ 1, 60, 61)),
      /byte 35: expected (deflated data|data|528 bytes) of "a.npy"/,
    ],
    [
      'a wrong checksum',
      changed(({ view, directory }) => {
        view.setUint32(directory + 16, 7, true);
        view.setUint32(14, 7, true);
      }),
      /match their CRC-32/,
    ],
    [
      'a name twice',
      changed(({ bytes, second, view }) => {
        bytes.fill(0x61, second + 46, second + 47);
        bytes.fill(0x61, view.getUint32(second + 42, true) + 30, view.getUint32(second + 42, true) + 31);
      }),
      /expected each name once, received "a.npy" twice/,
    ],
    [
      'a name that is no UTF-8',
      changed(({ bytes, directory }) => bytes.fill(0xff, directory + 46, directory + 47)),
      /no UTF-8/,
    ],
    [
      'a name that is not flagged as UTF-8',
      changed(({ bytes, view, directory }) => {
        view.setUint16(directory + 8, 0, true);
        bytes.set([0xc3, 0xa9], directory + 46);
      }),
      /a name in ASCII, or in UTF-8 and flagged so/,
    ],
    [
      'another kind of file',
      zip(new Map([['a.txt', Uint8Array.of(1)]])),
      /only \.npy files in the archive, received "a.txt"/,
    ],
    ['a broken array', zip(new Map([['a.npy', Uint8Array.of(1)]])), /^npz!a\.npy: byte 0/],
  ])('refuses %s', (_, file, message) => {
    expect(() => decodeNpz(file)).toThrow(FormatError);
    expect(() => decodeNpz(file)).toThrow(message);
  });

  it('refuses a bomb by its declared size before inflating, and a lie about the size while inflating', () => {
    const zeros = new Uint8Array(30_000_000);
    const bomb = zip(new Map([['a.npy', zeros]]));
    expect(bomb.length).toBeLessThan(40_000);
    expect(() => unzip('bomb', bomb, 1_000_000)).toThrow(
      /at most 1000000 bytes in all entries, received 30000000 or more/,
    );
    const view = new DataView(bomb.buffer);
    view.setUint32(22, 1000, true);
    view.setUint32(view.getUint32(bomb.length - 6, true) + 24, 1000, true);
    // The end of the stream is damaged, and nobody sees it: inflating stops in the first piece of 16 KiB.
    const tail = 30 + 'a.npy'.length + view.getUint32(18, true);
    bomb.fill(0xff, tail - 1000, tail);
    const before = process.memoryUsage().arrayBuffers;
    expect(() => unzip('bomb', bomb)).toThrow(
      /expected 1000 bytes of "a.npy", as the directory says, received more/,
    );
    // One piece makes at most 17 MB, in a buffer of fflate that doubles, and is copied once.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80_000_000);
  });

  it('reads large entries, deflated in many pieces', () => {
    const noise = Uint8Array.from({ length: 200_000 }, (_, i) => Math.imul(i, 2654435761) >>> (i % 25));
    const file = zip(new Map([['x', noise]]));
    expect(file.length).toBeGreaterThan(3 * 16384);
    expect(Buffer.compare(unzip('zip', file).get('x')!, noise)).toBe(0);
    for (const size of [199_999, 200_001]) {
      const view = new DataView(file.buffer);
      view.setUint32(22, size, true);
      view.setUint32(view.getUint32(file.length - 6, true) + 24, size, true);
      expect(() => unzip('zip', file)).toThrow(`expected ${size} bytes of "x"`);
    }
  });

  it('refuses to write names that no zip can hold', () => {
    expect(() => zip(new Map([['\ud800', new Uint8Array(0)]]))).toThrow(ArgumentError);
    expect(() => zip(new Map([['', new Uint8Array(0)]]))).toThrow(ArgumentError);
  });
});
