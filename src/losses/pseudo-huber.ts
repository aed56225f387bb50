/**
 * Pseudo-Huber loss: the mean over rows of wᵣ(√(‖v − u‖² + c²) − c), the norm over dimensions.
 *
 * ½‖v − u‖²/c near 0, ‖v − u‖ far away, so that outliers weigh less. Charbonnier et al. 1997; Song & Dhariwal 2024, eq. 7.
 */
import { checkNumber } from '../array/float-array.ts';
import { checkLoss, type LossOptions } from './velocity-losses.ts';

const fround = Math.fround;

/** Value in float64, and, unless `gradient` is null, its gradient with respect to the prediction; c > 0. */
export function pseudoHuberLossMeanRowsNormDims(
  rows: number,
  dim: number,
  prediction: Float32Array,
  target: Float32Array,
  c: number,
  gradient: Float32Array | null,
  options: LossOptions = {},
): number {
  const { weights, batchRows } = checkLoss(rows, dim, prediction, gradient, options);
  checkLoss(rows, dim, target, null, {});
  checkNumber('c', c, 1e-30);
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    const w = weights ? weights[r]! : 1;
    let square = 0;
    for (let i = r * dim; i < (r + 1) * dim; i++) {
      const error = fround(prediction[i]! - target[i]!);
      square += error * error;
    }
    const root = Math.sqrt(square + c * c);
    // root − c without its cancellation for small errors.
    sum += (w * square) / (root + c);
    if (gradient === null) continue;
    const slope = fround(w / (batchRows * root));
    for (let i = r * dim; i < (r + 1) * dim; i++) {
      gradient[i] = fround(slope * fround(prediction[i]! - target[i]!));
    }
  }
  return rows === 0 ? 0 : sum / batchRows;
}
