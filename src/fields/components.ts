/**
 * What the marginal field asks of a mixture q = Σ wₖ qₖ: for each component k the path pₖ of X_t = α X₁ + σ X₀ with X₁ ~ qₖ, and the
 * conditional moments given X_t = x. The marginal field is then the same sum over k for Gaussians, points and boxes.
 *
 * Protocol: `setTime` once for a batch, `setRow` once for a row, then the others for that row.
 */
import { PoleError } from '../errors.ts';
import type { Schedule } from '../schedules/schedule.ts';

/** The schedule at one time. Derivatives are 0 unless asked for, so that densities exist where velocities do not. */
export interface PathPoint {
  t: number;
  alpha: number;
  sigma: number;
  alphaDot: number;
  /** May be −∞ where σ = 0. */
  sigmaDot: number;
  sigmaSigmaDot: number;
}

/** What the kernels for several rows at once read of Gaussian components, as the last `setTime` left it. */
export interface LaneCoefficients {
  /** What stands before the exponential of component k, its weight included, as a logarithm [count]. */
  readonly logNormaliser: Float64Array;
  /** 1/v and h/v (diagonal-components.ts, full-components.ts): of component k and axis i at k·componentStride + i·axisStride. */
  readonly inverse: Float64Array;
  readonly rate: Float64Array;
  readonly componentStride: number;
  readonly axisStride: number;
  /** m [count, dim] and m₀ [dim]. */
  readonly means: Float64Array;
  readonly sourceMean: Float64Array;
  /** σ̇ m₀ [dim]. */
  readonly sourceDrift: Float64Array;
  /** The axes of v where they are not the coordinates: B and B⁻¹ [count, dim, dim], stride 0 where all components share one. */
  readonly bases?: {
    readonly basis: Float64Array;
    readonly inverseBasis: Float64Array;
    readonly stride: number;
  };
}

export interface Components {
  readonly dim: number;
  readonly count: number;
  /** Present where the kernels for several rows at once apply. */
  readonly lanes?: LaneCoefficients;
  /** Coefficients of a time. Throws PoleError where a component has no density. */
  setTime(point: PathPoint): void;
  /** Fixes the row x [dim] (kept, not copied) and writes ln(wₖ pₖ(x)) to out [count]. */
  setRow(x: Float64Array, out: Float64Array): void;
  /** uₖ(x) = E[α̇ X₁ + σ̇ X₀ | x, k] to out [dim]. */
  velocity(k: number, out: Float64Array): void;
  /** ∇ ln pₖ(x) to out [dim]. */
  score(k: number, out: Float64Array): void;
  /** ∂ₜ ln pₖ(x). */
  dtLogDensity(k: number): number;
  /** Sum of the magnitudes of the summands of ∂ₜ ln pₖ(x): what its rounding is measured against. */
  dtMagnitude(k: number): number;
  /** div uₖ(x). */
  divergence(k: number): number;
  /** Adds weight · ∂uₖᵢ/∂xⱼ to out [dim, dim]. */
  addJacobian(k: number, weight: number, out: Float64Array): void;
  /** E[X₁ | x, k] and E[X₀ | x, k], each to [dim]. */
  posteriorMeans(k: number, x1: Float64Array, x0: Float64Array): void;
  /** Adds weight · Cov(X₁ | x, k) to out [dim, dim]. */
  addPosteriorCovariance(k: number, weight: number, out: Float64Array): void;
  /** tr Cov(α̇ X₁ + σ̇ X₀ | x, k). */
  velocityVariance(k: number): number;
}

/** Writes the schedule's values at `t`; throws PoleError when derivatives are asked for and α̇ or σσ̇ is infinite. */
export function setPathPoint(
  schedule: Schedule,
  t: number,
  derivatives: boolean,
  point: PathPoint,
): PathPoint {
  point.t = t;
  point.alpha = schedule.alpha(t);
  point.sigma = schedule.sigma(t);
  point.alphaDot = derivatives ? schedule.alphaDot(t) : 0;
  point.sigmaDot = derivatives ? schedule.sigmaDot(t) : 0;
  point.sigmaSigmaDot = derivatives ? schedule.sigmaSigmaDot(t) : 0;
  if (!(Number.isFinite(point.alphaDot) && Number.isFinite(point.sigmaSigmaDot))) {
    throw new PoleError({
      argument: `t = ${t}`,
      expected: `finite α̇ and σσ̇ of the ${schedule.name} schedule`,
      received: `α̇ = ${point.alphaDot}, σσ̇ = ${point.sigmaSigmaDot}`,
      wayOut: 'start the path a little inside (0, 1), or choose a schedule with a finite slope at this end',
    });
  }
  return point;
}

/** σ̇ m, where m = 0 wins over σ̇ = ±∞: the source's mean moves with σ. */
export function meanDrift(point: PathPoint, mean: number): number {
  if (mean === 0) return 0;
  const drift = point.sigmaDot * mean;
  if (!Number.isFinite(drift)) {
    throw new PoleError({
      argument: `t = ${point.t}`,
      expected: 'a finite σ̇ for a source whose mean is not 0',
      received: `σ̇ = ${point.sigmaDot}`,
      wayOut: 'stop at 1 − ε, or centre the source',
    });
  }
  return drift;
}

/** (α̇σ − ασ̇), the speed of α/σ times σ²; infinite where σ̇ is. */
export function scheduleSpeed(point: PathPoint): number {
  const speed = point.alphaDot * point.sigma - point.alpha * point.sigmaDot;
  if (!Number.isFinite(speed)) {
    throw new PoleError({
      argument: `t = ${point.t}`,
      expected: 'a finite σ̇ for the variance of the conditional velocity',
      received: `σ̇ = ${point.sigmaDot}`,
      wayOut: 'stop at 1 − ε',
    });
  }
  return speed;
}

/** The error of a component without a density: a mass point at σ = 0. */
export function massPointPole(t: number, k: number): PoleError {
  return new PoleError({
    argument: `t = ${t}`,
    expected: 'a time at which every component of the path has a density',
    received: `σ = 0 and a component (number ${k}) with variance 0`,
    wayOut: 'stop at 1 − ε, take an Euler last step, or give the target a positive variance',
  });
}
