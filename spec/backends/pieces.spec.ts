/** Lines, elements and messages, whatever they hold and however they are cut. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { ExpectedTensor } from '../../src/backends/expected.ts';
import { lineReader } from '../../src/backends/line-reader.ts';
import { readLine } from '../../src/backends/reply-line.ts';
import { notes, tail } from '../../src/backends/tail.ts';
import { decodeTensor, encodeInline } from '../../src/backends/wire-tensor.ts';

const never = (): never => {
  throw new Error('not to be called');
};

describe('lines', () => {
  test.prop([fc.array(fc.string({ unit: 'binary', maxLength: 20 })), fc.array(fc.nat(9), { minLength: 1 })])(
    'do not depend on where the pieces are cut',
    (texts, cuts) => {
      const lines = texts.map((text) => text.replaceAll('\n', ' '));
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      const seen: string[] = [];
      const reader = lineReader(1e6, (line) => seen.push(line), never);
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const end = at + 1 + cuts[i % cuts.length]!;
        reader.push(bytes.subarray(at, end));
        at = end;
      }
      expect(seen).toEqual(lines);
      expect(reader.rest()).toBe('');
    },
  );

  test('are counted from each request on, and nothing is kept beyond the limit', () => {
    let excess = 0;
    const seen: string[] = [];
    const reader = lineReader(
      10,
      (line) => seen.push(line),
      () => excess++,
    );
    for (let i = 0; i < 5; i++) {
      reader.push(Buffer.from('12345678\n'));
      reader.restart();
    }
    expect([seen.length, excess]).toEqual([5, 0]);
    const block = Buffer.alloc(1 << 16, 65);
    for (let i = 0; i < 16384; i++) reader.push(block);
    reader.push(Buffer.from('\nlate\n'));
    expect([seen.length, excess, reader.rest()]).toEqual([5, 1, '']);
  });

  test('what waits for its line feed counts for the next request', () => {
    let excess = 0;
    const reader = lineReader(10, never, () => excess++);
    reader.push(Buffer.from('12345678'));
    reader.restart();
    reader.push(Buffer.from('123'));
    expect(excess).toBe(1);
  });
});

describe('beside the protocol', () => {
  test.prop([fc.array(fc.uint8Array({ maxLength: 12 })), fc.integer({ min: 1, max: 20 })])(
    'the last bytes are kept, and it is said when some are not',
    (pieces, limit) => {
      const ascii = pieces.map((piece) => piece.map((byte) => 65 + (byte % 26)));
      const all = Buffer.concat(ascii).toString();
      const end = tail(limit);
      for (const piece of ascii) end.push(piece);
      expect(end.text()).toBe(all.length > limit ? `…${all.slice(-limit)}` : all);
    },
  );

  test('the first notes are kept, the others counted', () => {
    const kept = notes(2);
    for (const text of ['a', 'b', 'c', 'd']) kept.add(text);
    expect(kept.list()).toEqual(['a', 'b', '… and 2 more']);
  });
});

describe('messages', () => {
  test.prop([fc.oneof(fc.string({ unit: 'binary' }), fc.json())])('any line is read as something', (line) => {
    expect(['message', 'damaged', 'print']).toContain(readLine(line).kind);
  });

  test.prop([fc.jsonValue(), fc.constantFrom('', 'loss 0.5 ', '{"a": 1} ', '█\r')])(
    'a message is found, also behind a print',
    (value, before) => {
      const message = JSON.parse(JSON.stringify({ id: 7, out: value }));
      expect(readLine(`${before}${JSON.stringify(message)}`)).toEqual({ kind: 'message', message, before });
    },
  );

  test.each([
    ['{"id":7,"out":', 'damaged'],
    ["{'id': 7, 'out': {}}", 'damaged'],
    ['{"id":7,"out":NaN}', 'damaged'],
    ['{"loss": NaN}', 'print'],
    ['{"loss": 1}', 'print'],
    ['[7]', 'print'],
    ['null', 'print'],
    ['"id":', 'print'],
  ])('%s is a %s', (line, kind) => {
    expect(readLine(line).kind).toBe(kind);
  });
});

describe('elements', () => {
  const types = { float32: Float32Array, float64: Float64Array, int32: Int32Array };
  test.prop([fc.uint8Array({ maxLength: 64 }), fc.constantFrom('float32', 'float64', 'int32')])(
    'any bits go through base64 as they are',
    (bytes, dtype) => {
      const { BYTES_PER_ELEMENT: width } = types[dtype];
      const data = new types[dtype](bytes.slice(0, width * Math.floor(bytes.length / width)).buffer);
      const shape = [data.length];
      const expected: ExpectedTensor = { name: 'x', dtype, shape, bytes: data.byteLength };
      const wire = JSON.parse(JSON.stringify(encodeInline({ dtype, shape, data })));
      const back = decodeTensor('x', expected, wire, never);
      expect(Buffer.from(back.data.buffer)).toEqual(Buffer.from(data.buffer));
    },
  );

  const expected: ExpectedTensor = { name: 'x', dtype: 'float32', shape: [1], bytes: 4 };
  test.each<readonly [unknown, RegExp]>([
    [undefined, /x: expected a tensor \{ dtype, shape, b64 \}, received undefined/],
    [[1], /received \[1\]/],
    [{ dtype: 'float32', shape: [1] }, /received "dtype", "shape"/],
    [{ dtype: 'float32', shape: [1], b64: 'AAAAAA==', order: 'C' }, /received .*"order"/],
    [{ dtype: 'float32', shape: [1], b64: 'AAAAAA' }, /x\.b64: expected base64 with padding.*6 characters/],
    [{ dtype: 'float32', shape: [1], b64: 'AAAA\nA==' }, /expected base64/],
    [{ dtype: 'float32', shape: [1], b64: 7 }, /received 7/],
    [{ dtype: 'float32', shape: [1], b64: '' }, /expected 4 bytes for float32 \[1\], received 0 bytes/],
    [{ dtype: 'f32', shape: [1], b64: 'AAAAAA==' }, /expected float32 \[1\], received f32 \[1\]/],
    [{ dtype: 'float32', shape: [], b64: 'AAAAAA==' }, /received float32 \[\]; the elements are as many/],
    [{ dtype: 'float32', shape: [-1], b64: 'AAAAAA==' }, /received shape \[-1\]/],
    [{ dtype: 'float32', shape: 1, b64: 'AAAAAA==' }, /received shape 1/],
    [{ dtype: 'float32', shape: [1], file: 1, name: 'x' }, /file and name as strings/],
  ])('%j is refused', (wire, message) => {
    expect(() => decodeTensor('x', expected, wire, never)).toThrow(message);
  });
});
