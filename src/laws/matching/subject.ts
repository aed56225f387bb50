/**
 * What the laws of flow matching ask of a path and the marginal field that it is trained towards.
 *
 * Conditional side: x_t = ψ_t(x₀ | z) and its velocity, with x₀ from the source and z from the target, independent. Marginal
 * side: u_t(x). The losses: L_CFM = E w‖v(x_t, t) − d/dt ψ_t‖² and L_FM = E w‖v(x_t, t) − u_t(x_t)‖².
 */

import { ArgumentError, show } from '../../errors.ts';
import type { GaussianSourceSpec } from '../../fields/gaussian-source.ts';
import type { MarginalField } from '../../fields/marginal-field.ts';
import { gaussianPath } from '../../paths/gaussian-path.ts';
import { givenArray, givenFinite, requireFunction } from '../core/guard.ts';
import { precisionOf } from '../core/precision.ts';
import type { LossSubject } from './loss-subject.ts';
import type { MatchingTarget } from './target-mixture.ts';

/** The conditional side: a {@link PathSubject} with a target velocity. Batches are [rows, dim]. */
export interface ConditionalSide {
  /** x_t = ψ_t(x₀ | z), what the network is fed. */
  sample(t: number, x0: Float64Array, z: Float64Array, out: Float64Array): void;
  /** d/dt ψ_t(x₀ | z), the regression target. */
  targetVelocity(t: number, x0: Float64Array, z: Float64Array, out: Float64Array): void;
}

/** The marginal side. Batches are [rows, dim]. */
export interface MarginalSide {
  /** u_t(x). */
  velocity(t: number, x: Float64Array, out: Float64Array): void;
  /** tr Cov(d/dt ψ_t | x_t = x), where it is known; out [rows]. Its mean is the gap between the losses. */
  conditionalVariance?(t: number, x: Float64Array, out: Float64Array): void;
}

/** A conditional path with the marginal velocity that goes with it. */
export interface MatchingSubject {
  readonly name?: string;
  readonly dim: number;
  /** The distribution of z. Laws that integrate need a Gaussian mixture or data points. */
  readonly target: MatchingTarget;
  /** The distribution of x₀; default N(0, I). */
  readonly source?: GaussianSourceSpec;
  readonly path: ConditionalSide;
  readonly field: MarginalSide;
  /** The losses, where they are not the squared error; of the conditional and of the marginal side. */
  readonly cfmLoss?: LossSubject;
  readonly fmLoss?: LossSubject;
  /** Weight of time t in each loss; default 1. */
  cfmWeight?(t: number): number;
  fmWeight?(t: number): number;
  /** Times to try, inside (0, 1); default [0.02, 0.98]. */
  readonly times?: readonly [number, number];
  /** ε, the relative precision of all values; default 2⁻⁵². For float32: 2⁻²³. */
  readonly precision?: number;
}

/**
 * A marginal field of flowproof with its Gaussian path.
 *
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * import { matchingGradients, matchingOf } from 'flowproof/laws';
 * const target = gaussianMixture({ means: [[-1], [1]], stds: [0.8, 1] });
 * const object = matchingOf(marginalField({ schedule: condOT, target }));
 * console.log(matchingGradients(object).check().status); // holds
 * ```
 */
export function matchingOf(field: MarginalField): MatchingSubject {
  if (!('weights' in field.target && field.target.kind !== 'uniform-boxes')) {
    throw new ArgumentError({
      argument: 'field.target',
      expected: 'a Gaussian mixture or data points',
      received: show((field.target as { kind?: unknown }).kind),
      wayOut: 'write the subject by hand: dim, target, path, field',
    });
  }
  return {
    name: `${field.target.name} under ${field.schedule.name}`,
    dim: field.dim,
    target: field.target,
    source: field.source,
    path: gaussianPath(field.schedule, field.dim),
    field,
  };
}

/** Throws ObjectError or ArgumentError when the subject lacks what every matching law needs. */
export function checkMatching(subject: MatchingSubject): void {
  requireFunction(subject?.path, 'sample');
  requireFunction(subject.path, 'targetVelocity');
  requireFunction(subject.field, 'velocity');
  const { dim, target, times } = subject;
  if (!(Number.isInteger(dim) && dim >= 1)) {
    throw new ArgumentError({ argument: 'dim', expected: 'an integer >= 1', received: show(dim) });
  }
  if (typeof target !== 'object' || target === null || !('means' in target || 'sampleInto' in target)) {
    throw new ArgumentError({
      argument: 'target',
      expected: 'a Gaussian mixture, data points, or an object with sampleInto',
      received: show(target),
    });
  }
  if (times !== undefined && !(times[0] > 0 && times[0] <= times[1] && times[1] < 1)) {
    throw new ArgumentError({ argument: 'times', expected: '0 < from <= to < 1', received: show(times) });
  }
}

export const timesOf = ({ times }: MatchingSubject): readonly [number, number] => times ?? [0.02, 0.98];

/** ε of the subject and its losses together. */
export function matchingPrecision(subject: MatchingSubject): number {
  const { cfmLoss = {}, fmLoss = {} } = subject;
  return Math.max(precisionOf(subject), precisionOf(cfmLoss), precisionOf(fmLoss));
}

/** x_t of a batch. */
export function givenPoints(
  { path }: MatchingSubject,
  t: number,
  x0: Float64Array,
  z: Float64Array,
): Float64Array {
  return givenArray(`path.sample(${t}, x0, z, out)`, z.length, (out) => path.sample(t, x0, z, out));
}

/** d/dt ψ_t of a batch. */
export function givenTargets(
  { path }: MatchingSubject,
  t: number,
  x0: Float64Array,
  z: Float64Array,
): Float64Array {
  return givenArray(`path.targetVelocity(${t}, x0, z, out)`, z.length, (out) =>
    path.targetVelocity(t, x0, z, out),
  );
}

/** u_t of a batch. */
export function givenVelocity({ field }: MatchingSubject, t: number, x: Float64Array): Float64Array {
  return givenArray(`field.velocity(${t}, x, out)`, x.length, (out) => field.velocity(t, x, out));
}

/** The weights of time t: of the conditional and of the marginal loss. */
export function givenWeights(subject: MatchingSubject, t: number): readonly [number, number] {
  return [
    subject.cfmWeight ? givenFinite(`cfmWeight(${t})`, subject.cfmWeight(t)) : 1,
    subject.fmWeight ? givenFinite(`fmWeight(${t})`, subject.fmWeight(t)) : 1,
  ];
}
