/**
 * A tensor as files hold it: element type, shape, dense row-major elements.
 *
 * Sizes are checked before anything is allocated: a shape counts only when its product stays below 2⁵³ and its bytes
 * are really there.
 */
import { ArgumentError, ShapeError } from '../errors.ts';
import { type DtypeRow, dtypeOfData, dtypeRow, type TensorData, type TensorDtype } from './dtypes.ts';
import { malformed } from './malformed.ts';
import { show } from './printable.ts';

/** A tensor read from a file. `data` is dense, row-major, and owns its memory. */
export interface Tensor {
  readonly dtype: TensorDtype;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A tensor to be written; `dtype` follows from `data` and is needed only for `bool` (a Uint8Array of 0 and 1). */
export interface TensorInput {
  readonly dtype?: TensorDtype;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Elements of a shape, or undefined when the product or an extent is no integer in [0, 2⁵³ − 1]. */
export function elementCount(shape: readonly number[]): number | undefined {
  let product = 1;
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || extent < 0) return undefined;
    // A 0 must not hide an overflow: [0, 2⁵², 4] is refused like [2⁵², 4, 0].
    product = (product || 1) * (extent || 1);
    if (!Number.isSafeInteger(product)) return undefined;
  }
  return shape.includes(0) ? 0 : product;
}

/** The row of a tensor to be written; throws when shape, data and dtype do not fit together. */
export function checkTensor(argument: string, tensor: TensorInput, allowNonFinite = false): DtypeRow {
  const inferred = dtypeOfData(tensor?.data);
  const row = dtypeRow(tensor?.dtype ?? inferred ?? '');
  if (!inferred || !row || row.array !== dtypeRow(inferred)!.array) {
    throw new ArgumentError({
      argument,
      expected: `{ dtype, shape, data } with data the typed array of ${tensor?.dtype ? show(tensor.dtype) : 'its dtype'}`,
      received: `dtype ${show(tensor?.dtype)} over ${show(tensor?.data)}`,
    });
  }
  const { shape, data } = tensor;
  const count = Array.isArray(shape) ? elementCount(shape) : undefined;
  if (count !== data.length) {
    throw new ShapeError({
      argument,
      expected: `a shape of ${data.length} elements`,
      received: `shape ${show(shape)}`,
    });
  }
  const bad = firstBad(row, data, allowNonFinite);
  if (bad >= 0) {
    throw new ArgumentError({
      argument: `${argument}[${bad}]`,
      expected: row.name === 'bool' ? '0 or 1' : 'a finite number',
      received: show(data[bad]),
      ...(row.name === 'bool' ? {} : { wayOut: 'pass allowNonFinite: true to keep NaN and ∞' }),
    });
  }
  return row;
}

/**
 * Copies `count` elements out of a file that has been checked to hold them.
 * `from` is the byte where they begin; `name` goes into errors.
 */
export function readElements(
  file: string,
  name: string,
  bytes: Uint8Array,
  from: number,
  row: DtypeRow,
  count: number,
  allowNonFinite: boolean,
): TensorData {
  // Copying bytes, not numbers, keeps the payload of NaN and does not mind an unaligned file.
  const copy = new Uint8Array(count * row.bytes);
  copy.set(bytes.subarray(from, from + copy.length));
  const data = new row.array(copy.buffer);
  const bad = firstBad(row, data, allowNonFinite);
  if (bad >= 0) {
    throw malformed(
      file,
      from + bad * row.bytes,
      row.name === 'bool' ? `0 or 1 in ${name}[${bad}]` : `a finite number in ${name}[${bad}]`,
      show(data[bad]),
      row.name === 'bool' ? undefined : 'only a decoder given allowNonFinite: true keeps NaN and ∞',
    );
  }
  return data;
}

/** The bytes of a tensor's elements, without copying. */
export function elementBytes(data: TensorData): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function firstBad(row: DtypeRow, data: TensorData, allowNonFinite: boolean): number {
  if (row.name === 'bool') return (data as Uint8Array).findIndex((v) => v > 1);
  if (allowNonFinite || !(data instanceof Float32Array || data instanceof Float64Array)) return -1;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}
