/**
 * Cholesky factorisation A = L Lᵀ of a symmetric positive definite matrix, and what follows from it.
 *
 * All matrices are dense, row-major [n, n] Float64Arrays; L is lower triangular with a positive diagonal and zeros
 * above it. Sums run over ascending column index, one product at a time. Source: Golub & Van Loan, Matrix
 * Computations, algorithm 4.2.1. Only the lower triangle of A is read.
 */
import { checkCount, checkLength } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { log } from './log.ts';

/**
 * Writes L with A = L Lᵀ to `out` (a new buffer unless given; may be `a` itself) and returns it.
 * Throws ArgumentError naming the pivot when A is not positive definite.
 *
 * ```ts
 * import { cholesky } from 'flowproof';
 * cholesky(Float64Array.of(4, 2, 2, 5), 2); // [2, 0, 1, 2]
 * ```
 */
export function cholesky(
  a: Float64Array,
  n: number,
  out: Float64Array = new Float64Array(n * n),
): Float64Array {
  checkCount('n', n);
  checkLength('a', a, n * n);
  checkLength('out', out, n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= out[i * n + k]! * out[j * n + k]!;
      if (i !== j) out[i * n + j] = sum / out[j * n + j]!;
      else if (sum > 0 && sum < Infinity) out[i * n + i] = Math.sqrt(sum);
      else {
        throw new ArgumentError({
          argument: 'a',
          expected: 'a symmetric positive definite matrix',
          received: `pivot ${i} = ${show(sum)}`,
          wayOut: 'check that the matrix is a covariance, or add a small multiple of the identity',
        });
      }
    }
    for (let j = i + 1; j < n; j++) out[i * n + j] = 0;
  }
  return out;
}

function checkSystem(matrix: Float64Array, n: number, b: Float64Array, out: Float64Array): void {
  checkCount('n', n);
  checkLength('matrix', matrix, n * n);
  checkLength('b', b, n);
  checkLength('out', out, n);
}

function checkPivot(i: number, pivot: number): number {
  if (pivot === 0 || !Number.isFinite(pivot)) {
    throw new ArgumentError({
      argument: `diagonal[${i}]`,
      expected: 'a finite number other than 0',
      received: show(pivot),
    });
  }
  return pivot;
}

/** Solves L x = b by forward substitution; only the lower triangle of `lower` is read; `out` may be `b`. */
export function solveLower(
  lower: Float64Array,
  n: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(n),
): Float64Array {
  checkSystem(lower, n, b, out);
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * out[k]!;
    out[i] = sum / checkPivot(i, lower[i * n + i]!);
  }
  return out;
}

/** Solves U x = b by back substitution; only the upper triangle of `upper` is read; `out` may be `b`. */
export function solveUpper(
  upper: Float64Array,
  n: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(n),
): Float64Array {
  checkSystem(upper, n, b, out);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= upper[i * n + k]! * out[k]!;
    out[i] = sum / checkPivot(i, upper[i * n + i]!);
  }
  return out;
}

/** Solves Lᵀ x = b without forming Lᵀ; `out` may be `b`. */
export function solveLowerTransposed(
  lower: Float64Array,
  n: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(n),
): Float64Array {
  checkSystem(lower, n, b, out);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * out[k]!;
    out[i] = sum / checkPivot(i, lower[i * n + i]!);
  }
  return out;
}

/**
 * ln det A = 2 Σ ln Lᵢᵢ for A = L Lᵀ, from the factor L.
 *
 * ```ts
 * import { cholesky, logDeterminant } from 'flowproof';
 * logDeterminant(cholesky(Float64Array.of(4, 2, 2, 5), 2), 2); // ln 16
 * ```
 */
export function logDeterminant(factor: Float64Array, n: number): number {
  checkCount('n', n);
  checkLength('factor', factor, n * n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const pivot = checkPivot(i, factor[i * n + i]!);
    if (pivot < 0) {
      throw new ArgumentError({
        argument: `diagonal[${i}]`,
        expected: 'a Cholesky factor with a positive diagonal',
        received: show(pivot),
        wayOut: 'pass the result of cholesky(a, n)',
      });
    }
    sum += log(pivot);
  }
  return 2 * sum;
}
