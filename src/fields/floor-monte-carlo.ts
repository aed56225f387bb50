/**
 * The floor of the loss by Monte Carlo: one time in each of n equal strata, `rows` exact points of the path there, averages of the
 * closed-form conditional variance; the standard error from the differences of neighbouring strata.
 */
import { checkCount } from '../array/float-array.ts';
import { fold, type Key, normalInto, key as seed, uniformInto } from '../random/index.ts';
import { gaussianSource } from './gaussian-source.ts';
import type { MarginalField } from './marginal-field.ts';

/** C and its standard error, from points of the path. */
export function floorByMonteCarlo(
  field: MarginalField,
  options: { readonly strata?: number; readonly rows?: number; readonly key?: Key },
): { value: number; error: number } {
  const strata = checkCount('strata', options.strata ?? 512, 2);
  const rows = checkCount('rows', options.rows ?? 32, 1);
  const key = options.key ?? seed(0);
  const { dim, schedule, target } = field;
  const { mean, variances, factor } = gaussianSource(field.source, dim);
  const shift = new Float64Array(strata);
  uniformInto(fold(key, 0), 0, shift);
  const noise = new Float64Array(rows * dim);
  const x = new Float64Array(rows * dim);
  const variance = new Float64Array(rows);
  const means = new Float64Array(strata);
  for (let j = 0; j < strata; j++) {
    const t = (j + shift[j]!) / strata;
    const [alpha, sigma] = [schedule.alpha(t), schedule.sigma(t)];
    target.sampleInto(fold(key, 1), j * rows, x);
    normalInto(fold(key, 2), j * rows * dim, noise);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < dim; i++) {
        let x0 = mean[i]!;
        if (factor) for (let l = 0; l <= i; l++) x0 += factor[i * dim + l]! * noise[r * dim + l]!;
        else x0 += Math.sqrt(variances![i]!) * noise[r * dim + i]!;
        x[r * dim + i] = alpha * x[r * dim + i]! + sigma * x0;
      }
    }
    field.conditionalVariance(t, x, variance);
    for (let r = 0; r < rows; r++) means[j]! += variance[r]! / rows;
  }
  let sum = 0;
  let differences = 0;
  for (let j = 0; j < strata; j++) {
    sum += means[j]!;
    if (j > 0) differences += (means[j]! - means[j - 1]!) * (means[j]! - means[j - 1]!);
  }
  // Neighbouring strata differ by twice the variance of one, plus the drift of the integrand: an upper estimate.
  const error = Math.sqrt(differences / 2 / (strata - 1) / strata);
  return { value: sum / strata, error };
}
