/**
 * The training examples of one time as a weighted batch: x_t, both regression targets, and the weight of each.
 *
 * Rows that share x_t (to 8 roundings: on a Gaussian path all that differ in y′ alone) share one point, so that network and marginal
 * velocity are evaluated once for them.
 */
import { type GaussianFrame, gaussianFrame, pairNodes } from './gaussian-frame.ts';
import {
  givenPoints,
  givenTargets,
  givenVelocity,
  givenWeights,
  type MatchingSubject,
  matchingPrecision,
} from './subject.ts';
import type { TargetMixture } from './target-mixture.ts';
import type { WeightedTime } from './time-nodes.ts';

/** Examples of one component at one time. */
export interface ExampleNodes {
  readonly rows: number;
  /** wₖ · quadrature weight [rows]. */
  readonly weights: Float64Array;
  /** d/dt ψ_t of each row [rows, dim]. */
  readonly conditional: Float64Array;
  /** The point of each row [rows]. */
  readonly point: Int32Array;
  /** Different points [points, dim], and u_t there. */
  readonly x: Float64Array;
  readonly marginal: Float64Array;
}

/** What stays the same on the whole ladder of rules: a time, its weights in both losses, the network's input scale, the components. */
export interface PreparedTime {
  readonly t: number;
  /** Quadrature weight of the time · weight of the time in L_CFM, and in L_FM. */
  readonly factors: readonly [number, number];
  /** √E|x_t|²/d. */
  readonly scale: number;
  readonly components: readonly { readonly weight: number; readonly frame: GaussianFrame }[];
}

/** The times of a case. */
export function prepare(
  subject: MatchingSubject,
  mixture: TargetMixture,
  times: readonly WeightedTime[],
): PreparedTime[] {
  return times.map(({ t, weight }) => {
    const [cfm, fm] = givenWeights(subject, t);
    const components = Array.from(mixture.weights, (share, k) => ({ weight: share, k }))
      .filter((component) => component.weight > 0)
      .map((component) => ({
        weight: component.weight,
        frame: gaussianFrame(subject, mixture, component.k, t),
      }));
    const square = components.reduce((sum, component) => sum + component.weight * component.frame.square, 0);
    const scale = square > 0 ? Math.sqrt(square / mixture.dim) : 1;
    return { t, factors: [weight * cfm, weight * fm], scale, components };
  });
}

/** The examples of one component at time t, by n and m nodes for each axis. */
export function exampleNodes(
  subject: MatchingSubject,
  t: number,
  { weight, frame }: PreparedTime['components'][number],
  n: number,
  m: number,
): ExampleNodes {
  const { dim } = frame;
  const { rows, fibre, weights, x0, z } = pairNodes(frame, n, m);
  for (let r = 0; r < rows; r++) weights[r]! *= weight;
  const all = givenPoints(subject, t, x0, z);
  const conditional = givenTargets(subject, t, x0, z);
  const rounding = 8 * matchingPrecision(subject);
  const close = rounding * Math.sqrt(frame.square);
  const point = new Int32Array(rows);
  const x = new Float64Array(all.length);
  let points = 0;
  let first = 0;
  for (let r = 0; r < rows; r++) {
    if (r % fibre === 0 || !samePoint(all, dim, first, r, rounding, close)) {
      for (let i = 0; i < dim; i++) x[points * dim + i] = all[r * dim + i]!;
      first = r;
      points++;
    }
    point[r] = points - 1;
  }
  const different = x.slice(0, points * dim);
  return { rows, weights, conditional, point, x: different, marginal: givenVelocity(subject, t, different) };
}

function samePoint(
  x: Float64Array,
  dim: number,
  a: number,
  b: number,
  relative: number,
  absolute: number,
): boolean {
  for (let i = 0; i < dim; i++) {
    const [p, q] = [x[a * dim + i]!, x[b * dim + i]!];
    if (!(Math.abs(p - q) <= absolute + relative * Math.abs(p))) return false;
  }
  return true;
}
