/**
 * One basis for two covariances: B with S = B diag(λ) Bᵀ and S₀ = B Bᵀ, for every component's S.
 *
 * With S₀ = L Lᵀ and the eigen-decomposition L⁻¹ S L⁻ᵀ = Q diag(λ) Qᵀ: B = L Q, B⁻¹ = Qᵀ L⁻¹. For an isotropic source S₀ = s² I
 * the target's own eigenvectors serve: B = s Q, λ / s². Source: Golub & Van Loan, Matrix Computations, section 8.7.
 */
import { log, logDeterminant, solveLower, symmetricEigen } from '../math/index.ts';
import type { Covariances } from '../targets/covariances.ts';
import type { GaussianSource } from './gaussian-source.ts';

export interface JointBasis {
  readonly dim: number;
  readonly count: number;
  /** Bₖ [count, dim, dim]. */
  readonly basis: Float64Array;
  /** Bₖ⁻¹ [count, dim, dim]. */
  readonly inverseBasis: Float64Array;
  /** λ [count, dim] ≥ 0: variance of the target over that of the source along column i of Bₖ. */
  readonly ratios: Float64Array;
  /** Squared lengths of the columns of Bₖ [count, dim]. */
  readonly lengths: Float64Array;
  /** ln det L = ½ ln det S₀. */
  readonly logDetFactor: number;
}

/** The matrix Sₖ [dim, dim], whatever its form. */
function denseCovariance(S: Covariances, k: number, dim: number): Float64Array {
  if (S.kind === 'full') return S.matrices.slice(k * dim * dim, (k + 1) * dim * dim);
  const out = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    out[i * dim + i] = S.variances[S.kind === 'isotropic' ? k : k * dim + i]!;
  }
  return out;
}

function sourceFactor(source: GaussianSource, dim: number): Float64Array {
  if (source.factor) return source.factor;
  const out = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) out[i * dim + i] = Math.sqrt(source.variances![i]!);
  return out;
}

/** L⁻¹ by columns. */
function invertLower(L: Float64Array, dim: number): Float64Array {
  const out = new Float64Array(dim * dim);
  for (let j = 0; j < dim; j++) {
    const unit = new Float64Array(dim);
    unit[j] = 1;
    const column = solveLower(L, dim, unit);
    for (let i = j; i < dim; i++) out[i * dim + j] = column[i]!;
  }
  return out;
}

/** L⁻¹ S L⁻ᵀ, its lower triangle mirrored so that it is symmetric to the bit. */
function whitened(S: Float64Array, inverseL: Float64Array, dim: number): Float64Array {
  const half = product(inverseL, S, dim);
  const out = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let l = 0; l <= j; l++) sum += half[i * dim + l]! * inverseL[j * dim + l]!;
      out[i * dim + j] = out[j * dim + i] = sum;
    }
  }
  return out;
}

function product(a: Float64Array, b: Float64Array, dim: number): Float64Array {
  const out = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let l = 0; l < dim; l++) {
      const scale = a[i * dim + l]!;
      for (let j = 0; j < dim; j++) out[i * dim + j]! += scale * b[l * dim + j]!;
    }
  }
  return out;
}

function transpose(a: Float64Array, dim: number): Float64Array {
  return Float64Array.from(a, (_, at) => a[(at % dim) * dim + Math.floor(at / dim)]!);
}

export function jointBasis(S: Covariances, source: GaussianSource, count: number, dim: number): JointBasis {
  const size = dim * dim;
  const basis = new Float64Array(count * size);
  const inverseBasis = new Float64Array(count * size);
  const ratios = new Float64Array(count * dim);
  const lengths = new Float64Array(count * dim);
  const L = sourceFactor(source, dim);
  const inverseL = invertLower(L, dim);
  const reuse = S.kind === 'full' && source.isotropic;
  for (let k = 0; k < count; k++) {
    const scale = reuse ? 1 / source.variances![0]! : 1;
    const eigen = reuse
      ? {
          values: S.eigenvalues.subarray(k * dim, (k + 1) * dim),
          vectors: S.eigenvectors.subarray(k * size, (k + 1) * size),
        }
      : symmetricEigen(whitened(denseCovariance(S, k, dim), inverseL, dim), dim);
    basis.set(product(L, eigen.vectors, dim), k * size);
    inverseBasis.set(product(transpose(eigen.vectors, dim), inverseL, dim), k * size);
    for (let i = 0; i < dim; i++) {
      ratios[k * dim + i] = Math.max(eigen.values[i]! * scale, 0);
      for (let j = 0; j < dim; j++) {
        const b = basis[k * size + j * dim + i]!;
        lengths[k * dim + i]! += b * b;
      }
    }
  }
  const logDetFactor = source.isotropic
    ? 0.5 * dim * log(source.variances![0]!)
    : 0.5 * logDeterminant(L, dim);
  return { dim, count, basis, inverseBasis, ratios, lengths, logDetFactor };
}
