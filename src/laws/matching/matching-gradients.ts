/**
 * ∇θ L_CFM = ∇θ L_FM, for every parameter of a network.
 *
 * L_CFM − L_FM does not depend on θ: given x_t the conditional velocity has the mean u_t(x_t), and a squared error (any Bregman divergence)
 * sees only that mean in its gradient. Both gradients are integrated over z and x₀ by Gauss–Hermite rules that must converge
 * geometrically down to rounding (spectral.ts); a difference that stays is a violation, one that falls too slowly to tell is refused.
 * Roundings: 16ε of the size of each term, 2 for nodes and weights, 4 for ψ and its velocity, 4 for u_t, 6 for the network; sums are compensated.
 * Sees any error in ψ, its velocity, u_t, weights of the mixture or of time, or the losses, from about 10⁻¹³ of the gradient on,
 * as far as the network's features reach. Does not see what changes both sides alike. Source: Lipman et al. (2023), theorem 2.
 */
import fc from 'fast-check';
import { networkWords, smallNetworks } from '../arbitraries/small-networks.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { prepare } from './example-nodes.ts';
import { gradientSums } from './gradient-sums.ts';
import { networkOf, type SmallNetwork } from './network.ts';
import { spectralDifference } from './spectral.ts';
import { checkMatching, type MatchingSubject, matchingPrecision, timesOf } from './subject.ts';
import { mixtureOf } from './target-mixture.ts';
import { type TimeCase, timeCases, timeNodes, timeWords } from './time-nodes.ts';

/** At which times, and for which network. */
export interface MatchingCase {
  readonly time: TimeCase;
  readonly network: SmallNetwork;
}

const ROUNDINGS = 16;

/** Why a law that integrates cannot judge this subject, or null. */
export function cannotIntegrate(subject: MatchingSubject): string | null {
  checkMatching(subject);
  if (subject.dim > 2) return `quadrature in ${subject.dim} dimensions; use matchingMonteCarlo`;
  if (mixtureOf(subject.target) === null) return 'the target is no Gaussian mixture and no data points';
  return null;
}

/** Cases of the laws that integrate: in one dimension also deeper networks and integrals over time. */
export function matchingCases(subject: MatchingSubject): fc.Arbitrary<MatchingCase> {
  const line = subject.dim === 1;
  return fc.record({
    time: timeCases(timesOf(subject), line ? 4 : 1),
    network: smallNetworks(line ? 2 : 1),
  });
}

export const matchingWords = ({ time, network }: MatchingCase): string =>
  `${timeWords(time)}, ${networkWords(network)}`;

/**
 * The law that flow matching and conditional flow matching have the same gradients.
 *
 * ```ts
 * import { cosine, gaussianMixture, marginalField } from 'flowproof';
 * import { matchingGradients, matchingOf } from 'flowproof/laws';
 * const target = gaussianMixture({ means: [[-1], [1]], stds: [0.8, 1] });
 * const right = matchingOf(marginalField({ schedule: cosine, target }));
 * console.log(matchingGradients(right).check().status); // holds
 * // σ̇ε left out of the regression target:
 * const path: typeof right.path = {
 *   ...right.path,
 *   targetVelocity: (t, x0, z, out) => out.set(z.map((v) => cosine.alphaDot(t) * v)),
 * };
 * console.log(matchingGradients({ ...right, path }).check().status); // violated
 * ```
 */
export const matchingGradients: Law<MatchingSubject, MatchingCase> = defineLaw({
  id: 'matching-gradients',
  number: 6,
  title: '∇θ E‖v(x_t, t) − d/dt ψ_t‖² = ∇θ E‖v(x_t, t) − u_t(x_t)‖²',
  kind: 'matching',
  assumes: [
    'path and marginal velocity are analytic in x₀, z and x',
    'z from a Gaussian mixture or data points, x₀ from a Gaussian, in one or two dimensions',
  ],
  export: 'matchingGradients',
  runs: 2,
  refuses: cannotIntegrate,
  cases: matchingCases,
  words: matchingWords,
  measure(subject, { time, network }) {
    const net = networkOf(network, subject.dim);
    const nodes = prepare(subject, mixtureOf(subject.target)!, timeNodes(time));
    return spectralDifference(
      (n, m) => {
        const { cfm, fm, magnitude } = gradientSums(subject, net, nodes, n, m);
        return { left: cfm, right: fm, magnitude };
      },
      subject.dim,
      ROUNDINGS * matchingPrecision(subject),
      (j) => `parameter ${j} of ${net.parameters.length}`,
    );
  },
});
