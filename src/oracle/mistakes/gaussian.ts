/** Mistakes in the logarithm of a normal density; they spread to mixtures, whose responsibilities are made of it. */
import { log, sqrt } from '../arithmetic/functions.ts';
import { divide, exact, multiply, negate, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { logDensity, logNormalizer, squaredNorm } from '../formulas/gaussian.ts';
import type { Mistake } from './mistake.ts';

const densities = ['path.conditional-log-density', 'marginal.log-density'];
const everywhere = [...densities, 'marginal.velocity', 'marginal.score', 'marginal.divergence'];
const right = 'ln N = −½ (d ln(2πv) + |y|²/v)';

export const gaussianMistakes: readonly Mistake[] = [
  {
    id: 'gaussian.two-pi-missing',
    title: 'the constant ln 2π is left out',
    right,
    wrong: 'ln N = −½ (d ln v + |y|²/v)',
    looksLike: 'log-densities are too large by 0.919 per dimension; gradients and ratios are right',
    operations: densities,
    replace: [instead(logNormalizer, (_, dim, variance) => multiply(exact(dim), log(variance)))],
  },
  {
    id: 'gaussian.dimension-missing',
    title: 'the normalizer of one dimension for all of them',
    right,
    wrong: 'ln N = −½ (ln(2πv) + |y|²/v)',
    looksLike: 'right in one dimension',
    operations: everywhere,
    replace: [instead(logNormalizer, (right, _dim, variance) => right(1, variance))],
  },
  {
    id: 'gaussian.deviation-for-variance',
    title: 'ln σ for ln σ²',
    right,
    wrong: 'ln N = −½ (d ln(2π√v) + |y|²/v)',
    looksLike: 'right where the variance is 1',
    operations: everywhere,
    replace: [instead(logNormalizer, (right, dim, variance) => right(dim, sqrt(variance)))],
  },
  {
    id: 'gaussian.normalizer-sign',
    title: 'the normalizer is added instead of taken off',
    right,
    wrong: 'ln N = ½ d ln(2πv) − ½ |y|²/v',
    looksLike: 'narrow components count for too little; densities do not integrate to 1',
    operations: everywhere,
    replace: [instead(logNormalizer, (right, dim, variance) => negate(right(dim, variance)))],
  },
  {
    id: 'gaussian.mean-square',
    title: 'squares are averaged over the dimensions instead of summed',
    right,
    wrong: 'ln N = −½ (d ln(2πv) + |y|²/(d v))',
    looksLike: 'right in one dimension; densities are too flat',
    operations: everywhere,
    replace: [instead(squaredNorm, (right, deviation) => divide(right(deviation), exact(deviation.length)))],
  },
  {
    id: 'gaussian.half-missing',
    title: 'the ½ stands before the normalizer only',
    right,
    wrong: 'ln N = −½ d ln(2πv) − |y|²/v',
    looksLike: 'as if the variance were half as large in the exponent',
    operations: everywhere,
    replace: [
      instead(logDensity, (right, deviation, variance) =>
        subtract(right(deviation, variance), divide(squaredNorm(deviation), multiply(exact(2), variance))),
      ),
    ],
  },
  {
    id: 'gaussian.distance-for-square',
    title: 'the distance for its square',
    right,
    wrong: 'ln N = −½ (d ln(2πv) + |y|/v)',
    looksLike: 'tails are exponential; right at distance 0 and 1 of the mean',
    operations: everywhere,
    replace: [instead(squaredNorm, (right, deviation) => sqrt(right(deviation)))],
  },
];
