/**
 * A loss reduces a batch as it says: value = mean over rows (or sum) of wᵣ ℓᵣ, and ℓᵣ = Σᵢ ℓ(eᵣᵢ) (or the mean, or a function of ‖eᵣ‖).
 *
 * The value of the batch is put together from calls with one row and one dimension, where every reduction is the same. The gradient
 * of the batch is compared with that of each row by itself, times wᵣ/rows. A prediction that meets its target costs exactly 0.
 * Bound: rows·dim + 4 roundings of ε of the sum of sizes for the value, 4 for each gradient.
 * Sees the mean over all elements for the sum over dimensions, the sum for the mean, row weights that are dropped, squared or
 * applied on one side. Does not see what ℓ itself is, beyond ℓ(0) = 0.
 */

import { batchWords, type LossBatch, lossBatches } from '../arbitraries/loss-batches.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { checkLossSubject, givenGradient, givenValue, weightsSeen } from './loss-calls.ts';
import type { LossSubject } from './loss-subject.ts';

/**
 * The law of a loss's reduction.
 *
 * ```ts
 * import { lossReduction, type LossSubject, squaredError } from 'flowproof/laws';
 * console.log(lossReduction(squaredError).check().status); // holds
 * const overAll: LossSubject = { ...squaredError, value: (p, u, rows, dim, w) => squaredError.value(p, u, rows, dim, w) / dim };
 * console.log(lossReduction(overAll).check().status); // violated
 * ```
 */
export const lossReduction: Law<LossSubject, LossBatch> = defineLaw({
  id: 'loss-reduction',
  number: 6,
  title: 'loss = mean over rows of wᵣ Σᵢ ℓ(vᵣᵢ − uᵣᵢ), ℓ(0) = 0',
  kind: 'loss',
  assumes: ['the loss states its reduction, or it is the mean over rows of sums over dimensions'],
  export: 'lossReduction',
  runs: 20,
  refuses(loss) {
    checkLossSubject(loss);
    return null;
  },
  cases: () => lossBatches(),
  words: batchWords,
  measure(loss, batch) {
    const { rows, target, weights } = batch;
    const zero = givenValue(loss, target, target, rows, weights);
    return worstOf([
      {
        residual: Math.abs(zero),
        bound: 0,
        why: 'the loss of an error of 0 is 0, exactly',
        detail: `value(target, target) is ${zero}`,
      },
      valueReduced(loss, batch),
      gradientReduced(loss, batch),
    ]);
  },
});

function valueReduced(loss: LossSubject, { rows, dim, prediction, target, weights }: LossBatch): Measurement {
  const seen = weightsSeen(loss, weights);
  const over = loss.reduction ?? { rows: 'mean', dims: 'sum' };
  let [sum, size] = [0, 0];
  for (let r = 0; r < rows; r++) {
    let row = 0;
    if (over.dims === 'norm') {
      let square = 0;
      for (let i = r * dim; i < (r + 1) * dim; i++)
        square += (prediction[i]! - target[i]!) * (prediction[i]! - target[i]!);
      row = givenValue(loss, [Math.sqrt(square)], [0], 1, [1]);
    } else {
      for (let i = r * dim; i < (r + 1) * dim; i++)
        row += givenValue(loss, [prediction[i]!], [target[i]!], 1, [1]);
      if (over.dims === 'mean') row /= dim;
    }
    sum += seen[r]! * row;
    size += Math.abs(seen[r]! * row);
  }
  const share = over.rows === 'mean' ? 1 / rows : 1;
  const value = givenValue(loss, prediction, target, rows, weights);
  return {
    residual: Math.abs(value - share * sum),
    bound: (rows * dim + 4) * precisionOf(loss) * share * size,
    why: 'rows·dim + 4 roundings of the sum of the elements',
    detail: `the value is ${value}, and ${share * sum} from its elements`,
  };
}

function gradientReduced(
  loss: LossSubject,
  { rows, dim, prediction, target, weights }: LossBatch,
): Measurement {
  const seen = weightsSeen(loss, weights);
  const share = (loss.reduction?.rows ?? 'mean') === 'mean' ? 1 / rows : 1;
  const gradient = givenGradient(loss, prediction, target, rows, weights);
  const found: Measurement[] = [];
  for (let r = 0; r < rows; r++) {
    const [from, to] = [r * dim, (r + 1) * dim];
    const alone = givenGradient(loss, prediction.slice(from, to), target.slice(from, to), 1, [1]);
    for (let i = from; i < to; i++) {
      const expected = share * seen[r]! * alone[i - from]!;
      found.push({
        residual: Math.abs(gradient[i]! - expected),
        bound: 4 * precisionOf(loss) * Math.abs(expected),
        why: '4 roundings of the gradient',
        detail: `gradient[${i}] is ${gradient[i]}, and ${expected} from row ${r} alone`,
      });
    }
  }
  return worstOf(found);
}
