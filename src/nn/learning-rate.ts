/**
 * Learning rate η(k) of update k = 1 … steps: linear warm-up, then cosine decay (Loshchilov & Hutter 2017, eq. 5).
 *
 * η = peak·k/warmup for k ≤ warmup; after it, with s = (k − warmup)/(steps − warmup),
 * η = peak·(f + (1 − f)·½(1 + cos πs)), where f = finalRate. Past the last step the rate stays peak·f.
 */
import { checkCount, checkNumber } from '../array/float-array.ts';
import { cosPi } from '../math/index.ts';

export interface LearningRateSchedule {
  /** Largest rate, ≥ 0. */
  readonly peak: number;
  /** Updates of the rise, 0 for none. */
  readonly warmup: number;
  /** Updates in the whole run. */
  readonly steps: number;
  /** Rate at the end as a fraction of the peak, in [0, 1]; 1 for no decay. */
  readonly finalRate: number;
}

/**
 * The rate of update `step` ≥ 1, in float64.
 *
 * ```ts
 * import { learningRate } from 'flowproof';
 * learningRate({ peak: 1e-3, warmup: 10, steps: 110, finalRate: 0 }, 60); // 5e-4
 * ```
 */
export function learningRate(schedule: LearningRateSchedule, step: number): number {
  const { peak, warmup, steps, finalRate } = schedule;
  checkNumber('peak', peak, 0);
  checkCount('warmup', warmup);
  checkCount('steps', steps);
  checkNumber('finalRate', finalRate, 0, 1);
  checkCount('step', step, 1);
  if (step <= warmup) return (peak * step) / warmup;
  if (step >= steps) return peak * finalRate;
  const s = (step - warmup) / (steps - warmup);
  return peak * (finalRate + (1 - finalRate) * 0.5 * (1 + cosPi(s)));
}
