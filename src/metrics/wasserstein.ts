/**
 * Wasserstein-2 distance: exact in one dimension, sliced above.
 *
 *   W₂²(X, Y) = ∫₀¹ |F_X⁻¹(u) − F_Y⁻¹(u)|² du          (one dimension: sort and compare)
 *   SW₂²      = mean over unit directions θ of W₂²(θ·X, θ·Y)   (Bonneel et al. 2015, JMIV 51:1)
 *
 * Directions are normalised Gaussian vectors, drawn from a key, or all the axes' one direction in one dimension.
 */
import { checkCount, type FloatArray, rowsOf } from '../array/float-array.ts';
import { fold, type Key, normalInto } from '../random/index.ts';
import { commonRefinement } from './common-refinement.ts';

/** Exact W₂ between two samples on the line, of any sizes. */
export function wasserstein2(x: FloatArray, y: FloatArray): number {
  checkCount('rows of x', x.length, 1);
  checkCount('rows of y', y.length, 1);
  return Math.sqrt(sortedSquaredDistance(Float64Array.from(x).sort(), Float64Array.from(y).sort()));
}

/** ∫ |F_X⁻¹ − F_Y⁻¹|². */
function sortedSquaredDistance(x: Float64Array, y: Float64Array): number {
  return commonRefinement(x.length, y.length, (width, i, j) => {
    const difference = x[i]! - y[j]!;
    return width * difference * difference;
  });
}

/** Sliced W₂ and how far the directions that were drawn may have moved it. */
export interface SlicedEstimate {
  /** √(mean over directions of W₂²). */
  readonly distance: number;
  /** Standard error of `distance` over the directions, by the delta method: s/(2·distance·√directions), s the deviation of W₂². 0 in one dimension. */
  readonly standardError: number;
  readonly directions: number;
}

/**
 * Sliced W₂ of two row-major samples of dimension `dim` over `directions` random directions.
 *
 * ```ts
 * import { key, slicedWasserstein2 } from 'flowproof';
 *
 * const x = new Float64Array([0, 0, 1, 1]);
 * console.log(slicedWasserstein2(x, x, 2, { key: key(1) })); // 0
 * ```
 */
export function slicedWasserstein2(
  x: FloatArray,
  y: FloatArray,
  dim: number,
  options: { readonly key: Key; readonly directions?: number },
): number {
  return slicedEstimate(x, y, dim, options).distance;
}

/**
 * Sliced W₂ as {@link slicedWasserstein2}, with its standard error over the directions. Every direction is exact; only their choice is not.
 *
 * ```ts
 * import { key, slicedEstimate } from 'flowproof';
 *
 * const x = new Float64Array([0, 0, 1, 1]);
 * const { distance, standardError } = slicedEstimate(x, x.map((v) => v + 1), 2, { key: key(1), directions: 64 });
 * console.log(Math.abs(distance - 1) < 4 * standardError); // true
 * ```
 */
export function slicedEstimate(
  x: FloatArray,
  y: FloatArray,
  dim: number,
  options: { readonly key: Key; readonly directions?: number },
): SlicedEstimate {
  checkCount('dim', dim, 1);
  const n = checkCount('rows of x', rowsOf('x', x, dim), 1);
  const m = checkCount('rows of y', rowsOf('y', y, dim), 1);
  if (dim === 1) return { distance: wasserstein2(x, y), standardError: 0, directions: 1 };
  const directions = checkCount('directions', options.directions ?? 128, 1);
  const direction = new Float64Array(dim);
  const projectedX = new Float64Array(n);
  const projectedY = new Float64Array(m);
  const squares = new Float64Array(directions);
  let total = 0;
  for (let k = 0; k < directions; k++) {
    unitVector(fold(options.key, k), direction);
    project(x, dim, direction, projectedX);
    project(y, dim, direction, projectedY);
    squares[k] = sortedSquaredDistance(projectedX.sort(), projectedY.sort());
    total += squares[k]!;
  }
  const mean = total / directions;
  const distance = Math.sqrt(mean);
  if (directions === 1) return { distance, standardError: Infinity, directions };
  const scatter = squares.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (directions - 1);
  const standardError = mean === 0 ? 0 : Math.sqrt(scatter / directions) / (2 * distance);
  return { distance, standardError, directions };
}

function unitVector(k: Key, out: Float64Array): void {
  normalInto(k, 0, out);
  let squares = 0;
  for (const component of out) squares += component * component;
  const norm = Math.sqrt(squares);
  for (let j = 0; j < out.length; j++) out[j]! /= norm;
}

function project(x: FloatArray, dim: number, direction: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    let dot = 0;
    for (let j = 0; j < dim; j++) dot += x[i * dim + j]! * direction[j]!;
    out[i] = dot;
  }
}
