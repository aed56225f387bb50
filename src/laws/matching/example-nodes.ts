/**
 * The training examples of one time as a weighted batch: x_t, both regression targets, and the weight of each.
 *
 * Rows that share x_t (to 8 roundings: on a Gaussian path all that differ in y′ alone) share one point, so that network and marginal
 * velocity are evaluated once for them.
 */
import { gaussianFrame, pairNodes } from './gaussian-frame.ts';
import { givenPoints, givenTargets, givenVelocity, type MatchingSubject, precisionOf } from './subject.ts';
import type { TargetMixture } from './target-mixture.ts';

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

/** √E|x_t|²/d, by which networks divide their input. */
export function inputScale(subject: MatchingSubject, mixture: TargetMixture, t: number): number {
  let square = 0;
  for (let k = 0; k < mixture.count; k++) {
    if (mixture.weights[k]! > 0) square += mixture.weights[k]! * gaussianFrame(subject, mixture, k, t).square;
  }
  return square > 0 ? Math.sqrt(square / mixture.dim) : 1;
}

/** The examples of component k at time t, by n and m nodes for each axis. */
export function exampleNodes(
  subject: MatchingSubject,
  mixture: TargetMixture,
  k: number,
  t: number,
  n: number,
  m: number,
): ExampleNodes {
  const { dim } = mixture;
  const frame = gaussianFrame(subject, mixture, k, t);
  const { rows, fibre, weights, x0, z } = pairNodes(frame, n, m);
  for (let r = 0; r < rows; r++) weights[r]! *= mixture.weights[k]!;
  const all = givenPoints(subject, t, x0, z);
  const conditional = givenTargets(subject, t, x0, z);
  const close = 8 * precisionOf(subject) * Math.sqrt(frame.square);
  const point = new Int32Array(rows);
  const firsts: number[] = [];
  for (let r = 0; r < rows; r++) {
    const first = firsts[firsts.length - 1];
    const shared = r % fibre !== 0 && first !== undefined && samePoint(all, dim, first, r, close);
    if (!shared) firsts.push(r);
    point[r] = firsts.length - 1;
  }
  const x = new Float64Array(firsts.length * dim);
  for (let p = 0; p < firsts.length; p++) {
    for (let i = 0; i < dim; i++) x[p * dim + i] = all[firsts[p]! * dim + i]!;
  }
  return { rows, weights, conditional, point, x, marginal: givenVelocity(subject, t, x) };
}

function samePoint(x: Float64Array, dim: number, a: number, b: number, close: number): boolean {
  for (let i = 0; i < dim; i++) {
    const [p, q] = [x[a * dim + i]!, x[b * dim + i]!];
    if (!(Math.abs(p - q) <= close + 1.8e-15 * Math.abs(p))) return false;
  }
  return true;
}
