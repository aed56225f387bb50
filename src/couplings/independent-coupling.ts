/**
 * The independent coupling q(x₀, x₁) = p(x₀) q(x₁), as a pairing of two batches that does not look at them.
 *
 * Rows that were drawn independently are paired by their numbers; a permutation from a key pairs a batch with rows that it
 * was loaded or sorted beside.
 */
import { checkCount } from '../array/float-array.ts';
import { type Key, permutation } from '../random/index.ts';

/**
 * Row i with row i, or with a row of a permutation drawn from `key`.
 *
 * ```ts
 * import { independentCoupling, key } from 'flowproof';
 * console.log(independentCoupling(3).join(), independentCoupling(8, key(7)).join()); // 0,1,2 4,5,1,7,2,3,6,0
 * ```
 */
export function independentCoupling(rows: number, key?: Key): Int32Array {
  checkCount('rows', rows);
  return key ? Int32Array.from(permutation(key, rows)) : Int32Array.from({ length: rows }, (_, i) => i);
}
