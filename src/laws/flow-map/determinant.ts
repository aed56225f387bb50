/** ln|det A| and A⁻¹ of a small dense matrix, by Gauss–Jordan elimination with partial pivoting. */
import { log } from '../../math/index.ts';

interface Inverse {
  readonly logDeterminant: number;
  /** A⁻¹ [n, n], row by row. */
  readonly inverse: Float64Array;
}

/** Of A [n, n], row by row; null where A is singular. */
export function invert(matrix: Float64Array, n: number): Inverse | null {
  const a = Float64Array.from(matrix);
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1;
  let logDeterminant = 0;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let r = column + 1; r < n; r++) {
      if (Math.abs(a[r * n + column]!) > Math.abs(a[pivot * n + column]!)) pivot = r;
    }
    const value = a[pivot * n + column]!;
    if (!(Math.abs(value) > 0)) return null;
    logDeterminant += log(Math.abs(value));
    for (const m of [a, inverse]) {
      for (let j = 0; j < n; j++) {
        const above = m[column * n + j]!;
        m[column * n + j] = m[pivot * n + j]! / value;
        if (pivot !== column) m[pivot * n + j] = above;
      }
    }
    for (let r = 0; r < n; r++) {
      const factor = a[r * n + column]!;
      if (r === column || factor === 0) continue;
      for (const m of [a, inverse]) {
        for (let j = 0; j < n; j++) m[r * n + j]! -= factor * m[column * n + j]!;
      }
    }
  }
  return { logDeterminant, inverse };
}
