/** The trace of the Jacobian of a network from vector-Jacobian products, row by row, with what rounding may have done to it. */
import { EPSILON } from '../core/precision.ts';
import { type Answer, backwardAnswer, units } from './allowances.ts';
import type { NetworkPoint } from './cases.ts';
import type { NetworkSubject } from './subject.ts';

/** Σᵢ εᵢ (Jᵀ ε)ᵢ row by row for each probe, summed over the probes. */
export function quadraticForms(
  network: NetworkSubject,
  point: NetworkPoint,
  probes: Iterable<Float64Array>,
): Answer {
  const { inputs } = network;
  const value = new Float64Array(point.rows);
  const error = new Float64Array(point.rows);
  for (const probe of probes) {
    const { gradX } = backwardAnswer(network, { ...point, cotangent: probe });
    for (let i = 0; i < probe.length; i++) {
      const r = Math.floor(i / inputs);
      const term = probe[i]! * gradX.value[i]!;
      value[r]! += term;
      error[r]! += Math.abs(probe[i]!) * gradX.error[i]! + 64 * EPSILON * Math.abs(term);
    }
  }
  return { value, error };
}

export const traceAnswer = (network: NetworkSubject, point: NetworkPoint): Answer =>
  quadraticForms(network, point, units(network, point));
