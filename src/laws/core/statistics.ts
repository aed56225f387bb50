/**
 * Means over draws with their standard errors, for laws whose bound is a confidence interval.
 *
 * A law multiplies the error by a number Z of its own. A mean of n values of skewness γ leaves Z standard errors with probability 2(1 − Φ(Z)) for
 * normal values; for others the tail of Student's ratio grows by at most about exp(Z³|γ|/(3√n)) (Jing, Shao & Wang, Self-normalized
 * Cramér-type large deviations for independent random variables, Annals of Probability 31, 2003).
 */
import { compensatedSum } from '../../math/sums.ts';

/** A mean and its standard error. */
interface MeanWithError {
  readonly mean: number;
  readonly error: number;
}

/** Of two values or more. */
export function meanWithError(values: Float64Array): MeanWithError {
  const n = values.length;
  const mean = compensatedSum(values) / n;
  const square = compensatedSum(values.map((value) => (value - mean) * (value - mean)));
  return { mean, error: Math.sqrt(square / (n - 1) / n) };
}
