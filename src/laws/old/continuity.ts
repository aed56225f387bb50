/**
 * The continuity equation, pointwise: ∂ₜp + div(p u) = 0, divided by p: ∂ₜ ln p + div u + u·∇ ln p = 0.
 *
 * ∂ₜ ln p is a difference of ln p in time, so that it knows nothing of the velocity: for a marginal field ln p takes α and σ, and a
 * velocity made with wrong α̇ or σ̇ shows, which the identity of formulas (continuity-identity.ts) cannot see. div u and ∇ ln p are
 * the field's own or, where it has none, differences in x.
 *
 * Bound, absolute: the error estimates E of the differences (of ∂ₜ ln p, of div u, and Σ|uᵢ|E(∂ᵢ ln p)), plus rounding, with ε the
 * relative precision of the field's values. T, the sum of the magnitudes that are added up, carries ε·4(d + |ln p| + 8): weights
 * exp(l) carry the rounding of l, and there are four such roundings in each term. A value of ln p carries δ = ε[(d + 8)(d + |ln p| + 8)
 * + 4Σ|xᵢ∂ᵢ ln p| + 8T]: a sum of d squares, the rounding of x − αm as that of x, the rounding of t and of α, σ as that of t; a
 * difference of step h divides δ by h, so it is 10⁻¹⁰ or less in the middle of time and 10⁻⁵ or less at t = 0.001 and
 * 0.999 for all targets here. Source: Villani, Optimal Transport: Old and New, chapter 1.
 */
import { checkCount, checkFinite, checkNumber, isFloatArray, rowsOf } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import type { MarginalField } from '../../fields/marginal-field.ts';
import { samplePath } from '../../fields/sample-path.ts';
import type { VectorField } from '../../fields/vector-field.ts';
import { type Key, key as seed } from '../../random/index.ts';
import { divergenceOf, gradient, type Measured, timeDerivative } from './field-differences.ts';
import type { LawResult } from './law-result.ts';

/**
 * A pair of density and velocity, from anywhere: what the continuity equation needs. Batches x are [rows, dim], times lie in (0, 1).
 */
export interface DensityField extends VectorField {
  /** ln p_t(x), up to a constant that does not depend on t; out [rows]. */
  logDensity(t: number, x: Float64Array, out: Float64Array): void;
  /** ∇ ln p_t(x); out [rows, dim]; default: differences of logDensity. */
  score?(t: number, x: Float64Array, out: Float64Array): void;
  /** div u_t(x); out [rows]; default: differences of velocity. */
  divergence?(t: number, x: Float64Array, out: Float64Array): void;
  /** Size of all that the three terms add up inside; out [rows]; default: the sum of their magnitudes. */
  termMagnitude?(t: number, x: Float64Array, out: Float64Array): void;
}

/** Where the law is tried. */
export interface ContinuityOptions {
  /** Times, each in (0, 1); default 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999. */
  readonly times?: readonly number[];
  /** Points of the path at each time, for a marginal field without `points`; default 64. */
  readonly rows?: number;
  /** Key of the points; default key(0). */
  readonly key?: Key;
  /** Points [rows, dim] to test at, the same at each time; default: points of the path, which only a marginal field can draw. */
  readonly points?: Float64Array | Float32Array | readonly number[];
  /** ε, the relative precision of the field's values; default 2⁻⁵². For one that computes in float32: 2⁻²³. */
  readonly precision?: number;
}

const EPSILON = 2.220446049250313e-16;

/**
 * Tries the continuity equation on points of the path, or on the points given.
 *
 * `field`: a marginal field, or any {@link DensityField} together with `points`. Throws ArgumentError for a field without
 * logDensity, or without points where none can be drawn.
 *
 * ```ts
 * import { condOT, continuityLaw, eightGaussians, marginalField } from 'flowproof';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * console.log(continuityLaw(field).ratio <= 1); // true
 * // X_t = t X₁ + (1 − t) X₀ with X₁ ~ N(0, 4), written down by hand.
 * const variance = (t: number) => 4 * t * t + (1 - t) * (1 - t);
 * const own = {
 *   dim: 1,
 *   velocity: (t: number, x: ArrayLike<number>, out: { [i: number]: number }) => {
 *     for (let i = 0; i < x.length; i++) out[i] = ((5 * t - 1) / variance(t)) * x[i]!;
 *   },
 *   logDensity: (t: number, x: ArrayLike<number>, out: { [i: number]: number }) => {
 *     for (let i = 0; i < x.length; i++) out[i] = -0.5 * (Math.log(variance(t)) + (x[i]! * x[i]!) / variance(t));
 *   },
 * };
 * console.log(continuityLaw(own, { points: [-1, 0.2, 3] }).ratio <= 1); // true
 * ```
 */
