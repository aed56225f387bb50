/**
 * Element types of stored tensors: one row per type, its width and its name in each format.
 *
 * Everything is little-endian, as npy `<`, safetensors and the typed arrays of every engine this runs on are. `bool` is
 * one byte, 0 or 1. Types without a typed array (float16, bfloat16, complex, strings, objects) are refused by name.
 */

/** A typed array that can hold a tensor. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Name of an element type, as numpy writes it. */
export type TensorDtype =
  | 'bool'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float32'
  | 'float64';

interface TensorArrayConstructor {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): TensorData;
  new (buffer: ArrayBuffer): TensorData;
}

/** One element type: width in bytes, npy `descr`, safetensors `dtype`, and the typed array that holds it. */
export interface DtypeRow {
  readonly name: TensorDtype;
  readonly bytes: number;
  readonly npy: string;
  readonly safetensors: string;
  readonly array: TensorArrayConstructor;
}

const row = (
  name: TensorDtype,
  npy: string,
  safetensors: string,
  array: TensorArrayConstructor,
): DtypeRow => ({ name, bytes: array.BYTES_PER_ELEMENT, npy, safetensors, array });

export const dtypeRows: readonly DtypeRow[] = [
  row('bool', '|b1', 'BOOL', Uint8Array),
  row('int8', '|i1', 'I8', Int8Array),
  row('uint8', '|u1', 'U8', Uint8Array),
  row('int16', '<i2', 'I16', Int16Array),
  row('uint16', '<u2', 'U16', Uint16Array),
  row('int32', '<i4', 'I32', Int32Array),
  row('uint32', '<u4', 'U32', Uint32Array),
  row('int64', '<i8', 'I64', BigInt64Array),
  row('uint64', '<u8', 'U64', BigUint64Array),
  row('float32', '<f4', 'F32', Float32Array),
  row('float64', '<f8', 'F64', Float64Array),
];

/** The row of a type by its name, or undefined. */
export function dtypeRow(name: string): DtypeRow | undefined {
  return dtypeRows.find((r) => r.name === name);
}

/** The element type that a typed array holds when nothing else is said; undefined for anything else. */
export function dtypeOfData(data: unknown): TensorDtype | undefined {
  // Subclasses such as Buffer are what they extend, so the tag is asked and not the constructor.
  const tag = ArrayBuffer.isView(data) ? (data as Uint8Array)[Symbol.toStringTag] : '';
  return dtypeRows.find((r) => r.name !== 'bool' && r.array.name === tag)?.name;
}
