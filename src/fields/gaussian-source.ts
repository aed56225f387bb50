/**
 * The source X₀ ~ N(m₀, S₀) with S₀ positive definite: standard normal unless said otherwise.
 *
 * S₀ is isotropic (std), diagonal (variances) or full (covariance); the full form carries its Cholesky factor S₀ = L Lᵀ.
 */
import { ArgumentError, show } from '../errors.ts';
import { cholesky } from '../math/index.ts';

/** A Gaussian source as plain data; at most one of std, variances, covariance; default N(0, I). */
export interface GaussianSourceSpec {
  /** m₀ [dim]; default 0. */
  readonly mean?: readonly number[];
  /** S₀ = std² I, std > 0; default 1. */
  readonly std?: number;
  /** S₀ = diag(variances) [dim], all > 0. */
  readonly variances?: readonly number[];
  /** S₀ [dim][dim], symmetric positive definite. */
  readonly covariance?: readonly (readonly number[])[];
}

/** The same, checked and in buffers. */
export interface GaussianSource {
  readonly mean: Float64Array;
  /** The variance of each coordinate when S₀ is diagonal, else null. [dim] */
  readonly variances: Float64Array | null;
  /** True when S₀ is a multiple of I. */
  readonly isotropic: boolean;
  /** L with S₀ = L Lᵀ, lower triangular [dim, dim], when S₀ is full, else null. */
  readonly factor: Float64Array | null;
}

function positive(argument: string, value: unknown): number {
  if (!(typeof value === 'number' && value > 0 && value < Infinity)) {
    throw new ArgumentError({
      argument,
      expected: 'a finite number > 0',
      received: show(value),
      wayOut: 'the source must have a density in every direction',
    });
  }
  return value;
}

function checkShape(argument: string, value: ArrayLike<unknown>, length: number): void {
  if (!value || typeof value !== 'object' || value.length !== length) {
    throw new ArgumentError({ argument, expected: `${length} entries`, received: show(value) });
  }
}

function finite(argument: string, value: unknown): number {
  if (!(typeof value === 'number' && Number.isFinite(value))) {
    throw new ArgumentError({ argument, expected: 'a finite number', received: show(value) });
  }
  return value;
}

/** Checks a source specification in `dim` dimensions. */
export function gaussianSource(spec: GaussianSourceSpec | undefined, dim: number): GaussianSource {
  const { mean, std, variances, covariance } = spec ?? {};
  const given = [std, variances, covariance].filter((value) => value !== undefined).length;
  if (given > 1) {
    throw new ArgumentError({
      argument: 'source',
      expected: 'at most one of std, variances, covariance',
      received: show(spec),
    });
  }
  if (mean !== undefined) checkShape('source.mean', mean, dim);
  const centre = Float64Array.from({ length: dim }, (_, i) =>
    mean === undefined ? 0 : finite(`source.mean[${i}]`, mean[i]),
  );
  if (covariance !== undefined) {
    return {
      mean: centre,
      variances: null,
      isotropic: false,
      factor: cholesky(symmetric(covariance, dim), dim),
    };
  }
  if (variances !== undefined) {
    checkShape('source.variances', variances, dim);
    const values = Float64Array.from(variances, (v, i) => positive(`source.variances[${i}]`, v));
    return { mean: centre, variances: values, isotropic: values.every((v) => v === values[0]), factor: null };
  }
  const scale = positive('source.std', std ?? 1);
  const values = new Float64Array(dim).fill(scale * scale);
  return { mean: centre, variances: values, isotropic: true, factor: null };
}

function symmetric(rows: readonly (readonly number[])[], dim: number): Float64Array {
  checkShape('source.covariance', rows, dim);
  const out = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    checkShape(`source.covariance[${i}]`, rows[i]!, dim);
    for (let j = 0; j < dim; j++) {
      out[i * dim + j] = finite(`source.covariance[${i}][${j}]`, rows[i]![j]);
      if (rows[i]![j] !== rows[j]?.[i]) {
        throw new ArgumentError({
          argument: `source.covariance[${i}][${j}]`,
          expected: `a symmetric matrix: ${show(rows[j]?.[i])}`,
          received: show(rows[i]![j]),
        });
      }
    }
  }
  return out;
}

/** x₀ = m₀ + L·noise, row by row, [rows, dim] each; `noise` may be `x0` itself. */
export function placeSource(
  { mean, variances, factor }: GaussianSource,
  noise: Float64Array,
  x0: Float64Array,
): void {
  const dim = mean.length;
  for (let at = 0; at < x0.length; at += dim) {
    // The last coordinate first: it takes the noise of all before it.
    for (let i = dim - 1; i >= 0; i--) {
      let shift = 0;
      if (factor) for (let j = 0; j <= i; j++) shift += factor[i * dim + j]! * noise[at + j]!;
      else shift = Math.sqrt(variances![i]!) * noise[at + i]!;
      x0[at + i] = mean[i]! + shift;
    }
  }
}
