import fc from 'fast-check';
import { type DtypeRow, dtypeRows, type TensorData } from '../../src/io/dtypes.ts';
import { elementBytes, type Tensor } from '../../src/io/tensor.ts';

const shape: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });

function elements(row: DtypeRow, length: number, finite: boolean): fc.Arbitrary<TensorData> {
  const fixed = { minLength: length, maxLength: length };
  const numbers = finite ? { noNaN: true, noDefaultInfinity: true } : {};
  switch (row.name) {
    case 'bool':
      return fc.array(fc.integer({ min: 0, max: 1 }), fixed).map((a) => Uint8Array.from(a));
    case 'int64':
      return fc.bigInt64Array(fixed);
    case 'uint64':
      return fc.bigUint64Array(fixed);
    case 'float32':
      return fc.array(fc.float(numbers), fixed).map((a) => Float32Array.from(a));
    case 'float64':
      return fc.array(fc.double(numbers), fixed).map((a) => Float64Array.from(a));
    default:
      return fc.uint8Array({ minLength: length * row.bytes, maxLength: length * row.bytes }).map((bytes) => {
        return new row.array(new Uint8Array(bytes).buffer);
      });
  }
}

/** Tensors of every type, with extents of 0, −0, subnormals and, unless `finite`, NaN and ∞. */
export function tensorArbitrary(finite: boolean): fc.Arbitrary<Tensor> {
  return fc.tuple(fc.constantFrom(...dtypeRows), shape).chain(([row, extents]) =>
    elements(
      row,
      extents.reduce((a, b) => a * b, 1),
      finite,
    ).map((data) => ({ dtype: row.name, shape: extents, data })),
  );
}

/** Names that have broken other readers. */
export const nameArbitrary: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    'a/b',
    '0',
    '-1',
    ' ',
    '"',
    '\\',
    'é\u2028',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);

/** Type, shape and exact bits, as plain data to compare. */
export function bits(tensor: Tensor): { dtype: string; shape: readonly number[]; hex: string } {
  return {
    dtype: tensor.dtype,
    shape: tensor.shape,
    hex: Buffer.from(elementBytes(tensor.data)).toString('hex'),
  };
}

/** The ramp of golden/make_golden.py. */
export function ramp(row: DtypeRow, length: number): (number | bigint)[] {
  const unsigned = row.name.startsWith('u');
  const value = (i: number): number => (row.name === 'bool' ? i % 2 : unsigned ? i : i - 3);
  return Array.from({ length }, (_, i) => (row.name.endsWith('int64') ? BigInt(value(i)) : value(i)));
}
