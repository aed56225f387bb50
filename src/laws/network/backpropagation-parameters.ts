/**
 * ∂(c·f)/∂θ by backpropagation equals the derivative of the values, for every parameter.
 *
 * Reference: forward-mode differentiation in float64 for networks that offer it, such as our own; else extrapolated differences of
 * Σ c·f, whose error estimate is part of the bound (directional-derivative.ts). The rest of the bound is what rounding does to the
 * gradient: an a priori analysis, operation by operation, for our own networks (mlp-rounding.ts), and an estimate by small changes of
 * all numbers for others (rounding-estimate.ts). Cannot see: parameters that f does not use at the drawn rows, such as the embedding of a
 * class that did not come up; a mistake in f itself, which is differentiated as it is. Rumelhart, Hinton & Williams 1986.
 */
import { defineLaw, type Law } from '../core/law.ts';
import { backwardAnswer } from './allowances.ts';
import { atSmooth, type NetworkCase, networkCases, networkPicture, networkWords } from './cases.ts';
import { againstReference } from './compare.ts';
import { byParameters } from './reference-derivatives.ts';
import { type NetworkSubject, refusesNetwork } from './subject.ts';

/**
 * The law of the parameter gradient.
 *
 * ```ts
 * import { backpropagationParameters, type NetworkSubject } from 'flowproof/laws';
 *
 * const line: NetworkSubject = {
 *   name: 'a·x + b',
 *   inputs: 1,
 *   parameterCount: 2,
 *   forward({ params, x }, out) {
 *     for (let r = 0; r < x.length; r++) out[r] = params[0]! * x[r]! + params[1]!;
 *   },
 *   backward({ params, x }, c, gradParams, gradX) {
 *     gradParams.fill(0);
 *     for (let r = 0; r < x.length; r++) {
 *       gradParams[0]! += c[r]! * x[r]!;
 *       gradParams[1]! += c[r]!;
 *       gradX[r] = c[r]! * params[0]!;
 *     }
 *   },
 * };
 * console.log(backpropagationParameters(line).check().status); // holds
 * ```
 */
export const backpropagationParameters: Law<NetworkSubject, NetworkCase> = defineLaw({
  id: 'backpropagation-parameters',
  number: 8,
  title: 'backpropagation gives ∂(c·f)/∂θ, for every parameter',
  kind: 'network',
  assumes: ['f is differentiable at the drawn inputs, kinks passed over', 'sums over rows, not means'],
  export: 'backpropagationParameters',
  runs: 20,
  refuses: refusesNetwork,
  cases: networkCases,
  words: networkWords,
  picture: networkPicture,
  measure: (network, at) =>
    atSmooth(network, at, (point) => {
      const { gradParams } = backwardAnswer(network, point);
      return againstReference('c·f', gradParams, byParameters(network, point));
    }),
});
