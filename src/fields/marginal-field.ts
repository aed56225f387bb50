/**
 * The exact marginal field of a Gaussian path: u_t(x) = E[α̇ X₁ + σ̇ X₀ | α X₁ + σ X₀ = x], with its density, score and derivatives.
 *
 * Closed for Gaussian mixtures with any covariances, empirical distributions and uniform boxes, and Gaussian sources. Formulas are
 * in diagonal-components.ts, full-components.ts, box-components.ts (one component) and mixture-rows.ts (their sum). Arithmetic
 * is float64, whatever the buffers hold; results are rounded once. Finite at both ends wherever the mathematics is: nothing
 * divides by σ. Source: Lipman et al., Flow Matching for Generative Modeling (2023), eq. 8 and theorem 1.
 */
import { checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError, PoleError, show } from '../errors.ts';
import type { Schedule, ScheduleSpec } from '../schedules/schedule.ts';
import type { TargetSpec } from '../targets/target.ts';
import { type PathPoint, setPathPoint } from './components.ts';
import { type ClosedFormTarget, componentsOf } from './components-of.ts';
import type { GaussianSourceSpec } from './gaussian-source.ts';
import { mixtureBatch, type Spread } from './mixture-batch.ts';
import { mixtureRows } from './mixture-rows.ts';
import type { VectorField } from './vector-field.ts';

/** Options of {@link marginalField}. */
export interface MarginalFieldOptions {
  readonly schedule: Schedule;
  readonly target: ClosedFormTarget;
  /** The source N(m₀, S₀); default N(0, I). Boxes need a diagonal S₀. */
  readonly source?: GaussianSourceSpec;
}

/** A marginal field as plain data, for threads and files. */
export interface MarginalFieldSpec {
  readonly kind: 'marginal';
  readonly schedule: ScheduleSpec;
  readonly target: TargetSpec;
  readonly source?: GaussianSourceSpec;
}

/** Where `posterior` writes; leave out what is not wanted. */
export interface PosteriorBuffers {
  /** P(component k | x) [rows, count]. */
  readonly responsibilities?: FloatArray;
  /** E[X₁ | X_t = x] [rows, dim]. */
  readonly x1?: FloatArray;
  /** E[X₀ | X_t = x] [rows, dim]. */
  readonly x0?: FloatArray;
  /** Cov(X₁ | X_t = x) [rows, dim, dim]. */
  readonly covariance1?: FloatArray;
}

/**
 * A marginal field and what is known of its path. All methods take a time t in [0, 1] and a batch x [rows, dim] of finite
 * numbers, and write to `out`, of the length stated, float32 or float64. They throw PoleError, naming t and the way out, where no
 * finite value exists. One object serves one thread: it holds scratch space.
 */
export interface MarginalField extends VectorField {
  readonly schedule: Schedule;
  readonly target: ClosedFormTarget;
  readonly source: GaussianSourceSpec;
  /** Plain data for `fieldFromSpec`; absent for user-defined schedules. */
  readonly spec?: MarginalFieldSpec;
  /** ∇ ln p_t(x); out [rows, dim]. */
  score(t: number, x: FloatArray, out: FloatArray): void;
  /** ln p_t(x); out [rows]; −∞ where p_t(x) = 0. */
  logDensity(t: number, x: FloatArray, out: FloatArray): void;
  /** ∂ ln p_t(x) / ∂t at fixed x; out [rows]. */
  dtLogDensity(t: number, x: FloatArray, out: FloatArray): void;
  /**
   * Sum of the magnitudes of everything that ∂ₜ ln p + div u + u·∇ ln p adds up inside, component by component; out [rows]. Rounding
   * errors of the three are small beside it, not beside their own values, which may cancel.
   */
  termMagnitude(t: number, x: FloatArray, out: FloatArray): void;
  /** div u_t(x); out [rows]. */
  divergence(t: number, x: FloatArray, out: FloatArray): void;
  /** ∂uᵢ/∂xⱼ; out [rows, dim, dim]. */
  jacobian(t: number, x: FloatArray, out: FloatArray): void;
  /** Moments of X₁ and X₀ given X_t = x. */
  posterior(t: number, x: FloatArray, out: PosteriorBuffers): void;
  /** tr Cov(α̇ X₁ + σ̇ X₀ | X_t = x), whose mean over t and x is the floor of the CFM loss; out [rows]. */
  conditionalVariance(t: number, x: FloatArray, out: FloatArray): void;
}

/**
 * The marginal field of a schedule, a target and a Gaussian source.
 *
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
 * const field = marginalField({ schedule: condOT, target });
 * const u = new Float64Array(1);
 * field.velocity(0, Float64Array.of(1), u); // E[X₁] − x = 0.45 − 1
 * ```
 */
