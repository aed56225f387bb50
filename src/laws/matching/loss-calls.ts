/** Calls to a loss under test, with each answer checked. */
import { givenArray, givenFinite, requireFunction } from '../core/guard.ts';
import type { LossSubject } from './loss-subject.ts';

/** Throws ObjectError when the subject is no loss. */
export function checkLossSubject(loss: LossSubject): void {
  requireFunction(loss, 'value');
  requireFunction(loss, 'gradient');
}

/** The value; row weights are passed only to a loss that takes them. */
export function givenValue(
  loss: LossSubject,
  prediction: ArrayLike<number>,
  target: ArrayLike<number>,
  rows: number,
  weights: ArrayLike<number>,
): number {
  const [p, u] = [Float64Array.from(prediction), Float64Array.from(target)];
  const dim = p.length / rows;
  const value = loss.weighted
    ? loss.value(p, u, rows, dim, Float64Array.from(weights))
    : loss.value(p, u, rows, dim);
  return givenFinite(`value(prediction, target, ${rows}, ${dim})`, value);
}

/** The gradient [rows, dim]. */
export function givenGradient(
  loss: LossSubject,
  prediction: ArrayLike<number>,
  target: ArrayLike<number>,
  rows: number,
  weights: ArrayLike<number>,
): Float64Array {
  const [p, u] = [Float64Array.from(prediction), Float64Array.from(target)];
  const dim = p.length / rows;
  return givenArray(`gradient(prediction, target, ${rows}, ${dim}, out)`, p.length, (out) =>
    loss.weighted
      ? loss.gradient(p, u, rows, dim, out, Float64Array.from(weights))
      : loss.gradient(p, u, rows, dim, out),
  );
}

/** The weight that the loss gives each row: those of the batch, or 1 where it takes none. */
export const weightsSeen = (loss: LossSubject, weights: readonly number[]): readonly number[] =>
  loss.weighted ? weights : weights.map(() => 1);

/** ∂ℓ/∂prediction of each row by itself, not divided by the number of rows; of the squared error where no loss is given. */
export function lossSlopes(
  loss: LossSubject | undefined,
  prediction: Float64Array,
  target: Float64Array,
  rows: number,
  dim: number,
): Float64Array {
  if (!loss) return prediction.map((value, i) => 2 * (value - target[i]!));
  const out = givenArray('loss.gradient(prediction, target, rows, dim, out)', rows * dim, (buffer) =>
    loss.gradient(prediction, target, rows, dim, buffer),
  );
  return loss.reduction?.rows === 'sum' ? out : out.map((value) => value * rows);
}
