/** Nested number arrays of a specification, checked and flattened to row-major Float64Arrays. */
import { checkNumber } from '../array/float-array.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';

export type Vector = ArrayLike<number>;
export type Rows = ArrayLike<Vector>;

/** `values` [length] as float64; throws unless all are finite and in [min, ∞). */
export function vectorInput(argument: string, values: Vector, length: number, min?: number): Float64Array {
  if (!values || typeof values !== 'object' || values.length !== length) {
    throw new ShapeError({ argument, expected: `${length} numbers`, received: show(values) });
  }
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = checkNumber(`${argument}[${i}]`, values[i]!, min);
  return out;
}

/** `values` [rows][cols] flattened; throws unless all are finite and in [min, ∞). */
export function rowsInput(
  argument: string,
  values: Rows,
  rows: number,
  cols: number,
  min?: number,
): Float64Array {
  if (!values || typeof values !== 'object' || values.length !== rows) {
    throw new ShapeError({ argument, expected: `${rows} rows of ${cols} numbers`, received: show(values) });
  }
  const out = new Float64Array(rows * cols);
  for (let k = 0; k < rows; k++) out.set(vectorInput(`${argument}[${k}]`, values[k]!, cols, min), k * cols);
  return out;
}

/** The number of rows and columns of a non-empty [rows][cols] argument. */
export function extentsOf(argument: string, values: Rows): { rows: number; cols: number } {
  const rows = values?.length;
  const cols = values?.[0]?.length;
  if (!(typeof values === 'object' && rows >= 1 && cols !== undefined && cols >= 1)) {
    throw new ArgumentError({
      argument,
      expected: 'at least one row of at least one number, [count][dim]',
      received: show(values),
    });
  }
  return { rows, cols };
}

/** [rows * cols] back to nested plain arrays, for specs. */
export function nested(flat: Float64Array, cols: number): number[][] {
  return Array.from({ length: flat.length / cols }, (_, k) =>
    Array.from(flat.subarray(k * cols, (k + 1) * cols)),
  );
}
