/**
 * The covariances Sₖ of a mixture's components, in the cheapest of three forms. All are positive semidefinite; a zero
 * variance is a mass point along that direction.
 *
 * The full form carries its eigen-decomposition Sₖ = Qₖ diag(λₖ) Qₖᵀ, from which α² Sₖ + σ² I is inverted for every t
 * without factorising again.
 */
import { ArgumentError, show } from '../errors.ts';
import { symmetricEigen } from '../math/index.ts';
import { type Rows, rowsInput, type Vector, vectorInput } from './matrix-input.ts';

export type Covariances =
  /** Sₖ = variances[k] I; `variances` [count]. */
  | { readonly kind: 'isotropic'; readonly variances: Float64Array }
  /** Sₖ = diag(variances[k]); `variances` [count, dim]. */
  | { readonly kind: 'diagonal'; readonly variances: Float64Array }
  /** Sₖ; `matrices` [count, dim, dim], `eigenvalues` [count, dim], `eigenvectors` [count, dim, dim] in columns. */
  | {
      readonly kind: 'full';
      readonly matrices: Float64Array;
      readonly eigenvalues: Float64Array;
      readonly eigenvectors: Float64Array;
    };

/** How a caller gives covariances: exactly one of the three. */
export interface CovarianceOptions {
  /** Standard deviations [count], ≥ 0. */
  readonly stds?: Vector;
  /** Variances of the coordinates [count][dim], ≥ 0. */
  readonly variances?: Rows;
  /** Symmetric positive semidefinite matrices [count][dim][dim]. */
  readonly covariances?: ArrayLike<Rows>;
}

/** Checks the options of `count` components in `dim` dimensions and brings them into one of the three forms. */
export function covariancesFrom(options: CovarianceOptions, count: number, dim: number): Covariances {
  const given = (['stds', 'variances', 'covariances'] as const).filter((name) => options[name] !== undefined);
  if (given.length !== 1) {
    throw new ArgumentError({
      argument: 'stds, variances, covariances',
      expected: 'exactly one of the three',
      received: given.length === 0 ? 'none' : given.join(' and '),
    });
  }
  if (options.stds !== undefined) {
    const stds = vectorInput('stds', options.stds, count, 0);
    return { kind: 'isotropic', variances: stds.map((s) => s * s) };
  }
  if (options.variances !== undefined) {
    return { kind: 'diagonal', variances: rowsInput('variances', options.variances, count, dim, 0) };
  }
  return fullCovariances(options.covariances!, count, dim);
}

function fullCovariances(list: ArrayLike<Rows>, count: number, dim: number): Covariances {
  const size = dim * dim;
  if (list?.length !== count) {
    throw new ArgumentError({
      argument: 'covariances',
      expected: `${count} matrices [${dim}][${dim}]`,
      received: show(list),
    });
  }
  const matrices = new Float64Array(count * size);
  const eigenvalues = new Float64Array(count * dim);
  const eigenvectors = new Float64Array(count * size);
  for (let k = 0; k < count; k++) {
    const matrix = rowsInput(`covariances[${k}]`, list[k]!, dim, dim);
    const { values, vectors } = symmetricEigen(matrix, dim);
    matrices.set(matrix, k * size);
    eigenvectors.set(vectors, k * size);
    eigenvalues.set(nonNegative(k, values), k * dim);
  }
  return { kind: 'full', matrices, eigenvalues, eigenvectors };
}

/** Eigenvalues that rounding made slightly negative become 0; more than dim·2⁻⁵⁰ below is no covariance. */
function nonNegative(k: number, values: Float64Array): Float64Array {
  const dim = values.length;
  const rounding = dim * Math.max(...values, 0) * 8.881784197001252e-16;
  if (values[0]! < -rounding) {
    throw new ArgumentError({
      argument: `covariances[${k}]`,
      expected: 'a positive semidefinite matrix',
      received: `an eigenvalue ${values[0]}`,
      wayOut: 'check its sign and symmetry, or add a small multiple of the identity',
    });
  }
  return values.map((value) => Math.max(value, 0));
}
