/**
 * The exact flow in one dimension. A flow on the line keeps the order of points, hence the distribution function:
 *
 *   x_t′ = F_t′⁻¹(F_t(x_t)),   F_t(x) = Σ wₖ Φ((x − αmₖ − σm₀)/√vₖ),   vₖ = α² sₖ² + σ² s₀².
 *
 * This is truth for solvers without a reference solver. Both tails keep full precision: the smaller of F and 1 − F is matched,
 * by the mirrored mixture for the upper one, and where it underflows its logarithm. The inverse is a Newton iteration held in a bracket:
 * with a = √(−2 ln p), Φ(−a) ≤ p, so that min(μₖ − a√vₖ) lies below the p-quantile, p ≤ ½, and max μₖ above it.
 */
import { checkLength, type FloatArray } from '../array/float-array.ts';
import { ArgumentError, PoleError, show } from '../errors.ts';
import { exp, log, log1p, logNormalCdf, logSumExp, normalCdf } from '../math/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { GaussianMixture } from '../targets/gaussian-mixture.ts';
import { type GaussianSourceSpec, gaussianSource } from './gaussian-source.ts';

/** The exact flow of a one-dimensional mixture. */
export interface CdfMap {
  /** Carries the points x at time `from` to time `to`, both in [0, 1], exactly up to rounding. `out` as long as `x`. */
  map(from: number, to: number, x: FloatArray, out: FloatArray): void;
  /** F_t(x), the probability of X_t ≤ x. */
  cdf(t: number, x: number): number;
}

/** A one-dimensional mixture, its means and widths at one time. */
interface Line {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly widths: Float64Array;
}

/** Below this, a tail probability and its rounding leave the normal floats: its logarithm is used. */
const TINY = 1e-290;
const INVERSE_SQRT_TWO_PI = 0.39894228040143267794;
const terms: { logs: Float64Array } = { logs: new Float64Array(0) };

/**
 * The exact flow of the marginal field of a one-dimensional Gaussian mixture.
 *
 * ```ts
 * import { cdfMap, condOT, gaussianMixture } from 'flowproof';
 * const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
 * const x1 = new Float64Array(1);
 * cdfMap({ schedule: condOT, target }).map(0, 1, Float64Array.of(0), x1); // the median of the target
 * ```
 */
export function cdfMap({
  schedule,
  target,
  source = {},
}: {
  readonly schedule: Schedule;
  readonly target: GaussianMixture;
  readonly source?: GaussianSourceSpec;
}): CdfMap {
  if (target?.kind !== 'gaussian-mixture' || target.dim !== 1) {
    throw new ArgumentError({
      argument: 'target',
      expected: 'a Gaussian mixture in one dimension',
      received: `${show(target?.kind)} in ${target?.dim} dimensions`,
    });
  }
  const { mean, variances, factor } = gaussianSource(source, 1);
  const m0 = mean[0]!;
  const v0 = variances ? variances[0]! : factor![0]! * factor![0]!;
  const S = target.covariances;
  const vs = S.kind === 'full' ? S.matrices : S.variances;
  const lineAt = (t: number): Line => {
    const a = schedule.alpha(t);
    const s = schedule.sigma(t);
    const widths = vs.map((v) => Math.sqrt(a * a * v + s * s * v0));
    if (widths.some((width) => !(width > 0))) {
      throw new PoleError({
        argument: `t = ${t}`,
        expected: 'positive widths of all components',
        received: 'σ = 0 and a component with variance 0',
        wayOut: 'stop at 1 − ε, or give the target a positive variance',
      });
    }
    return { weights: target.weights, means: target.means.map((m) => a * m + s * m0), widths };
  };
  return {
    map(from, to, x, out) {
      checkLength('out', out, x.length);
      const here = lineAt(from);
      const there = lineAt(to);
      const mirroredHere = mirrored(here);
      const mirroredThere = mirrored(there);
      for (let i = 0; i < x.length; i++) {
        const value = x[i]!;
        if (!Number.isFinite(value)) {
          throw new ArgumentError({
            argument: `x[${i}]`,
            expected: 'a finite number',
            received: show(value),
          });
        }
        const upper = lowerTail(here, value) > 0.5;
        out[i] = upper ? -carry(mirroredHere, mirroredThere, -value) : carry(here, there, value);
      }
    },
    cdf: (t, x) => lowerTail(lineAt(t), x),
  };
}

