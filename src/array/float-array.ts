/**
 * The two float buffers that everything computes on, always row-major and dense.
 *
 * Float32 arithmetic means: every single operation is rounded to float32 (`Math.fround`), in a fixed order, so that
 * 128-bit SIMD can reproduce it to the bit.
 */
import { ArgumentError, ShapeError, show } from '../errors.ts';

export type FloatArray = Float32Array | Float64Array;
export type Dtype = 'float32' | 'float64';

/** Zeros of the given type. `shared` puts them into memory that worker threads can see. */
export function allocate(dtype: Dtype, length: number, shared = false): FloatArray {
  checkCount('length', length);
  const bytes = length * (dtype === 'float32' ? 4 : 8);
  const buffer = shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  return dtype === 'float32' ? new Float32Array(buffer) : new Float64Array(buffer);
}

export function dtypeOf(a: FloatArray): Dtype {
  return a instanceof Float32Array ? 'float32' : 'float64';
}

export function isFloatArray(value: unknown): value is FloatArray {
  return value instanceof Float32Array || value instanceof Float64Array;
}

/** Throws unless `value` is an integer in [min, max]. */
export function checkCount(
  argument: string,
  value: number,
  min = 0,
  max: number = Number.MAX_SAFE_INTEGER,
): number {
  if (!(Number.isInteger(value) && value >= min && value <= max)) {
    const range = max === Number.MAX_SAFE_INTEGER ? `>= ${min}` : `in [${min}, ${max}]`;
    throw new ArgumentError({ argument, expected: `an integer ${range}`, received: show(value) });
  }
  return value;
}

/** Throws unless `value` is a finite number in [min, max]. */
export function checkNumber(
  argument: string,
  value: number,
  min: number = -Infinity,
  max: number = Infinity,
): number {
  if (!(typeof value === 'number' && Number.isFinite(value) && value >= min && value <= max)) {
    const bounds =
      min === -Infinity && max === Infinity
        ? ''
        : ` in ${min === -Infinity ? '(-∞' : `[${min}`}, ${max === Infinity ? '∞)' : `${max}]`}`;
    throw new ArgumentError({ argument, expected: `a finite number${bounds}`, received: show(value) });
  }
  return value;
}

/** Throws unless `array` is a float buffer of exactly `length` elements. */
export function checkLength(argument: string, array: FloatArray, length: number): void {
  if (!isFloatArray(array) || array.length !== length) {
    throw new ShapeError({
      argument,
      expected: `a Float32Array or Float64Array of length ${length}`,
      received: show(array),
    });
  }
}

/** Rows of a [rows, dim] buffer; throws when the length is no multiple of `dim`. */
export function rowsOf(argument: string, array: FloatArray, dim: number): number {
  if (!isFloatArray(array) || array.length % dim !== 0) {
    throw new ShapeError({
      argument,
      expected: `a float buffer [rows, ${dim}], its length a multiple of ${dim}`,
      received: show(array),
    });
  }
  return array.length / dim;
}

/** The index of the first element that is NaN or infinite, or −1. */
export function firstNonFinite(array: FloatArray): number {
  for (let i = 0; i < array.length; i++) if (!Number.isFinite(array[i]!)) return i;
  return -1;
}

/** Throws when any element is NaN or infinite, naming the first one. */
export function checkFinite(argument: string, array: FloatArray): void {
  const i = firstNonFinite(array);
  if (i < 0) return;
  throw new ArgumentError({
    argument: `${argument}[${i}]`,
    expected: 'a finite number',
    received: show(array[i]),
  });
}
