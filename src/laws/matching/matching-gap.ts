/**
 * L_CFM − L_FM = C, whatever θ is, with C = E w tr Cov(d/dt ψ_t | x_t).
 *
 * E‖v − ψ̇‖² = E‖v − u‖² + E‖u − ψ̇‖² because ψ̇ has the mean u given x_t; the last term knows no v. The gap of a network is compared
 * with the gap of v ≡ 0, and, where the field knows its conditional variance, with C from that closed form; CondOT from N(0, I)
 * to N(m, s² I) has ∫C dt = πs/2 per dimension. Integration, bound and refusals as in matching-gradients (spectral.ts).
 * Sees what the gradient law sees, and a wrong conditional variance, but is blind to an error in u_t to which ∫|u|² and ∫v·u are.
 */
import { givenArray, givenFinite } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type ExampleNodes, exampleNodes, inputScale } from './example-nodes.ts';
import { type LossSubject, squaredError } from './loss-subject.ts';
import { cannotIntegrate, type MatchingCase, matchingCases, matchingWords } from './matching-gradients.ts';
import { activationsOf, forward, type Network, networkOf } from './network.ts';
import { spectralDifference, type TwoIntegrals } from './spectral.ts';
import { givenWeights, type MatchingSubject, precisionOf } from './subject.ts';
import { mixtureOf, type TargetMixture } from './target-mixture.ts';
import { timeNodes, type WeightedTime } from './time-nodes.ts';

/**
 * The law that the losses differ by a constant.
 *
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * import { matchingGap, matchingOf } from 'flowproof/laws';
 * const target = gaussianMixture({ means: [[2]], stds: [0.5] });
 * console.log(matchingGap(matchingOf(marginalField({ schedule: condOT, target }))).check().status); // holds
 * ```
 */
export const matchingGap: Law<MatchingSubject, MatchingCase> = defineLaw({
  id: 'matching-gap',
  number: 6,
  title: 'L_CFM(θ) − L_FM(θ) = E tr Cov(d/dt ψ_t | x_t)',
  kind: 'matching',
  assumes: [
    'path and marginal velocity are analytic in x₀, z and x',
    'z from a Gaussian mixture or data points, x₀ from a Gaussian, in one or two dimensions',
  ],
  export: 'matchingGap',
  runs: 3,
  refuses: cannotIntegrate,
  cases: matchingCases,
  words: matchingWords,
  measure(subject, { time, network }) {
    const mixture = mixtureOf(subject.target)!;
    const net = networkOf(network, subject.dim);
    const nodes = timeNodes(time);
    const names = ['the gap, against that of v = 0', 'the gap, against the conditional variance'];
    return spectralDifference(
      (n, m) => gaps(subject, mixture, net, nodes, n, m),
      subject.dim,
      precisionOf(subject),
      (j) => names[j]!,
    );
  },
});

/** Left: the gap of the network, twice. Right: the gap of v ≡ 0, and C where it is known. */
function gaps(
  subject: MatchingSubject,
  mixture: TargetMixture,
  network: Network,
  times: readonly WeightedTime[],
  n: number,
  m: number,
): TwoIntegrals {
  let [gap, plain, floor, size] = [0, 0, 0, 0];
  for (const { t, weight } of times) {
    const scale = inputScale(subject, mixture, t);
    const factors = givenWeights(subject, t);
    for (let k = 0; k < mixture.count; k++) {
      if (mixture.weights[k] === 0) continue;
      const nodes = exampleNodes(subject, mixture, k, t, n, m);
      const v = new Float64Array(nodes.x.length);
      forward(network, t, nodes.x, scale, activationsOf(network, v.length / network.dim), v);
      const sums = lossesOf(subject, nodes, v, factors);
      gap += weight * sums.gap;
      plain += weight * sums.plain;
      size += weight * sums.size;
      floor += weight * factors[0] * varianceOf(subject, nodes, t);
    }
  }
  const known = subject.field.conditionalVariance !== undefined;
  return {
    left: Float64Array.from(known ? [gap, gap] : [gap]),
    right: Float64Array.from(known ? [plain, floor] : [plain]),
    magnitude: Float64Array.from(known ? [size, size] : [size]),
  };
}

/** Σ weight · (ℓ_CFM − ℓ_FM) of v and of 0, and Σ weight · (ℓ_CFM + ℓ_FM + their parts). */
function lossesOf(
  { dim, cfmLoss = squaredError, fmLoss = squaredError }: MatchingSubject,
  { rows, weights, conditional, point, marginal }: ExampleNodes,
  v: Float64Array,
  [cfm, fm]: readonly [number, number],
): { gap: number; plain: number; size: number } {
  const zero = new Float64Array(dim);
  let [gap, plain, size] = [0, 0, 0];
  for (let r = 0; r < rows; r++) {
    const p = point[r]! * dim;
    const [value, given, field] = [
      v.subarray(p, p + dim),
      conditional.subarray(r * dim, (r + 1) * dim),
      marginal.subarray(p, p + dim),
    ];
    const [c, f] = [weights[r]! * cfm, weights[r]! * fm];
    gap += c * lossValue(cfmLoss, value, given) - f * lossValue(fmLoss, value, field);
    plain += c * lossValue(cfmLoss, zero, given) - f * lossValue(fmLoss, zero, field);
    for (let i = 0; i < dim; i++) {
      const [a, b, d] = [Math.abs(value[i]!), Math.abs(given[i]!), Math.abs(field[i]!)];
      size += 2 * (Math.abs(c) * (a + b) * (a + b) + Math.abs(f) * (a + d) * (a + d));
    }
  }
  return { gap, plain, size };
}

const lossValue = (loss: LossSubject, prediction: Float64Array, target: Float64Array): number =>
  givenFinite('loss.value(prediction, target, 1, dim)', loss.value(prediction, target, 1, prediction.length));

/** E tr Cov(d/dt ψ_t | x_t) over one component. */
function varianceOf(
  { field }: MatchingSubject,
  { rows, weights, point, x }: ExampleNodes,
  t: number,
): number {
  if (!field.conditionalVariance) return 0;
  const points = point[rows - 1]! + 1;
  const variance = givenArray(`field.conditionalVariance(${t}, x, out)`, points, (out) =>
    field.conditionalVariance!(t, x, out),
  );
  let sum = 0;
  for (let r = 0; r < rows; r++) sum += weights[r]! * variance[point[r]!]!;
  return sum;
}
