/**
 * The exact flow in one dimension. A flow on the line keeps the order of points, hence the distribution function:
 *
 *   x_t′ = F_t′⁻¹(F_t(x_t)),   F_t(x) = Σ wₖ Φ((x − αmₖ − σm₀)/√vₖ),   vₖ = α² sₖ² + σ² s₀².
 *
 * This is truth for solvers without a reference solver. Both tails keep full precision: the smaller of F and 1 − F is matched,
 * by the mirrored mixture for the upper one, and where it underflows its logarithm. The inverse is a Newton iteration held in a bracket
 * (monotone-root.ts, mixture-line.ts).
 */
import { checkLength, type FloatArray } from '../array/float-array.ts';
import { ArgumentError, PoleError, show } from '../errors.ts';
import { log } from '../math/index.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { GaussianMixture } from '../targets/gaussian-mixture.ts';
import { type GaussianSourceSpec, gaussianSource } from './gaussian-source.ts';
import { density, type Line, logLowerTail, lowerTail, mirrored, quantileBracket } from './mixture-line.ts';
import { bisect, newtonOnLogarithm } from './monotone-root.ts';

/** The exact flow of a one-dimensional mixture. */
export interface CdfMap {
  /** Carries the points x at time `from` to time `to`, both in [0, 1], exactly up to rounding. `out` as long as `x`. */
  map(from: number, to: number, x: FloatArray, out: FloatArray): void;
  /** F_t(x), the probability of X_t ≤ x. */
  cdf(t: number, x: number): number;
}

/** Below this, a tail probability and its rounding leave the normal floats: its logarithm is used. */
const TINY = 1e-290;

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

/** x′ with F′(x′) = F(x), for x in the lower half of F. */
function carry(here: Line, there: Line, x: number): number {
  const p = lowerTail(here, x);
  const logP = p > TINY ? log(p) : logLowerTail(here, x);
  const [low, high] = quantileBracket(there, logP);
  return p > TINY
    ? newtonOnLogarithm(
        (y) => lowerTail(there, y),
        (y) => density(there, y),
        p,
        low,
        high,
      )
    : bisect((y) => logLowerTail(there, y) - logP, low, high);
}
