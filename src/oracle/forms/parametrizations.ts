/** Other ways to convert between parametrizations. */
import {
  add,
  exact,
  multiply,
  negate,
  divide as over,
  square,
  subtract,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import {
  convert,
  determinant,
  epsilonFromX1,
  type Parametrization,
  squaredLength,
  x1FromEpsilon,
} from '../formulas/parametrizations.ts';
import type { Point } from '../formulas/schedules.ts';
import type { Form } from './form.ts';

const conversions = ['parametrization.convert'];
const zero = exact(0);
const one = exact(1);

/** [coefficient of x, coefficient of the value] of the pair (x₁, ε), by what is predicted. */
function pairCoefficients(from: Parametrization, at: Point): readonly [x1: Pair, epsilon: Pair] {
  const { alpha: a, sigma: s } = at;
  switch (from) {
    case 'velocity': {
      const D = determinant(at);
      return [
        [negate(over(at.sigmaDot, D)), over(s, D)],
        [over(at.alphaDot, D), negate(over(a, D))],
      ];
    }
    case 'x1':
      return [
        [zero, one],
        [over(one, s), negate(over(a, s))],
      ];
    case 'epsilon':
      return [
        [over(one, a), negate(over(s, a))],
        [zero, one],
      ];
    case 'score':
      return [
        [over(one, a), over(square(s), a)],
        [zero, negate(s)],
      ];
    case 'v-prediction': {
      const n = squaredLength(at);
      return [
        [over(a, n), negate(over(s, n))],
        [over(s, n), over(a, n)],
      ];
    }
  }
}

type Pair = readonly [x: Tracked, value: Tracked];

/** [weight of x₁, weight of ε] of what is wanted. */
function weights(to: Parametrization, at: Point): Pair {
  switch (to) {
    case 'velocity':
      return [at.alphaDot, at.sigmaDot];
    case 'x1':
      return [one, zero];
    case 'epsilon':
      return [zero, one];
    case 'score':
      return [zero, negate(over(one, at.sigma))];
    case 'v-prediction':
      return [negate(at.sigma), at.alpha];
  }
}

/** [x, value] of a conversion, collected before a point is seen. */
function coefficients(from: Parametrization, to: Parametrization, at: Point): Pair {
  const [x1, epsilon] = pairCoefficients(from, at);
  const [p, q] = weights(to, at);
  return [add(multiply(p, x1[0]), multiply(q, epsilon[0])), add(multiply(p, x1[1]), multiply(q, epsilon[1]))];
}

/** A numerator over a divisor, where D stands for α̇σ − ασ̇: the table as it is printed. */
function printed(
  from: Parametrization,
  to: Parametrization,
  at: Point,
  y: Tracked,
  x: Tracked,
): Tracked | null {
  const { alpha: a, sigma: s, alphaDot, sigmaDot } = at;
  const D = determinant(at);
  switch (`${from} ${to}`) {
    case 'x1 velocity':
      return over(add(multiply(sigmaDot, x), multiply(D, y)), s);
    case 'epsilon velocity':
      return over(subtract(multiply(alphaDot, x), multiply(D, y)), a);
    case 'score velocity':
      return over(add(multiply(alphaDot, x), multiply(multiply(s, D), y)), a);
    case 'velocity score':
      return over(subtract(multiply(a, y), multiply(alphaDot, x)), multiply(s, D));
    case 'x1 score':
      return over(subtract(multiply(a, y), x), square(s));
    case 'epsilon v-prediction':
      return over(subtract(multiply(squaredLength(at), y), multiply(s, x)), a);
    case 'x1 v-prediction':
      return over(subtract(multiply(a, x), multiply(squaredLength(at), y)), s);
    default:
      return null;
  }
}

/** Conversions in two steps, by way of one half of the pair. */
const through = (middle: 'x1' | 'epsilon', formula: string): Form => ({
  id: `parametrization.through-${middle}`,
  formula,
  operations: conversions,
  replace: [
    instead(convert, (right, from, to, at, value, x) =>
      from === middle || to === middle
        ? right(from, to, at, value, x)
        : right(middle, to, at, right(from, middle, at, value, x), x),
    ),
  ],
});

export const parametrizationForms: readonly Form[] = [
  {
    id: 'parametrization.coefficients',
    formula: 'a·x + b·value with a and b from the schedule alone',
    operations: conversions,
    replace: [
      instead(convert, (_, from, to, at, value, x) => {
        const [a, b] = coefficients(from, to, at);
        return add(multiply(a, x), multiply(b, value));
      }),
    ],
  },
  {
    id: 'parametrization.printed',
    formula: '(σ̇x + D x₁)/σ, (α̇x − Dε)/α, (α̇x + σDs)/α, (αu − α̇x)/(σD), …: one quotient each',
    operations: conversions,
    replace: [
      instead(
        convert,
        (right, from, to, at, value, x) => printed(from, to, at, value, x) ?? right(from, to, at, value, x),
      ),
    ],
  },
  through('x1', 'everything from x₁: ε = (x − αx₁)/σ'),
  through('epsilon', 'everything from ε: x₁ = (x − σε)/α'),
  {
    id: 'parametrization.times-reciprocal',
    formula: 'x₁ = (1/α)x − (σ/α)ε,  ε = (1/σ)x − (α/σ)x₁',
    operations: conversions,
    replace: [
      instead(x1FromEpsilon, (_, { alpha, sigma }, epsilon, x) =>
        subtract(multiply(over(one, alpha), x), multiply(over(sigma, alpha), epsilon)),
      ),
      instead(epsilonFromX1, (_, { alpha, sigma }, x1, x) =>
        subtract(multiply(over(one, sigma), x), multiply(over(alpha, sigma), x1)),
      ),
    ],
  },
];
