/**
 * Empirical distribution Σₙ wₙ δ(x − zₙ): the data set itself as a target, a Gaussian mixture with Sₖ = 0.
 *
 * Its marginal field under a Gaussian path is exact for σ > 0 and has a pole at t = 1, where the mass sits on points.
 * Sampling, row i: the integer draw i for equal weights, else the categorical draw i.
 */
import type { NdArray } from 'ndarray';
import { checkCount, checkFinite, type FloatArray, rowsOf } from '../array/float-array.ts';
import { denseMatrix } from '../array/ndarray.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';
import { categoricalFrom, cumulative } from '../random/categorical.ts';
import { integersInto } from '../random/index.ts';
import { BLOCK_ROWS, drawScratch } from './draw-scratch.ts';
import type { Target, TargetSpec } from './target.ts';
import { normalisedWeights } from './weights.ts';

/** Mass points with their weights. */
export interface Empirical extends Target {
  readonly kind: 'empirical';
  readonly spec: TargetSpec;
  readonly count: number;
  /** [count], sum 1. */
  readonly weights: Float64Array;
  /** [count, dim]. */
  readonly points: Float64Array;
}

/** Points as an ndarray [count, dim], as rows, or as a flat row-major array with `dim`. */
export interface EmpiricalOptions {
  readonly points: NdArray<FloatArray> | FloatArray | readonly number[] | readonly (readonly number[])[];
  /** Needed for flat points. */
  readonly dim?: number;
  /** [count], ≥ 0, any positive sum; default equal. */
  readonly weights?: ArrayLike<number>;
  readonly name?: string;
}

/** A text such as '1' would become a number without a word. */
function numbers(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (value: unknown) => (typeof value === 'number' ? value : Number.NaN));
}

interface Flat {
  readonly data: Float64Array;
  readonly dim: number;
}

function ofRows(rows: readonly (readonly number[])[], dim: number = rows[0]!.length): Flat {
  rows.forEach((row: unknown, r) => {
    if (!Array.isArray(row) || row.length !== dim || dim === 0) {
      throw new ShapeError({
        argument: `points[${r}]`,
        expected: dim === 0 ? 'a number at least' : `${dim} numbers, as in every row`,
        received: show(row),
      });
    }
  });
  return { data: numbers(rows.flat()), dim };
}

function flatPoints({ points, dim }: EmpiricalOptions): Flat {
  if (Array.isArray(points) && Array.isArray(points[0])) return ofRows(points as number[][], dim);
  if (ArrayBuffer.isView(points) || Array.isArray(points)) {
    if (dim === undefined) {
      throw new ArgumentError({
        argument: 'dim',
        expected: 'the dimension of flat points',
        received: 'undefined',
        wayOut: 'give dim, or points as rows or an ndarray [count, dim]',
      });
    }
    checkCount('dim', dim, 1);
    if (points.length === 0 || points.length % dim !== 0) {
      throw new ShapeError({
        argument: 'points',
        expected: `a positive multiple of dim = ${dim} numbers`,
        received: show(points),
      });
    }
    return { data: numbers(points as ArrayLike<number>), dim };
  }
  const dense = denseMatrix('points', points as NdArray<FloatArray>);
  if (dense.rows === 0 || dense.cols === 0 || (dim !== undefined && dim !== dense.cols)) {
    throw new ShapeError({
      argument: 'points',
      expected: dim === undefined ? 'at least one row and column' : `an ndarray [count, ${dim}]`,
      received: `[${dense.rows}, ${dense.cols}]`,
    });
  }
  return { data: Float64Array.from(dense.data), dim: dense.cols };
}

/**
 * The empirical distribution of some points.
 *
 * ```ts
 * import { empirical } from 'flowproof';
 * const two = empirical({ points: [-1, 0, 1, 0], dim: 2 });
 * two.count; // 2
 * ```
 */
export function empirical(options: EmpiricalOptions): Empirical {
  const { data: points, dim } = flatPoints(options);
  checkFinite('points', points);
  const count = points.length / dim;
  const weights = normalisedWeights(options.weights, count);
  const weighted = options.weights !== undefined;
  const sums = cumulative(weights);
  const scratch = drawScratch(0);
  return {
    kind: 'empirical',
    name: options.name ?? 'empirical',
    spec: { kind: 'empirical', dim, points, ...(weighted ? { weights: Array.from(weights) } : {}) },
    dim,
    count,
    weights,
    points,
    sampleInto(key, first, out) {
      checkCount('first', first);
      const rows = rowsOf('out', out, dim);
      for (let done = 0; done < rows; done += BLOCK_ROWS) {
        const { chosen, uniforms } = scratch(Math.min(BLOCK_ROWS, rows - done));
        if (weighted) categoricalFrom(key, first + done, sums, uniforms, chosen);
        else integersInto(key, first + done, 0, count - 1, chosen);
        for (let r = 0; r < chosen.length; r++) {
          for (let i = 0; i < dim; i++) out[(done + r) * dim + i] = points[chosen[r]! * dim + i]!;
        }
      }
    },
  };
}
