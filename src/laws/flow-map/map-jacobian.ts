/**
 * ∂ψ_t/∂x₀ of one row by extrapolated central differences of `sample`, and ln|det|, both with bounds on their errors.
 *
 * Steps ½, ¼, ⅛ and 1/16 in units of x₀, whose draws are of size 1, and down to 1/512 where these do not settle. Values of ψ carry 8 roundings of M, the largest of |ψ|, |x₀|, |z|: for
 * ψ = αz + σx₀ both terms are that large at most. To first order |Δ ln|det J|| ≤ Σ |J⁻¹ⱼᵢ| Eᵢⱼ; the second order is below a tenth of that
 * while the sum is below 0.1, which is asked for.
 */

import { extrapolate } from '../../schedules/richardson.ts';
import { CannotJudge } from '../core/measurement.ts';
import { largest } from '../core/vectors.ts';
import { invert } from './determinant.ts';
import type { PathCalls, PathMember } from './path-calls.ts';

const FIRST_STEP = 0.5;
const [FEW_LEVELS, MANY_LEVELS] = [4, 9];
/** Errors of this many times the noise of a value are rounding: 2/h of it at the finest of few steps, and neighbours that differ as much. */
const SETTLED = 100;
const ROUNDINGS = 8;

/** One row of a path at one time. */
export interface RowAt {
  readonly t: number;
  /** [dim] */
  readonly x0: Float64Array;
  readonly z: Float64Array;
}

export interface MapJacobian {
  /** J [dim, dim], Jᵢⱼ = ∂ψᵢ/∂x₀ⱼ. */
  readonly value: Float64Array;
  /** Bounds on the errors of J. */
  readonly error: Float64Array;
  readonly inverse: Float64Array;
  readonly logDeterminant: number;
  readonly logError: number;
  /** M. */
  readonly magnitude: number;
}

/** J and bounds on its errors from `levels` steps, with M. */
function differences(
  path: PathCalls,
  { t, x0, z }: RowAt,
  levels: number,
): { value: Float64Array; error: Float64Array; magnitude: number; noise: number } {
  const { dim } = path;
  const moved = new Float64Array(2 * levels * dim * dim);
  const zs = new Float64Array(moved.length);
  // Rows in pairs x₀ ± h eⱼ, by axis and then by level.
  for (let row = 0; row < 2 * levels * dim; row++) {
    const [axis, level, side] = [Math.floor(row / (2 * levels)), (row >> 1) % levels, row % 2 ? -1 : 1];
    moved.set(x0, row * dim);
    moved[row * dim + axis]! += (side * FIRST_STEP) / (1 << level);
    zs.set(z, row * dim);
  }
  const images = path.call('sample', t, moved, zs);
  const magnitude = largest(images, largest(x0, largest(z)));
  const noise = ROUNDINGS * path.precision * magnitude;
  const value = new Float64Array(dim * dim);
  const error = new Float64Array(dim * dim);
  for (let axis = 0; axis < dim; axis++) {
    for (let i = 0; i < dim; i++) {
      const quotients = Array.from({ length: levels }, (_, level) => {
        const row = 2 * (axis * levels + level);
        return (images[row * dim + i]! - images[(row + 1) * dim + i]!) / ((2 * FIRST_STEP) / (1 << level));
      });
      const estimate = extrapolate(quotients, FIRST_STEP, 4, noise);
      value[i * dim + axis] = estimate.value;
      error[i * dim + axis] = estimate.error;
    }
  }
  return { value, error, magnitude, noise };
}

/** The Jacobian at one row; throws CannotJudge where ψ is not smooth in x₀, or not invertible. */
export function mapJacobian(path: PathCalls, at: RowAt): MapJacobian {
  const { dim } = path;
  const { t } = at;
  let found = differences(path, at, FEW_LEVELS);
  // Enough for affine maps, where the coarsest steps already leave rounding alone.
  if (!(largest(found.error) <= SETTLED * found.noise)) found = differences(path, at, MANY_LEVELS);
  const { value, error, magnitude } = found;
  const inverted = invert(value, dim);
  if (!inverted) throw new CannotJudge(`∂ψ/∂x₀ is singular at t = ${t}`);
  const { inverse, logDeterminant } = inverted;
  let first = 0;
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) first += Math.abs(inverse[j * dim + i]!) * error[i * dim + j]!;
  }
  if (!(first <= 0.1)) throw new CannotJudge(`∂ψ/∂x₀ at t = ${t} is not smooth enough to be measured`);
  const logError = 1.1 * first + ROUNDINGS * path.precision * Math.abs(logDeterminant);
  return { value, error, inverse, logDeterminant, logError, magnitude };
}

/** How far each coordinate of ψ moves when x₀ does, by about one standard deviation: steps on which functions of x can be differenced. */
export function mapSpread(
  path: PathCalls,
  { t, x0, z }: RowAt,
): { readonly spread: Float64Array; readonly slopes: Float64Array } {
  const { dim } = path;
  const moved = new Float64Array(2 * dim * dim);
  const zs = new Float64Array(moved.length);
  for (let row = 0; row < 2 * dim; row++) {
    moved.set(x0, row * dim);
    moved[row * dim + (row >> 1)]! += row % 2 ? -0.5 : 0.5;
    zs.set(z, row * dim);
  }
  const images = path.call('sample', t, moved, zs);
  const spread = new Float64Array(dim);
  const slopes = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) {
      const slope = Math.abs(images[2 * j * dim + i]! - images[(2 * j + 1) * dim + i]!);
      slopes[i * dim + j] = slope;
      spread[i] = Math.max(spread[i]!, slope);
    }
    if (!(spread[i]! > 0)) throw new CannotJudge(`coordinate ${i} of ψ does not depend on x₀ at t = ${t}`);
  }
  return { spread, slopes };
}

/** What 16 roundings of a magnitude, in each coordinate of the point, do to `member`: through its slopes, over the spread of the path. */
export function roundedPoint(
  path: PathCalls,
  member: PathMember,
  at: RowAt,
  point: Float64Array,
  magnitude: number,
): Float64Array {
  const { spread } = mapSpread(path, at);
  const out = new Float64Array(path.dim);
  for (let j = 0; j < path.dim; j++) {
    const h = spread[j]!;
    const [above, below] = [h, -h].map((step) => {
      const there = point.slice();
      there[j]! += step;
      return path.call(member, at.t, there, at.z);
    });
    for (let i = 0; i < path.dim; i++) {
      const slope = Math.abs(above![i]! - below![i]!) / (2 * h);
      out[i]! += 16 * path.precision * slope * magnitude;
    }
  }
  return out;
}
