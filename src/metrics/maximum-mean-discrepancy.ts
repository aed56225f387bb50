/**
 * Squared maximum mean discrepancy of two samples X [n, d] and Y [m, d] with a kernel k (Gretton et al. 2012, JMLR 13, lemma 6):
 *
 *   MMD² = E k(X, X′) + E k(Y, Y′) − 2 E k(X, Y),
 *
 * by U-statistics (pairs of different rows), so unbiased, and slightly negative at times for equal distributions. Kernels of the
 * distance r = |x − y| and the bandwidth h:
 *
 *   'gaussian'  e^{−r²/(2h²)},    'laplace'  e^{−r/h},    'inverse-multiquadric'  1/√(1 + r²/h²).
 *
 * Bandwidth 'median': the median of the distances between different rows of X and Y together, of the first 512 rows of each, which makes
 * it a property of the samples; for comparisons across samples fix the number. Cost O((n + m)² d).
 */
import { checkCount, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { exp } from '../math/index.ts';
import { squaredDistance } from './squared-distance.ts';

export type KernelName = 'gaussian' | 'laplace' | 'inverse-multiquadric';

export interface DiscrepancyOptions {
  /** Default 'gaussian'. */
  readonly kernel?: KernelName;
  /** h > 0 in the unit of the samples, or 'median' (default). */
  readonly bandwidth?: number | 'median';
}

export interface Discrepancy {
  /** MMD², unbiased. */
  readonly squared: number;
  /** The h that was used. */
  readonly bandwidth: number;
}

/** Of the square s of a distance, in units of h². */
const kernels: Readonly<Record<KernelName, (s: number) => number>> = {
  gaussian: (s) => exp(-0.5 * s),
  laplace: (s) => exp(-Math.sqrt(s)),
  'inverse-multiquadric': (s) => 1 / Math.sqrt(1 + s),
};

/** Rows of either sample that decide on the median. */
const MEDIAN_ROWS = 512;

/**
 * Unbiased MMD² of two row-major samples of dimension `dim`; at least two rows each.
 *
 * ```ts
 * import { key, maximumMeanDiscrepancy, normalInto } from 'flowproof';
 *
 * const [x, y] = [new Float64Array(500), new Float64Array(500)];
 * normalInto(key(1), 0, x);
 * normalInto(key(2), 0, y);
 * const same = maximumMeanDiscrepancy(x, y, 1, { bandwidth: 1 });
 * const far = maximumMeanDiscrepancy(x, y.map((v) => v + 1), 1, { bandwidth: 1 });
 * console.log(Math.abs(same.squared) < 0.01, far.squared > 0.1); // true true
 * ```
 *
 * @throws {ArgumentError} for an unknown kernel, a bandwidth that is no number > 0, or less than two rows.
 */
export function maximumMeanDiscrepancy(
  x: FloatArray,
  y: FloatArray,
  dim: number,
  { kernel = 'gaussian', bandwidth = 'median' }: DiscrepancyOptions = {},
): Discrepancy {
  checkCount('dim', dim, 1);
  const n = checkCount('rows of x', rowsOf('x', x, dim), 2);
  const m = checkCount('rows of y', rowsOf('y', y, dim), 2);
  const value = Object.hasOwn(kernels, kernel) ? kernels[kernel] : undefined;
  if (!value) {
    throw new ArgumentError({
      argument: 'kernel',
      expected: Object.keys(kernels).join(', '),
      received: show(kernel),
    });
  }
  const h = bandwidth === 'median' ? medianDistance(x, y, dim) : bandwidth;
  if (!(typeof h === 'number' && h > 0 && h < Infinity)) {
    throw new ArgumentError({
      argument: 'bandwidth',
      expected: "a finite number > 0 or 'median' of samples whose rows differ",
      received: show(h),
    });
  }
  const within = (a: FloatArray, rows: number): number => {
    let total = 0;
    for (let i = 1; i < rows; i++) {
      let rowSum = 0;
      for (let j = 0; j < i; j++) rowSum += value(squaredDistance(a, i, a, j, dim) / (h * h));
      total += rowSum;
    }
    return (2 * total) / (rows * (rows - 1));
  };
  let between = 0;
  for (let i = 0; i < n; i++) {
    let rowSum = 0;
    for (let j = 0; j < m; j++) rowSum += value(squaredDistance(x, i, y, j, dim) / (h * h));
    between += rowSum;
  }
  return { squared: within(x, n) + within(y, m) - (2 * between) / (n * m), bandwidth: h };
}

function medianDistance(x: FloatArray, y: FloatArray, dim: number): number {
  const head = (a: FloatArray): FloatArray => a.subarray(0, Math.min(a.length, MEDIAN_ROWS * dim));
  const rows = Float64Array.from([...head(x), ...head(y)]);
  const count = rows.length / dim;
  const squares = new Float64Array((count * (count - 1)) / 2);
  let at = 0;
  for (let i = 1; i < count; i++) {
    for (let j = 0; j < i; j++) squares[at++] = squaredDistance(rows, i, rows, j, dim);
  }
  squares.sort();
  const middle = squares.length >> 1;
  return squares.length % 2 === 1
    ? Math.sqrt(squares[middle]!)
    : 0.5 * (Math.sqrt(squares[middle - 1]!) + Math.sqrt(squares[middle]!));
}
