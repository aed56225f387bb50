/**
 * The exact flow on the line with a bound on its rounding.
 *
 *   x′ = F_t′⁻¹(F_t(x)),   F_t(x) = Σ wₖ Φ(zₖ),   zₖ = (x − μₖ)/sₖ,   μₖ = αmₖ + σm₀,   sₖ² = α²vₖ + σ²v₀   (fields/cdf-map.ts)
 *
 * Bound, to first order, for the smaller tail p of F_t(x) and the density f′ of F_t′ at x′:
 *
 *   |δx′| ≤ [ (c + 4|ln p|) 2⁻⁵² p  +  Σ wₖ φ(zₖ) δzₖ |here  +  Σ wₖ φ(zₖ) δzₖ |there  +  f δx ] / f′  +  2⁻⁵¹ |x′|
 *
 * The first term: Φ is correctly rounded and summed over K components (c = K + 4), and the root is found on ln p, whose own rounding
 * is 2⁻⁵² |ln p| at either end. δz = 2⁻⁵² (2|μ|/s + 5|z|) + 8 δm/s: the products and the root in μ and s, the subtraction and the
 * quotient; δm is what the caller does not know of the means. δx is what the caller does not know of x.
 * All in logarithms, since p and f′ may underflow while their quotient does not.
 */
import { type CdfMap, cdfMap } from '../fields/cdf-map.ts';
import { exp, log, logNormalCdf, logNormalPdf } from '../math/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import { gaussianMixture } from '../targets/gaussian-mixture.ts';

/** A mixture on the line and the normal source N(m₀, v₀). */
export interface LineFlowOptions {
  readonly schedule: Schedule;
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  readonly sourceMean: number;
  readonly sourceVariance: number;
  /** δm ≥ 0, the error that each mean may have. */
  readonly meanError: number;
}

/** Carries x at time 0 to time t. */
export interface LineFlow {
  /** x′ [n] to `out`; returns nothing. */
  map(t: number, x: Float64Array, out: Float64Array): void;
  /** The bound on |δx′| for x at time 0 with |δx| ≤ `error`. */
  bound(t: number, x: number, error: number, image: number): number;
}

const UNIT = 2.220446049250313e-16;

/** One time: what z, its error, p and f are made of. */
interface Section {
  readonly means: readonly number[];
  readonly widths: readonly number[];
}

export function lineFlow(options: LineFlowOptions): LineFlow {
  const { schedule, weights, means, variances, sourceMean, sourceVariance, meanError } = options;
  const target = gaussianMixture({
    weights,
    means: Array.from(means, (m) => [m]),
    variances: Array.from(variances, (v) => [v]),
  });
  const exact: CdfMap = cdfMap({
    schedule,
    target,
    source: { mean: [sourceMean], variances: [sourceVariance] },
  });
  const section = (t: number): Section => {
    const a = schedule.alpha(t);
    const s = schedule.sigma(t);
    return {
      means: Array.from(means, (m) => a * m + s * sourceMean),
      widths: Array.from(variances, (v) => Math.sqrt(a * a * v + s * s * sourceVariance)),
    };
  };
  const terms = (
    { means: mu, widths }: Section,
    x: number,
    visit: (z: number, k: number) => number,
  ): number => {
    let top = -Infinity;
    const logs = mu.map((m, k) => {
      const value = log(weights[k]!) + visit((x - m) / widths[k]!, k);
      top = Math.max(top, value);
      return value;
    });
    if (top === -Infinity) return top;
    return top + log(logs.reduce((sum, value) => sum + exp(value - top), 0));
  };
  const logDensity = (at: Section, x: number): number =>
    terms(at, x, (z, k) => logNormalPdf(z) - log(at.widths[k]!));
  const logBlur = (at: Section, x: number): number =>
    terms(at, x, (z, k) => {
      const { means: mu, widths } = at;
      const dz =
        UNIT * ((2 * Math.abs(mu[k]!)) / widths[k]! + 5 * Math.abs(z)) + (8 * meanError) / widths[k]!;
      return logNormalPdf(z) + log(dz);
    });
  return {
    map: (t, x, out) => exact.map(0, t, x, out),
    bound(t, x, error, image) {
      const here = section(0);
      const there = section(t);
      const logLower = terms(here, x, logNormalCdf);
      const logUpper = terms(here, x, (z) => logNormalCdf(-z));
      const logP = Math.min(logLower, logUpper);
      const peak = logDensity(there, image);
      const relative = (weights.length + 4 + 4 * Math.abs(logP)) * UNIT;
      return (
        relative * exp(logP - peak) +
        exp(logBlur(here, x) - peak) +
        exp(logBlur(there, image) - peak) +
        error * exp(logDensity(here, x) - peak) +
        2 * UNIT * Math.abs(image)
      );
    },
  };
}
