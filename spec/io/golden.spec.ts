import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { dtypeRow, dtypeRows } from '../../src/io/dtypes.ts';
import { decodeNpy, encodeNpy } from '../../src/io/npy.ts';
import { decodeNpz } from '../../src/io/npz.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/io/safetensors.ts';
import { bits, ramp } from './arbitraries.ts';

const golden = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`golden/${name}`, import.meta.url)));

const float32 = dtypeRow('float32')!;

describe('files written by numpy', () => {
  it.each(dtypeRows.map((row) => [row.npy.slice(1), row] as const))('%s.npy', (code, row) => {
    const tensor = decodeNpy(golden(`${code}.npy`));
    expect(tensor.dtype).toBe(row.name);
    expect(tensor.shape).toEqual([2, 3]);
    expect([...tensor.data]).toEqual(ramp(row, 6));
    expect(encodeNpy(tensor), 'we write the bytes that numpy.save writes').toEqual(golden(`${code}.npy`));
  });

  it.each([
    ['scalar', 'float64', []],
    ['vector', 'float32', [7]],
    ['empty', 'float32', [3, 0, 2]],
  ] as const)('%s.npy', (name, dtype, shape) => {
    const tensor = decodeNpy(golden(`${name}.npy`));
    expect(tensor.dtype).toBe(dtype);
    expect(tensor.shape).toEqual(shape);
    expect([...tensor.data]).toEqual(ramp(float32, tensor.data.length));
    expect(encodeNpy(tensor)).toEqual(golden(`${name}.npy`));
  });

  it.each(['version2', 'version3'])('%s.npy', (name) => {
    expect(bits(decodeNpy(golden(`${name}.npy`)))).toEqual(bits(decodeNpy(golden('f4.npy'))));
  });

  it('fortran.npy becomes row-major', () => {
    const tensor = decodeNpy(golden('fortran.npy'));
    expect(tensor.shape).toEqual([2, 3, 4]);
    expect([...tensor.data]).toEqual(ramp(float32, 24));
  });

  it('special.npy keeps −0, subnormals, ∞ and NaN, when they are allowed', () => {
    const tensor = decodeNpy(golden('special.npy'), { allowNonFinite: true });
    const expected = [0, -0, 5e-324, Infinity, -Infinity, NaN];
    expect([...tensor.data].map((v, i) => Object.is(v, expected[i]))).not.toContain(false);
    expect(() => decodeNpy(golden('special.npy'))).toThrow(
      /byte 152: expected a finite number in array\[3\]/,
    );
  });

  it.each([
    ['big-endian', /byte 20: expected little-endian elements, received big-endian '>f4'; .*newbyteorder/],
    ['half', /byte 20: expected one of .*, received '<f2'/],
    ['objects', /byte 20: .*Python objects '\|O'/],
    ['structured', /byte 20: expected a plain element type/],
  ])('%s.npy is refused with a reason', (name, message) => {
    const decode = (): unknown => decodeNpy(golden(`${name}.npy`), { file: name });
    expect(decode).toThrow(FormatError);
    expect(decode).toThrow(message);
  });

  it.each(['stored', 'deflated', 'descriptors'])('%s.npz', (name) => {
    const arrays = decodeNpz(golden(`${name}.npz`));
    expect([...arrays.keys()]).toEqual(['x', 'labels']);
    expect([...arrays.get('x')!.data]).toEqual(ramp(dtypeRow('float64')!, 120));
    // numpy's remainder has the sign of the divisor.
    expect([...arrays.get('labels')!.data]).toEqual(
      Array.from({ length: 40 }, (_, i) => BigInt((((i - 3) % 3) + 3) % 3)),
    );
  });
});

describe('a file written by the safetensors library', () => {
  it('gives its tensors and metadata', () => {
    const { tensors, metadata } = decodeSafetensors(golden('library.safetensors'));
    const contents = [...tensors].map(([name, t]) => [name, t.dtype, t.shape, [...t.data]]);
    const row = (name: string): (typeof dtypeRows)[number] => dtypeRow(name)!;
    expect(contents).toEqual([
      ['step', 'int64', [], ramp(row('int64'), 1)],
      ['layer.bias', 'float64', [2], ramp(row('float64'), 2)],
      ['layer.weight', 'float32', [2, 3], ramp(row('float32'), 6)],
      ['none', 'float32', [0, 4], []],
      ['é\u2028"\\', 'uint8', [3], ramp(row('uint8'), 3)],
      ['flags', 'bool', [5], ramp(row('bool'), 5)],
    ]);
    expect([...metadata]).toEqual([['format', 'np']]);
    const again = decodeSafetensors(encodeSafetensors({ tensors, metadata }));
    for (const [name, tensor] of tensors) expect(bits(again.tensors.get(name)!)).toEqual(bits(tensor));
  });
});
