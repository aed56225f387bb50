/** Mistakes in discrete flow matching. */
import { exp } from '../arithmetic/functions.ts';
import { divide, exact, multiply, negate, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { jumpCoefficient, jumpProbability, kappa, kappaDot, pick, rateRow } from '../formulas/discrete.ts';
import type { Mistake } from './mistake.ts';

const everywhere = ['discrete.rate', 'discrete.kl', 'discrete.step'];
const rates = ['discrete.rate', 'discrete.step'];
const step = ['discrete.step'];

const one = exact(1);
export const discreteMistakes: readonly Mistake[] = [
  {
    id: 'discrete.without-denominator',
    title: 'the rate lacks its 1/(1 − κ)',
    right: 'g = κ̇/(1 − κ)',
    wrong: 'g = κ̇',
    looksLike: 'too few jumps near the end: tokens stay noise',
    operations: everywhere,
    replace: [instead(jumpCoefficient, (_, kind, t) => kappaDot(kind, t))],
  },
  {
    id: 'discrete.without-slope',
    title: 'the rate lacks its κ̇',
    right: 'g = κ̇/(1 − κ)',
    wrong: 'g = 1/(1 − κ)',
    looksLike: 'right for κ = t; for κ = t² too many jumps early and too few late',
    operations: everywhere,
    replace: [instead(jumpCoefficient, (_, kind, t) => divide(one, subtract(one, kappa(kind, t))))],
  },
  {
    id: 'discrete.linear-for-all',
    title: 'the denominator is 1 − t whatever κ is',
    right: 'g = κ̇/(1 − κ)',
    wrong: 'g = κ̇/(1 − t)',
    looksLike: 'right for κ = t; for κ = t² too many jumps, by the factor 1 + t',
    operations: everywhere,
    replace: [instead(jumpCoefficient, (_, kind, t) => divide(kappaDot(kind, t), subtract(one, t)))],
  },
  {
    id: 'discrete.diagonal-not-set',
    title: 'the entry of the present state is treated like the others',
    right: 'u[x] = −Σ_{j≠x} u[j]',
    wrong: 'u[x] = g p[x]',
    looksLike: 'rows do not have the sum 0: probability grows',
    operations: rates,
    replace: [instead(rateRow, (_, g, p) => p.map((weight) => multiply(g, weight)))],
  },
  {
    id: 'discrete.diagonal-zero',
    title: 'the entry of the present state is 0',
    right: 'u[x] = −Σ_{j≠x} u[j]',
    wrong: 'u[x] = 0',
    looksLike: 'rates of leaving are right, what stays is too much by as much as leaves',
    operations: rates,
    replace: [
      instead(rateRow, (right, g, p, x) => right(g, p, x).map((rate, j) => (j === x ? exact(0) : rate))),
    ],
  },
  {
    id: 'discrete.diagonal-minus-one',
    title: 'g is subtracted from the present state’s entry twice',
    right: 'u = g (p − δ_x)',
    wrong: 'u = g (p − 2δ_x): the diagonal is set and δ subtracted as well',
    looksLike: 'rows of sum −g: probability is lost, and states change too often',
    operations: rates,
    replace: [
      instead(rateRow, (right, g, p, x) =>
        right(g, p, x).map((rate, j) => (j === x ? subtract(rate, g) : rate)),
      ),
    ],
  },
  {
    id: 'discrete.step-without-dt',
    title: 'rates are taken for probabilities',
    right: 'P = δ_x + Δt u',
    wrong: 'P = δ_x + u',
    looksLike: 'jumps all at once at the start; more steps do not help',
    operations: step,
    replace: [instead(jumpProbability, (right, g) => right(g, one))],
  },
  {
    id: 'discrete.step-by-holding-time',
    title: 'the chance to jump is that of an exponential holding time',
    right: 'min(1, Δt g)',
    wrong: '1 − exp(−Δt g)',
    looksLike: 'equal to first order in Δt, too few jumps in a long step',
    operations: step,
    replace: [instead(jumpProbability, (_, g, dt) => subtract(one, exp(negate(multiply(g, dt)))))],
  },
  {
    id: 'discrete.cdf-from-last-state',
    title: 'probabilities are summed from the last state on',
    right: 'x⁺ = min { j : Σ_{i≤j} P[i] > uniform }',
    wrong: 'x⁺ = max { j : Σ_{i≥j} P[i] > uniform }',
    looksLike: 'the right distribution from other numbers: only given uniforms tell',
    operations: step,
    replace: [
      instead(pick, (right, weights, u) => {
        const found = right([...weights].reverse(), u);
        return { ...found, v: weights.length - 1 - found.v };
      }),
    ],
  },
  {
    id: 'discrete.cdf-one-late',
    title: 'the sum before a state is compared instead of the sum up to it',
    right: 'x⁺ = min { j : Σ_{i≤j} P[i] > uniform }',
    wrong: 'x⁺ = min { j : Σ_{i<j} P[i] > uniform }, the last where there is none',
    looksLike: 'one state too far, each time: state 0 is never reached',
    operations: step,
    replace: [
      instead(pick, (right, weights, u) => {
        const found = right(weights, u);
        return { ...found, v: Math.min(weights.length - 1, found.v + 1) };
      }),
    ],
  },
  {
    id: 'discrete.most-likely-state',
    title: 'the most probable state is taken instead of a draw',
    right: 'x⁺ ~ P',
    wrong: 'x⁺ = argmaxⱼ P[j]',
    looksLike: 'nearly nothing jumps with short steps: samples stay noise',
    operations: step,
    replace: [
      instead(pick, (_, weights) => {
        const values = weights.map(({ v }) => v);
        return exact(values.indexOf(Math.max(...values)));
      }),
    ],
  },
];
