/** Draws of training examples, and what each contributes to the gradients of both losses along given directions in parameter space. */

import { gaussianSource, placeSource } from '../../fields/gaussian-source.ts';
import { fold, key, normalInto } from '../../random/index.ts';
import { givenArray } from '../core/guard.ts';
import { dot } from '../core/vectors.ts';
import { lossSlopes } from './loss-calls.ts';
import { activationsOf, backward, forward, type Network } from './network.ts';
import { givenPoints, givenTargets, givenVelocity, givenWeights, type MatchingSubject } from './subject.ts';
import { type SampledTarget, samplerOf } from './target-mixture.ts';

/** A batch of examples at one time, [rows, dim] each. */
export interface Draws {
  readonly x: Float64Array;
  readonly conditional: Float64Array;
  readonly marginal: Float64Array;
}

/** Examples `first` … `first + rows − 1` of a seed: x₀ from the source, z from the target. */
export function draws(subject: MatchingSubject, t: number, seed: number, first: number, rows: number): Draws {
  const { dim } = subject;
  const x0 = new Float64Array(rows * dim);
  normalInto(fold(key(seed), 0), first * dim, x0);
  placeSource(gaussianSource(subject.source, dim), x0, x0);
  const target: SampledTarget = samplerOf(subject.target);
  const z = givenArray('target.sampleInto(key, first, out)', rows * dim, (out) =>
    target.sampleInto(fold(key(seed), 1), first, out),
  );
  const x = givenPoints(subject, t, x0, z);
  return { x, conditional: givenTargets(subject, t, x0, z), marginal: givenVelocity(subject, t, x) };
}

/** Of each row, along each direction: the difference of the two gradients, and the part of the marginal target in its gradient. */
export interface Projections {
  /** [rows, directions]. */
  readonly difference: Float64Array;
  readonly target: Float64Array;
}

/** ∂ℓ_CFM − ∂ℓ_FM and ∂(−2w v·u) of each row along the directions (each of unit length, as many numbers as parameters). */
export function projections(
  subject: MatchingSubject,
  network: Network,
  t: number,
  scale: number,
  { x, conditional, marginal }: Draws,
  directions: readonly Float64Array[],
): Projections {
  const { dim } = subject;
  const rows = x.length / dim;
  const [cfm, fm] = givenWeights(subject, t);
  const hidden = activationsOf(network, rows);
  const v = new Float64Array(x.length);
  forward(network, t, x, scale, hidden, v);
  const byConditional = lossSlopes(subject.cfmLoss, v, conditional, rows, dim);
  const byMarginal = lossSlopes(subject.fmLoss, v, marginal, rows, dim);
  const apart = v.map((_, i) => cfm * byConditional[i]! - fm * byMarginal[i]!);
  const pull = marginal.map((u) => -2 * fm * u);
  const gradient = new Float64Array(network.parameters.length);
  const delta = new Float64Array(2 * Math.max(...network.sizes));
  const difference = new Float64Array(rows * directions.length);
  const target = new Float64Array(rows * directions.length);
  for (let r = 0; r < rows; r++) {
    backward(network, t, x, scale, hidden, r, apart, gradient, delta);
    for (let j = 0; j < directions.length; j++)
      difference[r * directions.length + j] = dot(gradient, directions[j]!);
    backward(network, t, x, scale, hidden, r, pull, gradient, delta);
    for (let j = 0; j < directions.length; j++)
      target[r * directions.length + j] = dot(gradient, directions[j]!);
  }
  return { difference, target };
}

/** The direction of −∇θ E 2w v·u, estimated from a batch; [parameters], of length 1. */
export function steepest(
  subject: MatchingSubject,
  network: Network,
  t: number,
  scale: number,
  batch: Draws,
): Float64Array {
  const rows = batch.x.length / subject.dim;
  const hidden = activationsOf(network, rows);
  forward(network, t, batch.x, scale, hidden, new Float64Array(batch.x.length));
  const sum = new Float64Array(network.parameters.length);
  const gradient = new Float64Array(sum.length);
  const delta = new Float64Array(2 * Math.max(...network.sizes));
  for (let r = 0; r < rows; r++) {
    backward(network, t, batch.x, scale, hidden, r, batch.marginal, gradient, delta);
    for (let j = 0; j < sum.length; j++) sum[j]! += gradient[j]!;
  }
  return unit(sum);
}

/** The vector at length 1; 0 stays 0. */
export function unit(v: Float64Array): Float64Array {
  const length = Math.sqrt(dot(v, v));
  return length > 0 ? v.map((value) => value / length) : v;
}
