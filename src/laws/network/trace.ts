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
  const magnitude = new Float64Array(point.rows);
  let count = 0;
  for (const probe of probes) {
    count++;
    const form = new Float64Array(point.rows);
    const { gradX } = backwardAnswer(network, { ...point, cotangent: probe });
    for (let i = 0; i < probe.length; i++) {
      const r = Math.floor(i / inputs);
      const term = probe[i]! * gradX.value[i]!;
      form[r]! += term;
      magnitude[r]! += Math.abs(term);
      error[r]! += Math.abs(probe[i]!) * gradX.error[i]!;
    }
    for (let r = 0; r < point.rows; r++) value[r]! += form[r]!;
  }
  // Roundings of a product and of two sums, over the columns and over the probes.
  for (let r = 0; r < point.rows; r++) error[r]! += (1 + inputs + count) * EPSILON * magnitude[r]!;
  return { value, error };
}

export const traceAnswer = (network: NetworkSubject, point: NetworkPoint): Answer =>
  quadraticForms(network, point, units(network, point));
