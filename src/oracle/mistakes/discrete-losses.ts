/** Mistakes in the loss of discrete flow matching. */
import { log } from '../arithmetic/functions.ts';
import { add, exact, multiply, negate, subtract, sum, type Tracked } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { generalizedKl, tokenMean } from '../formulas/discrete.ts';
import type { Mistake } from './mistake.ts';

const loss = ['discrete.kl'];
const one = exact(1);
/** 1 − δ. */
const moved = (x: number, x1: number): Tracked => exact(x === x1 ? 0 : 1);

export const discreteLossMistakes: readonly Mistake[] = [
  {
    id: 'discrete.kl-log-sign',
    title: 'the logarithm has the wrong sign',
    right: '−g (p[x] − δ + (1 − δ) ln p[x₁])',
    wrong: '−g (p[x] − δ − (1 − δ) ln p[x₁])',
    looksLike: 'negative losses that fall as the prediction becomes worse',
    operations: loss,
    replace: [
      instead(generalizedKl, (right, g, p, x, x1) =>
        add(right(g, p, x, x1), multiply(exact(2), multiply(g, multiply(moved(x, x1), log(p[x1]!))))),
      ),
    ],
  },
  {
    id: 'discrete.kl-sign',
    title: 'the loss is returned with the opposite sign',
    right: '−g (p[x] − δ + (1 − δ) ln p[x₁])',
    wrong: 'g (p[x] − δ + (1 − δ) ln p[x₁])',
    looksLike: 'the bound on the likelihood taken for the loss: training runs uphill',
    operations: loss,
    replace: [instead(generalizedKl, (right, ...args) => negate(right(...args)))],
  },
  {
    id: 'discrete.kl-arrived-counted',
    title: 'the logarithm is taken of tokens that have arrived as well',
    right: '−g (p[x] − δ + (1 − δ) ln p[x₁])',
    wrong: '−g (p[x] − δ + ln p[x₁])',
    looksLike: 'right where x ≠ x₁; too large near the end, where most have arrived',
    operations: loss,
    replace: [
      instead(generalizedKl, (_, g, p, x, x1) =>
        negate(multiply(g, sum([p[x]!, subtract(moved(x, x1), one), log(p[x1]!)]))),
      ),
    ],
  },
  {
    id: 'discrete.kl-linear-terms-missing',
    title: 'the ordinary divergence is used, without b − a',
    right: 'Σ_{y≠x} a ln(a/b) − a + b',
    wrong: 'Σ_{y≠x} a ln(a/b) = −g (1 − δ) ln p[x₁]',
    looksLike: 'tokens that have arrived teach nothing, and rates to wrong states cost nothing',
    operations: loss,
    replace: [
      instead(generalizedKl, (_, g, p, x, x1) => negate(multiply(g, multiply(moved(x, x1), log(p[x1]!))))),
    ],
  },
  {
    id: 'discrete.kl-cross-entropy',
    title: 'the cross-entropy is returned',
    right: '−g (p[x] − δ + (1 − δ) ln p[x₁])',
    wrong: '−ln p[x₁]',
    looksLike: 'the other usual loss: trains too, bounds no likelihood',
    operations: loss,
    replace: [instead(generalizedKl, (_, __, p, ___, x1) => negate(log(p[x1]!)))],
  },
  {
    id: 'discrete.kl-sum',
    title: 'the losses of the rows are added up',
    right: 'mean over rows',
    wrong: 'sum over rows',
    looksLike: 'as many times too large as there are rows: the learning rate grows with the batch',
    operations: loss,
    replace: [instead(tokenMean, (_, losses) => sum(losses))],
  },
];
