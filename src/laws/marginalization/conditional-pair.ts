/**
 * A conditional path and the distribution of z, of which a field claims to be the mixture.
 *
 * For a field that names its schedule, target and source, as flowproof's do, the pair is p_t(x | z) = N(αz + σm₀, σ²S₀) with
 * u_t(x | z) = α̇z + (σ̇/σ)(x − αz), written here from its definition and not from the field's components.
 */
import { type GaussianSourceSpec, gaussianSource } from '../../fields/gaussian-source.ts';
import { log, logDeterminant, solveLower, solveLowerTransposed } from '../../math/index.ts';
import { requireFunction } from '../core/guard.ts';
import type { FieldSubject, ScheduleSubject } from '../core/subjects.ts';
import { type MatchingTarget, mixtureOf, type TargetMixture } from '../matching/target-mixture.ts';

/** The path given z; all of x, z and out [rows, dim] but for the log-density's out [rows]. */
export interface ConditionalLaw {
  /** u_t(x | z). */
  velocity(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void;
  /** ln p_t(x | z). */
  logDensity(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void;
  /** ∇ₓ ln p_t(x | z); needed where the field has a score. */
  score?(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void;
}

/** A conditional path, and what z is drawn from: a Gaussian mixture or data points. */
export interface ConditionalPair {
  readonly path: ConditionalLaw;
  readonly target: MatchingTarget;
}

/** A field that says of which conditional pair it is the mixture. */
export interface MixtureField extends FieldSubject {
  /** Default: the Gaussian path of `schedule` and `source`, z from `target`. */
  readonly conditional?: ConditionalPair;
  readonly schedule?: ScheduleSubject;
  readonly target?: unknown;
  readonly source?: GaussianSourceSpec;
}

/** The pair with its mixture; `absolute` where the log-density is normalised. A string: why there is none. */
export interface MixturePair {
  readonly path: ConditionalLaw;
  readonly mixture: TargetMixture;
  readonly absolute: boolean;
}

/** The conditional pair of a field, or why a law cannot integrate over it. */
export function pairOf(field: MixtureField): MixturePair | string {
  const { conditional, schedule, dim } = field;
  const target = (conditional ? conditional.target : field.target) as MatchingTarget | undefined;
  if (typeof target !== 'object' || target === null || !(conditional || schedule)) {
    return 'the field names neither a `conditional` pair (path and target) nor a schedule and a target';
  }
  const mixture = mixtureOf(target);
  if (mixture === null) return 'z comes from no Gaussian mixture and no data points';
  if (mixture.dim !== dim) return `z has ${mixture.dim} dimensions, and the field ${dim}`;
  if (dim > 2) return `quadrature in ${dim} dimensions`;
  if (conditional) {
    requireFunction(conditional.path, 'velocity');
    requireFunction(conditional.path, 'logDensity');
    return { path: conditional.path, mixture, absolute: false };
  }
  return { path: gaussianConditional(schedule!, field.source, dim), mixture, absolute: true };
}

const LOG_TWO_PI = 1.8378770664093454836;

function gaussianConditional(
  schedule: ScheduleSubject,
  spec: GaussianSourceSpec | undefined,
  dim: number,
): ConditionalLaw {
  const source = gaussianSource(spec, dim);
  const factor = source.factor ?? diagonal(source.variances!);
  const logDet = logDeterminant(factor, dim);
  const white = new Float64Array(dim);
  /** white = L⁻¹(x − αz − σm₀)/σ of one row. */
  const whiten = (t: number, x: Float64Array, z: Float64Array, r: number): number => {
    const [alpha, sigma] = [schedule.alpha(t), schedule.sigma(t)];
    for (let i = 0; i < dim; i++) {
      white[i] = (x[r * dim + i]! - alpha * z[r * dim + i]!) / sigma - source.mean[i]!;
    }
    solveLower(factor, dim, white, white);
    return sigma;
  };
  return {
    velocity(t, x, z, out) {
      const rate = schedule.sigmaDot(t) / schedule.sigma(t);
      const [alpha, alphaDot] = [schedule.alpha(t), schedule.alphaDot(t)];
      for (let i = 0; i < x.length; i++) out[i] = alphaDot * z[i]! + rate * (x[i]! - alpha * z[i]!);
    },
    logDensity(t, x, z, out) {
      for (let r = 0; r < out.length; r++) {
        const sigma = whiten(t, x, z, r);
        const square = white.reduce((sum, y) => sum + y * y, 0);
        out[r] = -0.5 * (dim * (LOG_TWO_PI + 2 * log(sigma)) + logDet + square);
      }
    },
    score(t, x, z, out) {
      for (let r = 0; r * dim < x.length; r++) {
        const sigma = whiten(t, x, z, r);
        solveLowerTransposed(factor, dim, white, white);
        for (let i = 0; i < dim; i++) out[r * dim + i] = -white[i]! / sigma;
      }
    },
  };
}

function diagonal(variances: Float64Array): Float64Array {
  const dim = variances.length;
  const factor = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) factor[i * dim + i] = Math.sqrt(variances[i]!);
  return factor;
}
