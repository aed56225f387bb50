/**
 * Errors of states against true states, row by row:
 *
 *   end-point RMSE = √(1/n Σᵢ |xᵢ − x̂ᵢ|²),    max = max |xᵢⱼ − x̂ᵢⱼ|,    path RMSE = the largest RMSE over the times of the path.
 *
 * Squares are of shares of the largest error, so that none under- or overflows.
 */
import { checkCount, checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ShapeError } from '../errors.ts';

/** Both in the unit of the states. NaN where a state is. */
export interface StateError {
  /** √(mean over rows of |x − truth|²). */
  readonly rmse: number;
  /** The largest |xᵢⱼ − truthᵢⱼ|. */
  readonly max: number;
}

/**
 * RMSE and largest error of `x` [rows, dim] against `truth` of the same shape.
 *
 * ```ts
 * import { stateError } from 'flowproof';
 *
 * const { rmse, max } = stateError(new Float32Array([3, 4, 1, 1]), new Float64Array([0, 0, 1, 1]), 2);
 * console.log(rmse, max); // 3.5355339059327378 4
 * ```
 *
 * @throws {ShapeError} when the lengths differ or are no multiple of `dim`.
 */
export function stateError(x: FloatArray, truth: FloatArray, dim: number): StateError {
  checkCount('dim', dim, 1);
  const rows = checkCount('rows of x', rowsOf('x', x, dim), 1);
  checkLength('truth', truth, x.length);
  let max = 0;
  for (let i = 0; i < x.length; i++) {
    const error = Math.abs(x[i]! - truth[i]!);
    if (!(error <= max)) max = error;
    if (Number.isNaN(max)) return { rmse: Number.NaN, max };
  }
  if (max === 0 || max === Infinity) return { rmse: max, max };
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const share = (x[i]! - truth[i]!) / max;
    sum += share * share;
  }
  return { rmse: max * Math.sqrt(sum / rows), max };
}

/** RMSE of a path at each of its times, and the largest of them. */
export interface PathError {
  /** [times]. */
  readonly rmse: Float64Array;
  /** √ of the mean square over rows at the worst time: the sup-path RMSE. */
  readonly sup: number;
  /** The largest |xᵢⱼ − truthᵢⱼ| at any time. */
  readonly max: number;
}

/**
 * The errors of a path [times, rows, dim] against the true states at the same times.
 *
 * ```ts
 * import { pathError } from 'flowproof';
 *
 * const path = new Float64Array([0, 0, 1, 2]); // two times, two rows, one column
 * console.log(pathError(path, new Float64Array(4), { times: 2, dim: 1 }).sup); // 1.5811388300841898
 * ```
 *
 * @throws {ShapeError} when the shapes differ.
 */
export function pathError(
  path: FloatArray,
  truth: FloatArray,
  { times, dim }: { readonly times: number; readonly dim: number },
): PathError {
  checkCount('times', times, 1);
  checkLength('truth', truth, path.length);
  const size = path.length / times;
  if (!Number.isInteger(size)) {
    throw new ShapeError({
      argument: 'path',
      expected: `[${times}, rows, ${dim}]`,
      received: `${path.length} numbers`,
    });
  }
  const rmse = new Float64Array(times);
  let sup = 0;
  let max = 0;
  for (let i = 0; i < times; i++) {
    const span = [i * size, (i + 1) * size] as const;
    const error = stateError(path.subarray(...span), truth.subarray(...span), dim);
    rmse[i] = error.rmse;
    if (!(error.rmse <= sup)) sup = error.rmse;
    if (!(error.max <= max)) max = error.max;
    if (Number.isNaN(sup)) break;
  }
  if (Number.isNaN(sup)) rmse.fill(Number.NaN, rmse.findIndex(Number.isNaN));
  return { rmse, sup, max };
}
