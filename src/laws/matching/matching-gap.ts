/**
 * L_CFM − L_FM = C, whatever θ is, with C = E w tr Cov(d/dt ψ_t | x_t).
 *
 * E‖v − ψ̇‖² = E‖v − u‖² + E‖u − ψ̇‖² because ψ̇ has the mean u given x_t; the last term knows no v. The gap of a network is compared
 * with the gap of v ≡ 0, and, where the field knows its conditional variance, with C from that closed form; CondOT from N(0, I)
 * to N(m, s² I) has ∫C dt = πs/2 per dimension. Integration and refusals as in matching-gradients (spectral.ts).
 * Roundings: 4ε of (|v| + |ψ̇| + |u|)², which is at least twice what either loss squares.
 * Sees what the gradient law sees, and a wrong conditional variance, but is blind to an error in u_t to which ∫|u|² and ∫v·u are.
 */
import { compensatedSum } from '../../math/index.ts';
import { givenArray, givenFinite } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type ExampleNodes, exampleNodes, type PreparedTime, prepare } from './example-nodes.ts';
import { type LossSubject, squaredError } from './loss-subject.ts';
import { cannotIntegrate, type MatchingCase, matchingCases, matchingWords } from './matching-gradients.ts';
import { activationsOf, forward, type Network, networkOf } from './network.ts';
import { spectralDifference, type TwoIntegrals } from './spectral.ts';
import { type MatchingSubject, matchingPrecision } from './subject.ts';
import { mixtureOf } from './target-mixture.ts';
import { timeNodes } from './time-nodes.ts';

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
  runs: 2,
  refuses: cannotIntegrate,
  cases: matchingCases,
  words: matchingWords,
  measure(subject, { time, network }) {
    const net = networkOf(network, subject.dim);
    const nodes = prepare(subject, mixtureOf(subject.target)!, timeNodes(time));
    const names = ['the gap, against that of v = 0', 'the gap, against the conditional variance'];
    return spectralDifference(
      (n, m) => gaps(subject, net, nodes, n, m),
      subject.dim,
      ROUNDINGS * matchingPrecision(subject),
      (j) => names[j]!,
    );
  },
});

const ROUNDINGS = 4;

/** Left: the gap of the network, twice. Right: the gap of v ≡ 0, and C where it is known. */
function gaps(
  subject: MatchingSubject,
  network: Network,
  times: readonly PreparedTime[],
  n: number,
  m: number,
): TwoIntegrals {
  const known = subject.field.conditionalVariance !== undefined;
  const [gap, plain, floor] = [[], [], []] as [number[], number[], number[]];
  let size = 0;
  for (const { t, factors, scale, components } of times) {
    for (const component of components) {
      const nodes = exampleNodes(subject, t, component, n, m);
      const v = new Float64Array(nodes.x.length);
      forward(network, t, nodes.x, scale, activationsOf(network, v.length / network.dim), v);
      gap.push(gapOf(subject, nodes, v, factors));
      plain.push(gapOf(subject, nodes, new Float64Array(v.length), factors));
      size += sizeOf(nodes, v, factors);
      if (known) floor.push(factors[0] * varianceOf(subject, nodes, t));
    }
  }
  const [left, zero] = [compensatedSum(Float64Array.from(gap)), compensatedSum(Float64Array.from(plain))];
  return {
    left: Float64Array.from(known ? [left, left] : [left]),
    right: Float64Array.from(known ? [zero, compensatedSum(Float64Array.from(floor))] : [zero]),
    magnitude: Float64Array.from(known ? [size, size] : [size]),
  };
}

/** Σ weight · (ℓ_CFM − ℓ_FM) of the predictions v [points, dim]. */
function gapOf(
  { dim, cfmLoss = squaredError, fmLoss = squaredError }: MatchingSubject,
  { rows, weights, conditional, point, marginal }: ExampleNodes,
  v: Float64Array,
  [cfm, fm]: readonly [number, number],
): number {
  const terms = new Float64Array(rows);
  const [prediction, given, field] = [new Float64Array(dim), new Float64Array(dim), new Float64Array(dim)];
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < dim; i++) {
      prediction[i] = v[point[r]! * dim + i]!;
      given[i] = conditional[r * dim + i]!;
      field[i] = marginal[point[r]! * dim + i]!;
    }
    terms[r] =
      weights[r]! * (cfm * lossOf(cfmLoss, prediction, given) - fm * lossOf(fmLoss, prediction, field));
  }
  return compensatedSum(terms);
}

const lossOf = (loss: LossSubject, prediction: Float64Array, target: Float64Array): number =>
  givenFinite('loss.value(prediction, target, 1, dim)', loss.value(prediction, target, 1, prediction.length));

/** Σ weight · (|v| + |ψ̇| + |u|)², what the roundings are measured against. */
function sizeOf(
  { rows, weights, conditional, point, marginal }: ExampleNodes,
  v: Float64Array,
  [cfm, fm]: readonly [number, number],
): number {
  const dim = conditional.length / rows;
  let size = 0;
  for (let at = 0; at < conditional.length; at++) {
    const r = Math.floor(at / dim);
    const p = point[r]! * dim + (at % dim);
    const sum = Math.abs(v[p]!) + Math.abs(conditional[at]!) + Math.abs(marginal[p]!);
    size += weights[r]! * (Math.abs(cfm) + Math.abs(fm)) * sum * sum;
  }
  return size;
}

/** E tr Cov(d/dt ψ_t | x_t) over one component. */
function varianceOf(
  { field }: MatchingSubject,
  { rows, weights, point, x }: ExampleNodes,
  t: number,
): number {
  const points = point[rows - 1]! + 1;
  const variance = givenArray(`field.conditionalVariance(${t}, x, out)`, points, (out) =>
    field.conditionalVariance!(t, x, out),
  );
  return compensatedSum(weights.map((weight, r) => weight * variance[point[r]!]!));
}
