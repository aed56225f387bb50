/**
 * Σ over tiles in a fixed binary tree, so that a sum of partial results has the same bits for any number of threads.
 *
 *   level 1:  a₀ += a₁,  a₂ += a₃,  a₄ += a₅, …     level 2:  a₀ += a₂,  a₄ += a₆, …     level 3:  a₀ += a₄, …
 *
 * The tree depends on the number of tiles alone. Elements never meet each other, so any partition of the parameter
 * range among threads gives the same result, and a worst-case error of ⌈log₂ tiles⌉ roundings instead of tiles − 1
 * (N. J. Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14 (1993)).
 */
import { checkCount, checkLength } from './float-array.ts';

/**
 * Sums the rows of `partials` [tiles, size] over the parameter range [from, to), in place: row 0 holds the sum, the
 * other rows are used up. Every addition is rounded to float32.
 *
 * @throws {ShapeError} when `partials` is not [tiles, size].
 * @throws {ArgumentError} for a range outside [0, size].
 * @example
 * ```ts
 * import { reduceTree } from 'flowproof';
 *
 * const partials = new Float32Array([1, 2, 10, 20, 100, 200]);
 * reduceTree(partials, 3, 2);
 * console.log(partials[0], partials[1]); // 111 222
 * ```
 */
export function reduceTree(
  partials: Float32Array,
  tiles: number,
  size: number,
  from: number = 0,
  to: number = size,
): void {
  checkCount('tiles', tiles, 1);
  checkCount('size', size);
  checkLength('partials', partials, tiles * size);
  checkCount('from', from, 0, size);
  checkCount('to', to, from, size);
  for (let stride = 1; stride < tiles; stride *= 2) {
    for (let tile = 0; tile + stride < tiles; tile += 2 * stride) {
      addRow(partials, tile * size, (tile + stride) * size, from, to);
    }
  }
}

function addRow(a: Float32Array, target: number, source: number, from: number, to: number): void {
  // One float32 addition: the float64 sum of two float32 values rounds to the same once stored.
  for (let i = from; i < to; i++) a[target + i] = a[target + i]! + a[source + i]!;
}
