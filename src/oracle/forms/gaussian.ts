/** Other ways to compute the logarithm of a normal density. */
import { log, sqrt } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  exact,
  multiply,
  negate,
  square,
  subtract,
  sum,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { logDensity, logNormalizer, squaredNorm } from '../formulas/gaussian.ts';
import type { Form } from './form.ts';

const LOG_TWO_PI = 1.8378770664093454836;
const TWO_PI = 6.283185307179586;
const one = exact(1);
const densities = [
  'path.conditional-log-density',
  'marginal.velocity',
  'marginal.score',
  'marginal.divergence',
  'marginal.log-density',
];

export const gaussianForms: readonly Form[] = [
  {
    id: 'gaussian.standardized',
    formula: 'ln N = −½ Σ (yᵢ/σ)² − d ln σ − ½ d ln 2π',
    operations: densities,
    replace: [
      instead(logDensity, (_, deviation, variance) => {
        const dim = exact(deviation.length);
        const std = sqrt(variance);
        const squares = squaredNorm(deviation.map((y) => divide(y, std)));
        const constants = add(multiply(dim, log(std)), multiply(dim, constant(LOG_TWO_PI / 2)));
        return negate(add(multiply(exact(0.5), squares), constants));
      }),
    ],
  },
  {
    id: 'gaussian.sum-over-dims',
    formula: 'ln N = Σ (−½ yᵢ²/v − ln √v − ½ ln 2π)',
    operations: densities,
    replace: [
      instead(logDensity, (_, deviation, variance) => {
        const twice = multiply(exact(2), variance);
        const scale = log(sqrt(variance));
        return sum(
          deviation.map((y) =>
            subtract(subtract(negate(divide(square(y), twice)), scale), constant(LOG_TWO_PI / 2)),
          ),
        );
      }),
    ],
  },
  {
    id: 'gaussian.by-precision',
    formula: 'ln N = −½ (|y|² · (1/v) + d ln(2πv)) with one logarithm of the product',
    operations: densities,
    replace: [
      instead(logNormalizer, (_, dim, variance) =>
        multiply(exact(dim), log(multiply(constant(TWO_PI), variance))),
      ),
      instead(logDensity, (_, deviation, variance) => {
        const squares = multiply(squaredNorm(deviation), divide(one, variance));
        return multiply(exact(-0.5), add(squares, logNormalizer(deviation.length, variance)));
      }),
    ],
  },
];
