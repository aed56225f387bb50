/**
 * The divergence of f is the trace of its Jacobian, Σᵢ (Jᵀ eᵢ)ᵢ, from one vector-Jacobian product for each coordinate.
 *
 * The trace comes from reverse mode, while a divergence usually comes from forward mode. Bound: the rounding of the divergence and of
 * the products. backpropagation-inputs ties the products to the values of f. Cannot see a slope that both modes share and have wrong.
 */
import { defineLaw, type Law } from '../core/law.ts';
import { worstOf } from '../core/measurement.ts';
import { divergenceAnswer } from './allowances.ts';
import { atSmooth, type NetworkCase, networkCases, networkPicture, networkWords } from './cases.ts';
import { type NetworkSubject, refusesMember } from './subject.ts';
import { traceAnswer } from './trace.ts';

/** The law of the exact divergence. */
export const networkDivergence: Law<NetworkSubject, NetworkCase> = defineLaw({
  id: 'network-divergence',
  number: 8,
  title: 'div f = Σᵢ ∂fᵢ/∂xᵢ, the trace of the Jacobian',
  kind: 'network',
  assumes: ['as many outputs as inputs', 'the network has a divergence'],
  export: 'networkDivergence',
  runs: 40,
  refuses(network) {
    const reason = refusesMember(network, 'divergence', true);
    if (reason !== null) return reason;
    return network.inputs > 64 ? 'its Jacobian of more than 64 columns would take too long' : null;
  },
  cases: networkCases,
  words: networkWords,
  picture: networkPicture,
  measure: (network, at) =>
    atSmooth(network, at, (point) => {
      const given = divergenceAnswer(network, point);
      const trace = traceAnswer(network, point);
      return worstOf(
        at.rows.map((_, r) => ({
          residual: Math.abs(given.value[r]! - trace.value[r]!),
          bound: given.error[r]! + trace.error[r]!,
          why: 'rounding of the divergence and of the vector-Jacobian products',
          detail: `row ${r}: the divergence is given as ${given.value[r]}, the trace of the Jacobian is ${trace.value[r]}`,
        })),
      );
    }),
});
