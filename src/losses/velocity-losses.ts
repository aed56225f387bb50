/**
 * Flow matching losses: the mean over rows of the squared error, summed over dimensions, wᵣ‖v(xₜ, t) − u‖².
 *
 * - fm:  u = uₜ(x), the exact marginal velocity                              (Lipman et al. 2023, eq. 5)
 * - cfm: u = α̇ₜx₁ + σ̇ₜx₀, the conditional velocity without division          (Lipman et al. 2023, eq. 9 and 14)
 *
 * E cfm = E fm + a constant without θ, so the gradients agree. Errors and gradients are float32, every operation
 * rounded; the value is a float64 sum, row by row in ascending order.
 */
import { checkCount, isFloatArray } from '../array/float-array.ts';
import { ShapeError, show } from '../errors.ts';

const fround = Math.fround;

export interface LossOptions {
  /** Weight of each row, [rows]. Default 1. */
  readonly weights?: Float32Array;
  /** Rows of the whole batch when this is one tile of it: value and gradient are divided by it. Default `rows`. */
  readonly batchRows?: number;
}

/**
 * Value of (1/batchRows) Σᵣ wᵣ Σᵢ (prediction − target)², and, unless `gradient` is null, its gradient with respect to
 * the prediction. Buffers are [rows, dim].
 *
 * ```ts
 * import { fmLossMeanRowsSumDims } from 'flowproof';
 * const gradient = new Float32Array(2);
 * fmLossMeanRowsSumDims(1, 2, Float32Array.of(1, 2), Float32Array.of(0, 0), gradient); // 5, gradient [2, 4]
 * ```
 */
export function fmLossMeanRowsSumDims(
  rows: number,
  dim: number,
  prediction: Float32Array,
  marginalVelocity: Float32Array,
  gradient: Float32Array | null,
  options: LossOptions = {},
): number {
  checkBuffer('marginalVelocity', marginalVelocity, rows * dim);
  return squaredError(rows, dim, prediction, marginalVelocity, gradient, options);
}

/** As {@link fmLossMeanRowsSumDims}, on the conditional velocities α̇ₜx₁ + σ̇ₜx₀ that `samplePath` writes. */
export function cfmLossMeanRowsSumDims(
  rows: number,
  dim: number,
  prediction: Float32Array,
  conditionalVelocity: Float32Array,
  gradient: Float32Array | null,
  options: LossOptions = {},
): number {
  checkBuffer('conditionalVelocity', conditionalVelocity, rows * dim);
  return squaredError(rows, dim, prediction, conditionalVelocity, gradient, options);
}

function squaredError(
  rows: number,
  dim: number,
  prediction: Float32Array,
  target: Float32Array,
  gradient: Float32Array | null,
  options: LossOptions,
): number {
  const { weights, batchRows } = checkLoss(rows, dim, prediction, gradient, options);
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    const w = weights ? weights[r]! : 1;
    const slope = fround((2 * w) / batchRows);
    let row = 0;
    for (let i = r * dim; i < (r + 1) * dim; i++) {
      const error = fround(prediction[i]! - target[i]!);
      row += error * error;
      if (gradient !== null) gradient[i] = fround(slope * error);
    }
    sum += w * row;
  }
  return rows === 0 ? 0 : sum / batchRows;
}

/** Shared by the losses: checks sizes and fills in the defaults. */
export function checkLoss(
  rows: number,
  dim: number,
  prediction: Float32Array,
  gradient: Float32Array | null,
  { weights, batchRows = rows }: LossOptions,
): { weights: Float32Array | undefined; batchRows: number } {
  checkCount('rows', rows);
  checkCount('dim', dim, 1);
  checkCount('batchRows', batchRows, rows);
  checkBuffer('prediction', prediction, rows * dim);
  if (gradient !== null) checkBuffer('gradient', gradient, rows * dim);
  if (weights) checkBuffer('weights', weights, rows);
  return { weights, batchRows };
}

function checkBuffer(argument: string, buffer: Float32Array, length: number): void {
  if (!isFloatArray(buffer) || buffer.length < length) {
    throw new ShapeError({
      argument,
      expected: `a Float32Array of at least ${length} elements`,
      received: show(buffer),
    });
  }
}
