/**
 * Eigenvalues and eigenvectors of a real symmetric matrix by cyclic Jacobi rotations: A = V diag(λ) Vᵀ.
 *
 * Rotations sweep the pairs (p, q), p < q, in row order until every off-diagonal element is negligible beside its two
 * diagonal ones. The angle has tan θ = t with t the smaller root of t² + 2τt − 1 = 0, τ = (a_qq − a_pp) / 2a_pq.
 * Slow for large n, but simple, and the small eigenvalues of positive definite matrices keep their relative accuracy.
 * Source: Golub & Van Loan, Matrix Computations, section 8.5.
 */
import { checkCount, checkFinite, checkLength } from '../array/float-array.ts';
import { ArgumentError, DivergenceError } from '../errors.ts';

/** A = V diag(values) Vᵀ: `values` [n] ascending; column j of `vectors` [n, n] belongs to `values[j]`. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const MAX_SWEEPS = 60;
/** 2⁻⁵⁴: such an element changes no eigenvalue by more than half a unit in its last place. */
const NEGLIGIBLE: number = 1 / 18014398509481984;

/**
 * Eigen-decomposition of the symmetric matrix `a` [n, n]. Throws ArgumentError when `a` is not symmetric or not finite.
 *
 * ```ts
 * import { symmetricEigen } from 'flowproof';
 * symmetricEigen(Float64Array.of(2, 1, 1, 2), 2).values; // [1, 3]
 * ```
 */
export function symmetricEigen(a: Float64Array, n: number): SymmetricEigen {
  checkCount('n', n);
  checkLength('a', a, n * n);
  checkFinite('a', a);
  checkSymmetric(a, n);
  const m = Float64Array.from(a);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  for (let sweep = 0; ; sweep++) {
    if (sweep === MAX_SWEEPS) {
      throw new DivergenceError({
        argument: 'a',
        expected: `convergence within ${MAX_SWEEPS} Jacobi sweeps`,
        received: 'off-diagonal elements that do not vanish',
        wayOut: 'scale the matrix so that its elements neither overflow nor underflow when squared',
      });
    }
    let rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotated = rotate(m, v, n, p, q) || rotated;
    }
    if (!rotated) break;
  }
  return ascending(m, v, n);
}

function checkSymmetric(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      if (a[i * n + j] !== a[j * n + i]) {
        throw new ArgumentError({
          argument: `a[${i}, ${j}]`,
          expected: `a symmetric matrix: a[${j}, ${i}] = ${a[j * n + i]}`,
          received: String(a[i * n + j]),
          wayOut: 'use the symmetric part (A + Aᵀ) / 2',
        });
      }
    }
  }
}

/** Annihilates m[p, q]; false when it is already negligible. */
function rotate(m: Float64Array, v: Float64Array, n: number, p: number, q: number): boolean {
  const apq = m[p * n + q]!;
  const app = m[p * n + p]!;
  const aqq = m[q * n + q]!;
  const scale = Math.sqrt(Math.abs(app)) * Math.sqrt(Math.abs(aqq));
  if (apq === 0 || Math.abs(apq) <= NEGLIGIBLE * scale) return false;
  const tau = (aqq - app) / (2 * apq);
  // For |τ| so large that τ² overflows, 1 / 2τ is the root to the last bit.
  const t =
    Math.abs(tau) > 1e150 ? 1 / (2 * tau) : (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  m[p * n + p] = app - t * apq;
  m[q * n + q] = aqq + t * apq;
  m[p * n + q] = 0;
  m[q * n + p] = 0;
  for (let k = 0; k < n; k++) {
    if (k !== p && k !== q) {
      const akp = m[k * n + p]!;
      const akq = m[k * n + q]!;
      m[k * n + p] = m[p * n + k] = c * akp - s * akq;
      m[k * n + q] = m[q * n + k] = s * akp + c * akq;
    }
    const vkp = v[k * n + p]!;
    const vkq = v[k * n + q]!;
    v[k * n + p] = c * vkp - s * vkq;
    v[k * n + q] = s * vkp + c * vkq;
  }
  return true;
}

function ascending(m: Float64Array, v: Float64Array, n: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, j) => j).sort((i, j) => m[i * n + i]! - m[j * n + j]! || i - j);
  const values = Float64Array.from(order, (j) => m[j * n + j]!);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) vectors[i * n + j] = v[i * n + order[j]!]!;
  }
  return { values, vectors };
}
