/**
 * npy, versions 1.0, 2.0 and 3.0: one array, strict in both directions.
 *
 *   byte 0  \x93NUMPY   6  major minor   8  header length, uint16 (1.0) or uint32 (2.0, 3.0)   then header, elements
 *
 * Refused: big-endian and object elements, a file longer or shorter than its header says, any other key. Column-major
 * files (`fortran_order: True`) are turned to row-major. Source: NEP 1.
 */

import type { DtypeRow, TensorData } from './dtypes.ts';
import { checkBytes, type DecodeOptions, malformed, utf8 } from './malformed.ts';
import { parseNpyHeader } from './npy-header.ts';
import {
  checkTensor,
  elementBytes,
  elementCount,
  readElements,
  type Tensor,
  type TensorInput,
} from './tensor.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
// A plain array of 64 extents needs 1,300 bytes; more is an attack on the parser.
const MAX_HEADER = 0xffff;

/**
 * The array in an npy file. Throws a FormatError that names the byte.
 *
 * ```ts
 * import { decodeNpy, encodeNpy } from 'flowproof/node';
 * const bytes = encodeNpy({ shape: [2, 2], data: new Float32Array([1, 2, 3, 4]) });
 * decodeNpy(bytes).shape; // [2, 2]
 * ```
 */
export function decodeNpy(bytes: Uint8Array, options: DecodeOptions = {}): Tensor {
  const file = options.file ?? 'npy';
  checkBytes(file, bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const [i, expected] of MAGIC.entries()) {
    if (bytes[i] !== expected) throw malformed(file, i, 'an npy file (\\x93NUMPY)', describeByte(bytes, i));
  }
  const major = bytes[6];
  if (major === undefined || major < 1 || major > 3) {
    throw malformed(file, 6, 'npy version 1, 2 or 3', describeByte(bytes, 6));
  }
  if (bytes[7] !== 0) throw malformed(file, 7, `npy version ${major}.0`, describeByte(bytes, 7));
  const from = major === 1 ? 10 : 12;
  if (bytes.length < from) throw malformed(file, bytes.length, 'the header length', 'the end of the file');
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER || from + length > bytes.length) {
    const limit = Math.min(MAX_HEADER, bytes.length - from);
    throw malformed(file, 8, `a header of at most ${limit} bytes`, `${length} bytes`);
  }
  const text = utf8(file, from, bytes.subarray(from, from + length));
  const { dtype, fortranOrder, shape } = parseNpyHeader(file, from, text);
  const begin = from + length;
  const count = elementCount(shape)!;
  if (count * dtype.bytes !== bytes.length - begin) {
    throw malformed(
      file,
      begin,
      `${count * dtype.bytes} bytes of ${dtype.name} for shape [${shape.join(', ')}]`,
      `${bytes.length - begin} bytes`,
      bytes.length - begin < count * dtype.bytes ? 'the file is truncated' : 'the file has trailing bytes',
    );
  }
  const data = readElements(file, 'array', bytes, begin, dtype, count, options.allowNonFinite ?? false);
  return { dtype: dtype.name, shape, data: fortranOrder ? rowMajor(data, dtype, shape) : data };
}

/** An npy file: version 1.0, row-major, elements aligned to 64 bytes, the same bytes as `numpy.save` writes. */
export function encodeNpy(
  tensor: TensorInput,
  options: { readonly allowNonFinite?: boolean } = {},
): Uint8Array {
  const dtype = checkTensor('tensor', tensor, options.allowNonFinite);
  const { shape, data } = tensor;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const head = `{'descr': '${dtype.npy}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const growth = ' '.repeat(shape.length ? 21 - String(shape[0]).length : 0);
  // numpy leaves room for the first extent to grow, and 64 spaces where none would be needed.
  const bare = 10 + head.length + growth.length + 1;
  const begin = bare - (bare % 64) + 64;
  const out = new Uint8Array(begin + data.byteLength).fill(0x20, 0, begin);
  out.set([...MAGIC, 1, 0]);
  new DataView(out.buffer).setUint16(8, begin - 10, true);
  out.set(new TextEncoder().encode(head), 10);
  out[begin - 1] = 0x0a;
  out.set(elementBytes(data), begin);
  return out;
}

/** Elements of a column-major array in row-major order. */
function rowMajor(data: TensorData, dtype: DtypeRow, shape: readonly number[]): TensorData {
  const out = new dtype.array(data.length);
  const index = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  let source = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = data[source]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      source += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      source -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}

function describeByte(bytes: Uint8Array, at: number): string {
  const value = bytes[at];
  return value === undefined ? 'the end of the file' : `0x${value.toString(16).padStart(2, '0')}`;
}
