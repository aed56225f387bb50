/**
 * ⟨c, J ẋ⟩ = ⟨Jᵀ c, ẋ⟩ in every row: forward and reverse mode are transposes of each other.
 *
 * Both sides are computed by the network, so no differences and no reference are needed, and the law is as sharp as the arithmetic:
 * the bound is Σ |c| e(Jẋ) + Σ |ẋ| e(Jᵀc) for the errors e of the two products, plus n ε₆₄ of the terms for the n products of the pairing
 * in float64. Cannot see a mistake that both modes make alike, such as a wrong slope of the activation that they share.
 */

import { defineLaw, type Law } from '../core/law.ts';
import { worstOf } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import { type Answer, backwardAnswer, jvpAnswer } from './allowances.ts';
import { atSmooth, type NetworkCase, networkCases, networkPicture, networkWords } from './cases.ts';
import { type NetworkSubject, outputsOf, refusesMember } from './subject.ts';

/** The law that jvp and backward are adjoint. */
export const jvpVjpAdjoint: Law<NetworkSubject, NetworkCase> = defineLaw({
  id: 'jvp-vjp-adjoint',
  number: 8,
  title: '⟨c, J ẋ⟩ = ⟨Jᵀ c, ẋ⟩ for J = ∂f/∂x',
  kind: 'network',
  assumes: ['the network has a jvp'],
  export: 'jvpVjpAdjoint',
  runs: 40,
  refuses: (network) => refusesMember(network, 'jvp', false),
  cases: networkCases,
  words: networkWords,
  picture: networkPicture,
  measure: (network, at) =>
    atSmooth(network, at, (point) => {
      const still = { ...point, tangentT: new Float64Array(point.rows) };
      const forward = jvpAnswer(network, still);
      const { gradX } = backwardAnswer(network, still);
      return worstOf(
        at.rows.map((_, r) => {
          const left = pairing(r, outputsOf(network), forward, point.cotangent);
          const right = pairing(r, network.inputs, gradX, point.tangentX);
          return {
            residual: Math.abs(left.value - right.value),
            bound: left.error + right.error,
            why: 'rounding of both products',
            detail: `row ${r}: ⟨c, J ẋ⟩ = ${left.value}, ⟨Jᵀ c, ẋ⟩ = ${right.value}`,
          };
        }),
      );
    }),
});

/** Σ over the columns of one row of an answer times a direction, and its error. */
function pairing(
  r: number,
  columns: number,
  { value, error }: Answer,
  direction: Float64Array,
): { value: number; error: number } {
  let sum = 0;
  let allowed = 0;
  for (let i = r * columns; i < (r + 1) * columns; i++) {
    const term = value[i]! * direction[i]!;
    sum += term;
    allowed += error[i]! * Math.abs(direction[i]!) + columns * EPSILON * Math.abs(term);
  }
  return { value: sum, error: allowed };
}
