/**
 * Energy distance between two samples X [n, d] and Y [m, d] (Székely & Rizzo 2013, J. Stat. Plan. Inference 143:8):
 *
 *   D² = 2 E‖X − Y‖ − E‖X − X′‖ − E‖Y − Y′‖,   zero exactly when the distributions are equal.
 *
 * The expectations are U-statistics (pairs of different rows), so the estimate is unbiased and may come out slightly
 * negative for equal distributions. Cost O((n + m)² d).
 */
import { checkCount, type FloatArray, rowsOf } from '../array/float-array.ts';
import { squaredDistance } from './squared-distance.ts';

/**
 * D² of two row-major samples of dimension `dim`; at least two rows each.
 *
 * ```ts
 * import { energyDistance } from 'flowproof';
 *
 * const a = new Float64Array([0, 1, 2, 3]);
 * const b = new Float64Array([10, 11, 12, 13]);
 * console.log(energyDistance(a, b, 1) > 10); // true
 * ```
 *
 * @throws ShapeError, ArgumentError for a sample that is no [rows ≥ 2, dim] buffer.
 */
export function energyDistance(x: FloatArray, y: FloatArray, dim: number): number {
  checkCount('dim', dim, 1);
  const n = checkCount('rows of x', rowsOf('x', x, dim), 2);
  const m = checkCount('rows of y', rowsOf('y', y, dim), 2);
  const between = sumOfDistances(x, n, y, m, dim) / (n * m);
  const withinX = sumOfDistances(x, n, x, n, dim) / (n * (n - 1));
  const withinY = sumOfDistances(y, m, y, m, dim) / (m * (m - 1));
  return 2 * between - withinX - withinY;
}

function sumOfDistances(x: FloatArray, n: number, y: FloatArray, m: number, dim: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    let rowSum = 0;
    for (let j = 0; j < m; j++) {
      rowSum += Math.sqrt(squaredDistance(x, i, y, j, dim));
    }
    total += rowSum;
  }
  return total;
}
