/**
 * A target is a distribution on ℝᵈ to sample from. Row i of a sample depends on (key, i) alone, so that any tile of a
 * sample can be drawn by itself, on any thread.
 */
import type { FloatArray } from '../array/float-array.ts';
import type { Key } from '../random/key.ts';

export interface Target {
  readonly name: string;
  readonly dim: number;
  /** Plain data from which `targetFromSpec(spec)` builds the same target in another thread. */
  readonly spec?: TargetSpec;
  /** Writes rows `first` … `first + out.length / dim − 1` of the sample named by `key`. */
  sampleInto(key: Key, first: number, out: FloatArray): void;
}

/** A target whose density is known in closed form. */
export interface TargetWithDensity extends Target {
  /** Writes ln q(x) of every row of x [rows, dim] to out [rows]; −∞ outside the support. */
  logDensity(x: FloatArray, out: FloatArray): void;
}

/** The built-in targets as plain data. */
export type TargetSpec =
  | GaussianMixtureSpec
  | {
      readonly kind: 'empirical';
      /** Needed for flat points. */
      readonly dim?: number;
      /** Rows [count][dim], or one after the other. */
      readonly points: FloatArray | readonly number[] | readonly (readonly number[])[];
      readonly weights?: readonly number[];
    }
  | UniformBoxesSpec
  | { readonly kind: 'checkerboard'; readonly cells: number; readonly halfWidth: number }
  | { readonly kind: 'two-moons'; readonly noise: number }
  | { readonly kind: 's-curve'; readonly noise: number }
  | { readonly kind: 'spiral'; readonly noise: number }
  | { readonly kind: 'rings'; readonly radii: readonly number[]; readonly noise: number }
  | {
      readonly kind: 'pinwheel';
      readonly blades: number;
      readonly radialStd: number;
      readonly tangentialStd: number;
      readonly rate: number;
    };

/** A Gaussian mixture as plain data, with exactly one of stds, variances, covariances. */
export interface GaussianMixtureSpec {
  readonly kind: 'gaussian-mixture';
  /** [count], normalised. */
  readonly weights: readonly number[];
  /** [count][dim]. */
  readonly means: readonly (readonly number[])[];
  /** Sₖ = stds[k]² I, [count]. */
  readonly stds?: readonly number[];
  /** Sₖ = diag(variances[k]), [count][dim]. */
  readonly variances?: readonly (readonly number[])[];
  /** Sₖ = covariances[k], [count][dim][dim]. */
  readonly covariances?: readonly (readonly (readonly number[])[])[];
}

/** A mixture of uniform distributions on boxes as plain data. */
export interface UniformBoxesSpec {
  readonly kind: 'uniform-boxes';
  /** [count], normalised. */
  readonly weights: readonly number[];
  /** [count][dim]: lower corners. */
  readonly lower: readonly (readonly number[])[];
  /** [count][dim]: upper corners. */
  readonly upper: readonly (readonly number[])[];
}