const mirrored = (line: Line): Line => ({ ...line, means: line.means.map((m) => -m) });

function lowerTail({ weights, means, widths }: Line, x: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * normalCdf((x - means[k]!) / widths[k]!);
  return sum;
}

function logLowerTail({ weights, means, widths }: Line, x: number): number {
  if (terms.logs.length !== weights.length) terms.logs = new Float64Array(weights.length);
  for (let k = 0; k < weights.length; k++) {
    terms.logs[k] = log(weights[k]!) + logNormalCdf((x - means[k]!) / widths[k]!);
  }
  return logSumExp(terms.logs);
}

function density({ weights, means, widths }: Line, x: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    const z = (x - means[k]!) / widths[k]!;
    sum += (weights[k]! * INVERSE_SQRT_TWO_PI * exp(-0.5 * z * z)) / widths[k]!;
  }
  return sum;
}

/** x′ with F′(x′) = F(x), for x in the lower half of F. */
function carry(here: Line, there: Line, x: number): number {
  const p = lowerTail(here, x);
  const logP = p > TINY ? log(p) : logLowerTail(here, x);
  const reach = Math.sqrt(-2 * logP);
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < there.weights.length; k++) {
    if (there.weights[k] === 0) continue;
    low = Math.min(low, there.means[k]! - reach * there.widths[k]!);
    high = Math.max(high, there.means[k]!);
  }
  // Rounding may put the root a few units outside a bracket that touches it.
  const slack = 1e-12 * (Math.abs(low) + Math.abs(high) + high - low) + Number.MIN_VALUE;
  return p > TINY
    ? solve(there, p, low - slack, high + slack)
    : bisect((y) => logLowerTail(there, y) - logP, low - slack, high + slack);
}

/**
 * The p-quantile of a line in [a, b]. Newton on ln F − ln p, which is nearly quadratic in the tails where F itself is nearly
 * exponential; the step ln(F/p)·F/f is taken through log1p, so that it keeps its digits as F → p. A step that leaves the bracket is
 * replaced by a bisection, and so is every second one after the twelfth, so that the loop ends whatever the mixture.
 */
function solve(line: Line, p: number, a: number, b: number): number {
  let low = a;
  let high = b;
  let y = low + (high - low) / 2;
  let step = Infinity;
  for (let i = 0; i < 2500; i++) {
    const F = lowerTail(line, y);
    if (F === p) return y;
    if (F < p) low = y;
    else high = y;
    const newton = y - (log1p((F - p) / p) * F) / density(line, y);
    const usable = newton > low && newton < high && (i < 12 || i % 2 === 0);
    const next = usable ? newton : low + (high - low) / 2;
    if (next === y || next <= low || next >= high) return next;
    const length = Math.abs(next - y);
    // Newton has converged when its steps, down to rounding, stop shrinking.
    if (usable && length >= step && length <= 4 * ulpOf(y)) return y;
    step = length;
    y = next;
  }
  return y;
}

function bisect(f: (y: number) => number, a: number, b: number): number {
  let low = a;
  let high = b;
  for (let y = low + (high - low) / 2; y > low && y < high; y = low + (high - low) / 2) {
    if (f(y) < 0) low = y;
    else high = y;
  }
  return high;
}

/** A bound for the distance of neighbouring floats at y: |y| 2⁻⁵². */
function ulpOf(y: number): number {
  return Math.abs(y) * 2.220446049250313e-16 + Number.MIN_VALUE;
}
