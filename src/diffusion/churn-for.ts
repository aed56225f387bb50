/** EDM churn for a marginal field, with its schedule and its source. */
import { checkCount } from '../array/float-array.ts';
import { gaussianSource } from '../fields/gaussian-source.ts';
import type { MarginalField } from '../fields/marginal-field.ts';
import { type ChurnOptions, type ChurnSolver, edmChurn } from '../solvers/stochastic/edm-churn.ts';

/**
 * `edmChurn` with the schedule and the source of `field`, so that the noise has the covariance that the path asks for.
 *
 * ```ts
 * import { churnFor, condOT, gaussianMixture, marginalField } from 'flowproof';
 * const target = gaussianMixture({ means: [[1, 2]], stds: [0.5] });
 * const field = marginalField({ schedule: condOT, target, source: { variances: [1, 4] } });
 * console.log(churnFor(field, { churn: 1 }).source!.factor[3]); // 2
 * ```
 *
 * @throws {ArgumentError} for an option outside its domain, and for a field without dimension or schedule.
 */
export function churnFor(
  field: Pick<MarginalField, 'schedule' | 'source' | 'dim'>,
  options: Omit<ChurnOptions, 'schedule' | 'source'> = {},
): ChurnSolver {
  const { dim, source, schedule } = field ?? {};
  checkCount('field.dim', dim, 1);
  const { mean, variances, factor } = gaussianSource(source, dim);
  const matrix = factor ?? new Float64Array(dim * dim);
  if (variances) for (let i = 0; i < dim; i++) matrix[i * dim + i] = Math.sqrt(variances[i]!);
  return edmChurn({ ...options, schedule, source: { mean, factor: matrix } });
}
