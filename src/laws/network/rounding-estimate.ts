/**
 * What rounding may do to the answers of a network of which nothing else is known.
 *
 * A computed product w·a(1 + δ) is the exact product with the weight w(1 + δ): what rounding does to a network, small relative
 * changes of its parameters, inputs and directions do too. So all of them are changed by ±η at random, η = √ε, and the largest
 * move of an answer over three draws, divided by η, is its sensitivity s. n roundings in one direction at random make √n, not n
 * (Higham & Mary 2019: λ√n·u with probability 1 − 2 exp(−λ²/2)); with λ = 4, ε = 2u and n the number of parameters, the longest
 * chain there can be, an answer q of size |q| with largest entry M may be off by (4 + 2√n) ε (s + |q| + M). M stands for slopes of
 * saturated units, whose error is relative to 1 and not to themselves.
 */

import { fold, type Key, uniformInto } from '../../random/index.ts';
import { precisionOf } from '../core/precision.ts';
import type { NetworkPoint } from './cases.ts';
import type { NetworkSubject } from './subject.ts';

const DRAWS = 3;

/** Allowances for the entries of `quantity(point)`, which are `value`. */
export function roundingEstimate(
  network: NetworkSubject,
  point: NetworkPoint,
  value: Float64Array,
  quantity: (point: NetworkPoint) => Float64Array,
  precision: number = precisionOf(network),
): Float64Array {
  const eta = Math.sqrt(precision);
  const sensitivity = new Float64Array(value.length);
  for (let draw = 0; draw < DRAWS; draw++) {
    const moved = quantity(changed(point, eta, fold(point.key, draw)));
    for (let i = 0; i < value.length; i++) {
      sensitivity[i] = Math.max(sensitivity[i]!, Math.abs(moved[i]! - value[i]!) / eta);
    }
  }
  const largest = value.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  const roundings = 4 + 2 * Math.sqrt(network.parameterCount);
  return sensitivity.map((s, i) => roundings * precision * (s + Math.abs(value[i]!) + largest));
}

/** Every number times 1 ± η. */
function changed(point: NetworkPoint, eta: number, k: Key): NetworkPoint {
  const { params, x, t, cotangent, tangentX, tangentT } = point;
  const all = [params, x, t, cotangent, tangentX, tangentT];
  const signs = new Float64Array(all.reduce((n, a) => n + a.length, 0));
  uniformInto(k, 0, signs);
  let next = 0;
  const change = (a: Float64Array): Float64Array =>
    a.map((v) => v * (1 + (signs[next++]! < 0.5 ? -eta : eta)));
  return {
    ...point,
    params: change(params),
    x: change(x),
    t: change(t),
    cotangent: change(cotangent),
    tangentX: change(tangentX),
    tangentT: change(tangentT),
  };
}