export function marginalField({ schedule, target, source = {} }: MarginalFieldOptions): MarginalField {
  if (typeof schedule?.alpha !== 'function') {
    throw new ArgumentError({
      argument: 'schedule',
      expected: 'a Schedule such as condOT or vp()',
      received: show(schedule),
      wayOut: 'build one with scheduleFromSpec or userSchedule',
    });
  }
  const components = componentsOf(target, source);
  const { dim, count } = components;
  const rows = mixtureRows(components);
  const batch = mixtureBatch(components);
  const point: PathPoint = { t: 0, alpha: 0, sigma: 0, alphaDot: 0, sigmaDot: 0, sigmaSigmaDot: 0 };
  const row = new Float64Array(dim);
  const vector = new Float64Array(dim);
  const second = new Float64Array(dim);
  const matrix = new Float64Array(dim * dim);

  /** Whether the coefficients are those of point.t, and with derivatives. */
  let [isSet, hasDerivatives] = [false, false];
  /** Rows of the batch, with the time set. Batches of one time follow each other, as tiles and as stages of a solver. */
  const start = (t: number, x: FloatArray, derivatives: boolean): number => {
    const n = rowsOf('x', x, dim);
    if (!(isSet && Object.is(t, point.t) && (hasDerivatives || !derivatives))) {
      isSet = false;
      components.setTime(setPathPoint(schedule, t, derivatives, point));
      batch?.forget();
      [isSet, hasDerivatives] = [true, derivatives];
    }
    return n;
  };
  const begin = (x: FloatArray, r: number): number => {
    for (let i = 0; i < dim; i++) {
      const value = x[r * dim + i]!;
      if (!Number.isFinite(value)) throw notFinite(r, i, value);
      row[i] = value;
    }
    return rows.begin(row);
  };
  /** As `begin`, where a conditional expectation is wanted, which p = 0 does not have. */
  const condition = (x: FloatArray, r: number): void => {
    if (begin(x, r) === -Infinity) throw outsideSupport(point.t, r);
  };
  const scalar =
    (derivatives: boolean, value: () => number, first: First = none) =>
    (t: number, x: FloatArray, out: FloatArray): void => {
      const n = start(t, x, derivatives);
      checkLength('out', out, n);
      for (let r = first(n, x, out); r < n; r++) {
        condition(x, r);
        out[r] = value();
      }
    };
  const array =
    (
      derivatives: boolean,
      width: number,
      buffer: Float64Array,
      write: (out: Float64Array) => void,
      first: First = none,
    ) =>
    (t: number, x: FloatArray, out: FloatArray): void => {
      const n = start(t, x, derivatives);
      checkLength('out', out, n * width);
      for (let r = first(n, x, out); r < n; r++) {
        condition(x, r);
        write(buffer);
        for (let i = 0; i < width; i++) out[r * width + i] = buffer[i]!;
      }
    };
  /** How many of the first rows were done several at a time. */
  type First = (n: number, x: FloatArray, out: FloatArray) => number;
  const none: First = () => 0;
  const means =
    (of: 'velocity' | 'score'): First =>
    (n, x, out) =>
      batch ? batch.means(of, point, n, x, out) : 0;
  const spread =
    (of: Spread): First =>
    (n, x, out) =>
      batch ? batch.spread(of, point, n, x, out) : 0;
  const copy = (from: Float64Array, to: FloatArray | undefined, r: number): void => {
    if (to) for (let i = 0; i < from.length; i++) to[r * from.length + i] = from[i]!;
  };

  return {
    dim,
    schedule,
    target,
    source,
    ...(schedule.spec
      ? { spec: { kind: 'marginal', schedule: schedule.spec, target: target.spec, source } }
      : {}),
    velocity: array(true, dim, vector, rows.velocity, means('velocity')),
    score: array(false, dim, vector, rows.score, means('score')),
    logDensity(t, x, out) {
      const n = start(t, x, false);
      checkLength('out', out, n);
      const first = batch ? batch.logDensity(point, n, x, out) : 0;
      for (let r = first; r < n; r++) out[r] = begin(x, r);
    },
    dtLogDensity: scalar(true, rows.dtLogDensity, spread('dtLogDensity')),
    termMagnitude: scalar(true, rows.termMagnitude),
    divergence: scalar(true, rows.divergence, spread('divergence')),
    jacobian: array(true, dim * dim, matrix, rows.jacobian),
    posterior(t, x, out) {
      const n = start(t, x, false);
      if (out.responsibilities) checkLength('out.responsibilities', out.responsibilities, n * count);
      if (out.x1) checkLength('out.x1', out.x1, n * dim);
      if (out.x0) checkLength('out.x0', out.x0, n * dim);
      if (out.covariance1) checkLength('out.covariance1', out.covariance1, n * dim * dim);
      for (let r = 0; r < n; r++) {
        condition(x, r);
        copy(rows.responsibilities, out.responsibilities, r);
        rows.posteriorMeans(vector, second);
        copy(vector, out.x1, r);
        copy(second, out.x0, r);
        if (out.covariance1) {
          rows.posteriorCovariance(vector, matrix);
          copy(matrix, out.covariance1, r);
        }
      }
    },
    conditionalVariance: scalar(true, rows.velocityVariance, spread('velocityVariance')),
  };
}

function notFinite(r: number, i: number, value: number): ArgumentError {
  return new ArgumentError({
    argument: `x[${r}, ${i}]`,
    expected: 'a finite number',
    received: show(value),
    wayOut: 'look for the step that diverged before this one',
  });
}

function outsideSupport(t: number, r: number): PoleError {
  return new PoleError({
    argument: `x, row ${r}, at t = ${t}`,
    expected: 'a point with p_t(x) > 0 in float64',
    received: 'p_t(x) = 0',
    wayOut: 'at σ = 0 stay inside the support of the target; elsewhere the point lies too far out',
  });
}
