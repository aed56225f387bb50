/**
 * ∂(c·f)/∂x by backpropagation, and (∂f/∂x) ẋ + (∂f/∂t) ṫ by forward-mode differentiation, equal the derivatives of the values.
 *
 * Judged as backpropagation-parameters. The derivative by t is seen where the network has a `jvp`; the vector-Jacobian product alone
 * leaves it out. Cannot see what f does at other classes than those drawn.
 */
import { defineLaw, type Law } from '../core/law.ts';
import { worstOf } from '../core/measurement.ts';
import { backwardAnswer, jvpAnswer } from './allowances.ts';
import { atSmooth, type NetworkCase, networkCases, networkPicture, networkWords } from './cases.ts';
import { againstReference } from './compare.ts';
import { alongTangents, byInputs } from './reference-derivatives.ts';
import { type NetworkSubject, refusesNetwork } from './subject.ts';

/** The law of the derivatives by x and t. */
export const backpropagationInputs: Law<NetworkSubject, NetworkCase> = defineLaw({
  id: 'backpropagation-inputs',
  number: 8,
  title: 'backward gives cᵀ ∂f/∂x, jvp gives (∂f/∂x) ẋ + (∂f/∂t) ṫ',
  kind: 'network',
  assumes: ['f is differentiable at the drawn inputs, kinks passed over'],
  export: 'backpropagationInputs',
  runs: 25,
  refuses: refusesNetwork,
  cases: networkCases,
  words: networkWords,
  picture: networkPicture,
  measure: (network, at) =>
    atSmooth(network, at, (point) => {
      const { gradX } = backwardAnswer(network, point);
      const found = [againstReference('c·f', gradX, byInputs(network, point))];
      if (network.jvp) {
        found.push(againstReference('f', jvpAnswer(network, point), alongTangents(network, point)));
      }
      return worstOf(found);
    }),
});