export function continuityLaw(
  field: MarginalField | DensityField,
  options: ContinuityOptions = {},
): LawResult {
  const pointsAt = pointsOf(field, options);
  const precision = checkNumber('precision', options.precision ?? EPSILON, EPSILON, 0.1);
  let worst = { ratio: -Infinity, residual: 0, bound: 0, t: 0, x: [] as number[] };
  for (const t of options.times ?? [0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999]) {
    checkNumber('times', t, Number.MIN_VALUE, 1 - EPSILON);
    const x = pointsAt(t);
    const { residual, bound } = imbalance(field, t, x, precision);
    for (let r = 0; r < residual.length; r++) {
      const ratio = Math.abs(residual[r]!) / bound[r]!;
      // NaN is the worst of all, and stays.
      if (!(ratio <= worst.ratio) && !Number.isNaN(worst.ratio)) {
        const row = Array.from(x.subarray(r * field.dim, (r + 1) * field.dim));
        worst = { ratio, residual: Math.abs(residual[r]!), bound: bound[r]!, t, x: row };
      }
    }
  }
  return {
    law: 'continuity: ∂ₜ ln p + div u + u·∇ ln p = 0',
    residual: worst.residual,
    bound: worst.bound,
    why: 'ln p differenced in time by extrapolation: its error estimate, and rounding divided by the step',
    ratio: worst.ratio,
    worst: { t: worst.t, x: worst.x },
  };
}

/** ∂ₜ ln p + div u + u·∇ ln p at each row, and how large it may be. */
function imbalance(
  field: MarginalField | DensityField,
  t: number,
  x: Float64Array,
  precision: number,
): { residual: Float64Array; bound: Float64Array } {
  const { dim } = field;
  const rows = x.length / dim;
  const u = new Float64Array(x.length);
  const logP = new Float64Array(rows);
  field.velocity(t, x, u);
  field.logDensity(t, x, logP);
  const rounding = logP.map((value) => dim + Math.abs(value) + 8);
  const plain = rounding.map((value) => precision * (dim + 8) * value);
  const fastest = u.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const roundedVelocity = new Float64Array(rows).fill(8 * precision * fastest);
  const divergence = field.divergence
    ? exact(rows, (out) => field.divergence!(t, x, out))
    : divergenceOf(field.velocity, t, x, roundedVelocity);
  const score = field.score
    ? exact(x.length, (out) => field.score!(t, x, out))
    : gradient(field.logDensity.bind(field), t, x, plain);
  const transport = new Float64Array(rows);
  const magnitude = new Float64Array(rows);
  if (field.termMagnitude) field.termMagnitude(t, x, magnitude);
  const noise = new Float64Array(rows);
  const error = divergence.error.slice();
  for (let r = 0; r < rows; r++) {
    let terms = Math.abs(divergence.value[r]!);
    let along = 0;
    for (let i = r * dim; i < (r + 1) * dim; i++) {
      const product = u[i]! * score.value[i]!;
      transport[r]! += product;
      terms += Math.abs(product);
      along += Math.abs(x[i]! * score.value[i]!);
      error[r]! += Math.abs(u[i]!) * score.error[i]!;
    }
    magnitude[r] = Math.max(magnitude[r]!, 2 * terms);
    noise[r] = plain[r]! + precision * (4 * along + 8 * magnitude[r]!);
  }
  const rate = timeDerivative(field.logDensity.bind(field), t, x, noise);
  return {
    residual: rate.value.map((value, r) => value + divergence.value[r]! + transport[r]!),
    bound: rate.error.map((value, r) => value + error[r]! + 4 * precision * rounding[r]! * magnitude[r]!),
  };
}

function exact(length: number, write: (out: Float64Array) => void): Measured {
  const value = new Float64Array(length);
  write(value);
  return { value, error: new Float64Array(length) };
}

/** The points of each time. */
function pointsOf(
  field: MarginalField | DensityField,
  { points, rows = 64, key = seed(0) }: ContinuityOptions,
): (t: number) => Float64Array {
  if (typeof field?.velocity !== 'function' || typeof field.logDensity !== 'function') {
    throw new ArgumentError({
      argument: 'field',
      expected: 'an object with dim, velocity(t, x, out) and logDensity(t, x, out)',
      received: show(field),
    });
  }
  checkCount('field.dim', field.dim, 1);
  if (points !== undefined) {
    if (!isFloatArray(points) && !Array.isArray(points)) {
      throw new ArgumentError({
        argument: 'points',
        expected: 'numbers [rows, dim], row by row',
        received: show(points),
        wayOut: 'give the buffer of an ndarray: denseMatrix(points)',
      });
    }
    const x = Float64Array.from(points);
    checkFinite('points', x);
    checkCount('rows of points', rowsOf('points', x, field.dim), 1);
    return () => x;
  }
  if (!('schedule' in field && 'target' in field)) {
    throw new ArgumentError({
      argument: 'points',
      expected: 'points [rows, dim] to test at, since this field does not say how its path is drawn',
      received: show(points),
      wayOut: 'give points where p_t is not negligible, for example draws of the target',
    });
  }
  const x = new Float64Array(checkCount('rows', rows, 1) * field.dim);
  return (t) => {
    samplePath(field, t, key, x);
    return x;
  };
}
