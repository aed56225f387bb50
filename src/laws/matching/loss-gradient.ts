/**
 * The gradient of a loss is the derivative of its value with respect to the prediction, element by element.
 *
 * Measured by central differences with steps h = 2⁻³, 2⁻⁴, …, 2⁻⁹ and Richardson extrapolation in h². Predictions, targets and steps
 * are dyadic, so that p ± h and its distance from the target are exact in float32 as well. Bound: the error estimate of the extrapolation
 * (schedules/richardson.ts), with 4ε(|right| + |left|)/2h for 4 roundings of both values of a difference, and 4ε|gradient|
 * for the gradient's own. Refused where the estimate stays above 10⁻³: the loss is not differentiable there.
 * Does not see a value that is wrong along with its gradient: that is for loss-reduction and the matching laws.
 */

import { type DerivativeEstimate, extrapolateRounded } from '../../schedules/richardson.ts';
import { batchWords, type LossBatch, lossBatches } from '../arbitraries/loss-batches.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { precisionOf, statedPrecision } from '../core/precision.ts';
import { checkLossSubject, givenGradient, givenValue } from './loss-calls.ts';
import type { LossSubject } from './loss-subject.ts';

const LEVELS = 7;
const FIRST_STEP = 0.125;
/** A derivative of which less than this share is certain says nothing. */
const COARSE = 1e-3;

/**
 * The law of a loss's gradient.
 *
 * ```ts
 * import { lossGradient, type LossSubject, squaredError } from 'flowproof/laws';
 * console.log(lossGradient(squaredError).check().status); // holds
 * const half: LossSubject = { ...squaredError, value: (p, u, rows, dim, w) => squaredError.value(p, u, rows, dim, w) / 2 };
 * console.log(lossGradient(half).check().status); // violated
 * ```
 */
export const lossGradient: Law<LossSubject, LossBatch> = defineLaw({
  id: 'loss-gradient',
  number: 6,
  title: 'gradient = ∂ value / ∂ prediction',
  kind: 'loss',
  assumes: ['the loss is smooth in the prediction'],
  export: 'lossGradient',
  runs: 20,
  refuses(loss) {
    checkLossSubject(loss);
    return null;
  },
  cases: () => lossBatches(),
  words: batchWords,
  measure(loss, { rows, prediction, target, weights }) {
    const gradient = givenGradient(loss, prediction, target, rows, weights);
    const epsilon = precisionOf(loss);
    const { valuePrecision } = loss;
    const ofValues =
      valuePrecision === undefined ? epsilon : statedPrecision('valuePrecision', valuePrecision);
    return worstOf(
      prediction.map((p, i): Measurement => {
        const at = (shift: number): number =>
          givenValue(
            loss,
            prediction.map((value, j) => (i === j ? p + shift : value)),
            target,
            rows,
            weights,
          );
        const { value, error } = derivative(at, ofValues);
        if (!(error <= COARSE * Math.max(1, Math.abs(value)))) {
          throw new CannotJudge(`the loss is not smooth in element ${i}: its slope is ${value} ± ${error}`);
        }
        return {
          residual: Math.abs(gradient[i]! - value),
          bound: error + 4 * epsilon * Math.abs(gradient[i]!),
          why: 'error estimate of extrapolated differences, their rounding, and 4 roundings of the gradient',
          detail: `gradient[${i}] is given as ${gradient[i]} and measured as ${value}`,
        };
      }),
    );
  },
});

/** f′(0) and what it may be off by; `epsilon` is the precision of the values, with 4 roundings each. */
function derivative(f: (shift: number) => number, epsilon: number): DerivativeEstimate {
  const noise: number[] = [];
  const differences = Array.from({ length: LEVELS }, (_, level) => {
    const h = FIRST_STEP / (1 << level);
    const [right, left] = [f(h), f(-h)];
    noise.push((2 * epsilon * (Math.abs(right) + Math.abs(left))) / h);
    return (right - left) / (2 * h);
  });
  return extrapolateRounded(differences, 4, (level) => noise[level]!);
}
