/**
 * A Gaussian mixture on the line: its distribution function F(x) = Σ wₖ Φ((x − μₖ)/√vₖ), ln F, its density F′, and an interval that
 * holds a quantile of its lower half: with a = √(−2 ln p), Φ(−a) ≤ p, so that min(μₖ − a√vₖ) lies below the p-quantile, p ≤ ½, and
 * max μₖ above it.
 */
import { exp, log, logNormalCdf, logSumExp, normalCdf } from '../math/index.ts';

/** A one-dimensional mixture, its means and widths √vₖ > 0 at one time. */
export interface Line {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly widths: Float64Array;
}

const INVERSE_SQRT_TWO_PI = 0.39894228040143267794;
const terms: { logs: Float64Array } = { logs: new Float64Array(0) };

/** The mixture of −X: its lower tail is the upper one of X. */
export const mirrored = (line: Line): Line => ({ ...line, means: line.means.map((m) => -m) });

/** F(x). */
export function lowerTail({ weights, means, widths }: Line, x: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * normalCdf((x - means[k]!) / widths[k]!);
  return sum;
}

/** ln F(x), also where F(x) underflows. */
export function logLowerTail({ weights, means, widths }: Line, x: number): number {
  if (terms.logs.length !== weights.length) terms.logs = new Float64Array(weights.length);
  for (let k = 0; k < weights.length; k++) {
    terms.logs[k] = log(weights[k]!) + logNormalCdf((x - means[k]!) / widths[k]!);
  }
  return logSumExp(terms.logs);
}

/** F′(x). */
export function density({ weights, means, widths }: Line, x: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    const z = (x - means[k]!) / widths[k]!;
    sum += (weights[k]! * INVERSE_SQRT_TWO_PI * exp(-0.5 * z * z)) / widths[k]!;
  }
  return sum;
}

/** An interval with the p-quantile inside, p ≤ ½ given by its logarithm. */
export function quantileBracket({ weights, means, widths }: Line, logP: number): readonly [number, number] {
  const reach = Math.sqrt(-2 * logP);
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < weights.length; k++) {
    if (weights[k] === 0) continue;
    low = Math.min(low, means[k]! - reach * widths[k]!);
    high = Math.max(high, means[k]!);
  }
  // Rounding may put the root a few units outside a bracket that touches it: 10⁻¹² of the size of the ends and of the length is room.
  const slack = 1e-12 * (Math.abs(low) + Math.abs(high) + high - low) + Number.MIN_VALUE;
  return [low - slack, high + slack];
}
