import type { FloatArray } from '../array/float-array.ts';

/** |xᵢ − yⱼ|² of row i of x [n, dim] and row j of y [m, dim]. */
export function squaredDistance(x: FloatArray, i: number, y: FloatArray, j: number, dim: number): number {
  let squares = 0;
  for (let a = i * dim, b = j * dim, end = a + dim; a < end; a++, b++) {
    const difference = x[a]! - y[b]!;
    squares += difference * difference;
  }
  return squares;
}
