/**
 * A pairing applied: row i of the answer is row a(i) of the batch.
 *
 * Everything that belongs to x₁ moves along: class labels, weights. Labels that stay behind teach each class the points of others.
 */
import { checkCount } from '../array/float-array.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';

/**
 * The rows a(0), a(1), … of `values` [rows, columns], in a new array of the same type.
 *
 * @throws {ArgumentError} for an entry of `assignment` that is no row.
 * @throws {ShapeError} when `values` does not have `columns` columns.
 * @example
 * ```ts
 * import { pairedRows } from 'flowproof';
 *
 * const a = Int32Array.of(2, 0, 1);
 * console.log(pairedRows(a, Float64Array.of(10, 11, 12), 1).join()); // 12,10,11
 * console.log(pairedRows(a, Int32Array.of(0, 1, 2), 1).join()); // 2,0,1
 * ```
 */
export function pairedRows<A extends Float32Array | Float64Array | Int32Array>(
  assignment: Int32Array,
  values: A,
  columns: number,
): A {
  checkCount('columns', columns, 1);
  if (values.length % columns !== 0) {
    throw new ShapeError({ argument: 'values', expected: `${columns} columns`, received: show(values) });
  }
  const rows = values.length / columns;
  const out = new (values.constructor as new (length: number) => A)(assignment.length * columns);
  for (let i = 0; i < assignment.length; i++) {
    const from = assignment[i]!;
    if (!(from >= 0 && from < rows)) {
      throw new ArgumentError({
        argument: `assignment[${i}]`,
        expected: `a row, 0 … ${rows - 1}`,
        received: show(from),
      });
    }
    for (let k = 0; k < columns; k++) out[i * columns + k] = values[from * columns + k]!;
  }
  return out;
}
