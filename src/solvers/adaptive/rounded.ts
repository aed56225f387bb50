/**
 * Σ_j w_j k_j with every coefficient the float64 nearest to its exact value, as other libraries have it, so that bits compare with theirs.
 * (Fixed steps take integers over a common denominator, see tableau.ts; with a controlled step size that gains nothing.)
 */
import { type Rational, toNumber } from '../rational.ts';
import type { Combination } from '../tableau.ts';

/** The combination with these coefficients, zeros left out but for one where all are zero: a stage at the state itself. */
export function rounded(coefficients: readonly Rational[]): Combination {
  const used = coefficients.map((r, j) => ({ j, r })).filter(({ r }) => r.p !== 0n);
  if (used.length === 0 && coefficients.length > 0) used.push({ j: 0, r: coefficients[0]! });
  return {
    stages: Int32Array.from(used, ({ j }) => j),
    weights: Float64Array.from(used, ({ r }) => toNumber(r)),
    denominator: 1,
  };
}
