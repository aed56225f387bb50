/** The normal density N(·; μ, v I) in d dimensions, from the deviation x − μ. */
import { log } from '../arithmetic/functions.ts';
import { add, constant, divide, exact, multiply, square, sum, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

const LOG_TWO_PI = 1.8378770664093454836;
const minusHalf: Tracked = exact(-0.5);

/** |x − μ|². */
export const squaredNorm: Formula<[deviation: readonly Tracked[]], Tracked> = formula(
  'gaussian.squared-norm',
  (deviation) => sum(deviation.map(square)),
);

/** d ln(2πv), twice the logarithm of what a density is divided by. */
export const logNormalizer: Formula<[dim: number, variance: Tracked], Tracked> = formula(
  'gaussian.log-normalizer',
  (dim, variance) => multiply(exact(dim), add(constant(LOG_TWO_PI), log(variance))),
);

/** ln N = −½ (d ln(2πv) + |x − μ|²/v). */
export const logDensity: Formula<[deviation: readonly Tracked[], variance: Tracked], Tracked> = formula(
  'gaussian.log-density',
  (deviation, variance) =>
    multiply(
      minusHalf,
      add(logNormalizer(deviation.length, variance), divide(squaredNorm(deviation), variance)),
    ),
);
