/**
 * Mixture of uniform distributions on axis-parallel boxes, q(x) = Σₖ wₖ Πᵢ 1[aₖᵢ ≤ xᵢ ≤ bₖᵢ] / (bₖᵢ − aₖᵢ).
 *
 * Along each coordinate a box blurred by a Gaussian is a difference of error functions, so that the marginal path is known in
 * closed form. Sampling, row i: box k from the categorical draw i, then aₖ + (bₖ − aₖ) u with the uniform draws i·dim … .
 */
import { checkCount, checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError } from '../errors.ts';
import { exp, log } from '../math/index.ts';
import { categoricalFrom, cumulative } from '../random/categorical.ts';
import { uniformInto } from '../random/index.ts';
import { BLOCK_ROWS, drawScratch } from './draw-scratch.ts';
import { extentsOf, nested, type Rows, rowsInput } from './matrix-input.ts';
import type { TargetSpec, TargetWithDensity } from './target.ts';
import { normalisedWeights } from './weights.ts';

/** A mixture of uniform boxes with its parameters, row-major. */
export interface UniformBoxes extends TargetWithDensity {
  readonly kind: 'uniform-boxes';
  readonly spec: TargetSpec;
  readonly count: number;
  /** [count], sum 1. */
  readonly weights: Float64Array;
  /** Lower corners [count, dim]. */
  readonly lower: Float64Array;
  /** Upper corners [count, dim]. */
  readonly upper: Float64Array;
}

/** Parameters of {@link uniformBoxes}. */
export interface UniformBoxesOptions {
  /** [count], ≥ 0, any positive sum; default equal. */
  readonly weights?: ArrayLike<number>;
  /** Lower corners [count][dim]. */
  readonly lower: Rows;
  /** Upper corners [count][dim], above the lower ones in every coordinate. */
  readonly upper: Rows;
  readonly name?: string;
  /** A shorter specification, when a named constructor has one. */
  readonly spec?: TargetSpec;
}

/**
 * A mixture of uniform boxes.
 *
 * ```ts
 * import { uniformBoxes } from 'flowproof';
 * uniformBoxes({ lower: [[0, 0]], upper: [[1, 2]] }).dim; // 2
 * ```
 */
export function uniformBoxes(options: UniformBoxesOptions): UniformBoxes {
  const { rows: count, cols: dim } = extentsOf('lower', options.lower);
  const lower = rowsInput('lower', options.lower, count, dim);
  const upper = rowsInput('upper', options.upper, count, dim);
  const weights = normalisedWeights(options.weights, count);
  const sums = cumulative(weights);
  const scratch = drawScratch(dim);
  const logHeights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    logHeights[k] = log(weights[k]!);
    for (let i = 0; i < dim; i++) logHeights[k]! -= log(side(lower, upper, k, i, dim));
  }
  return {
    kind: 'uniform-boxes',
    name: options.name ?? 'uniform-boxes',
    spec: options.spec ?? {
      kind: 'uniform-boxes',
      weights: Array.from(weights),
      lower: nested(lower, dim),
      upper: nested(upper, dim),
    },
    dim,
    count,
    weights,
    lower,
    upper,
    sampleInto(key, first, out) {
      checkCount('first', first);
      const rows = rowsOf('out', out, dim);
      for (let done = 0; done < rows; done += BLOCK_ROWS) {
        const { chosen, uniforms, values } = scratch(Math.min(BLOCK_ROWS, rows - done));
        categoricalFrom(key, first + done, sums, uniforms, chosen);
        uniformInto(key, (first + done) * dim, values);
        for (let at = 0; at < values.length; at++) {
          const c = chosen[Math.floor(at / dim)]! * dim + (at % dim);
          out[done * dim + at] = lower[c]! + (upper[c]! - lower[c]!) * values[at]!;
        }
      }
    },
    logDensity(x, out) {
      const rows = rowsOf('x', x, dim);
      checkLength('out', out, rows);
      for (let r = 0; r < rows; r++) {
        let density = 0;
        for (let k = 0; k < count; k++) {
          if (inside(x, r * dim, lower, upper, k * dim, dim)) density += exp(logHeights[k]!);
        }
        out[r] = log(density);
      }
    },
  };
}

function side(lower: Float64Array, upper: Float64Array, k: number, i: number, dim: number): number {
  const width = upper[k * dim + i]! - lower[k * dim + i]!;
  if (!(width > 0 && width < Infinity)) {
    throw new ArgumentError({
      argument: `upper[${k}][${i}]`,
      expected: `a number above lower[${k}][${i}] = ${lower[k * dim + i]}`,
      received: String(upper[k * dim + i]),
    });
  }
  return width;
}

function inside(
  x: FloatArray,
  at: number,
  lower: Float64Array,
  upper: Float64Array,
  box: number,
  dim: number,
): boolean {
  for (let i = 0; i < dim; i++) {
    if (!(x[at + i]! >= lower[box + i]! && x[at + i]! <= upper[box + i]!)) return false;
  }
  return true;
}
