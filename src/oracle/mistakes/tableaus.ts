/** Mistakes in the coefficients of one solver. */
import { instead } from '../formula.ts';
import { adamsWeights, starter } from '../formulas/solvers.ts';
import { type Rational, type RungeKutta, type Tableau, tableau, tableaus } from '../formulas/tableaus.ts';
import type { Mistake } from './mistake.ts';

const everywhere = ['solver.step', 'solver.solve', 'density.log-likelihood'];

const NONE: Rational = [0, 1];

/** One method in the place of another. */
const method = (name: RungeKutta, wrong: Tableau): Mistake['replace'] => [
  instead(tableau, (right, asked) => (asked === name ? wrong : right(asked))),
];

export const tableauMistakes: readonly Mistake[] = [
  {
    id: 'solver.midpoint-half-step',
    title: 'the midpoint method goes half a step with the middle slope',
    right: 'x⁺ = x + h k₂',
    wrong: 'x⁺ = x + (h/2) k₂',
    looksLike: 'arrives half way: samples look like those of t = ½',
    operations: ['solver.step', 'solver.solve'],
    replace: method('midpoint', {
      ...tableaus.midpoint,
      b: [
        [0, 1],
        [1, 2],
      ],
    }),
  },
  {
    id: 'solver.heun-without-mean',
    title: 'Heun’s method takes the slope of its end instead of the mean',
    right: 'x⁺ = x + (h/2)(k₁ + k₂)',
    wrong: 'x⁺ = x + h k₂',
    looksLike: 'order 1, with an error opposite to that of Euler’s method',
    operations: ['solver.step', 'solver.solve'],
    replace: method('heun', {
      ...tableaus.heun,
      b: [
        [0, 1],
        [1, 1],
      ],
    }),
  },
  {
    id: 'solver.ralston-equal-weights',
    title: 'Ralston’s nodes with Heun’s weights',
    right: 'x⁺ = x + h (k₁/4 + 3k₂/4)',
    wrong: 'x⁺ = x + h (k₁ + k₂)/2',
    looksLike: 'order 1; ab2 starts with it, where it costs little',
    operations: ['solver.step', 'solver.solve'],
    replace: method('ralston', {
      ...tableaus.ralston,
      b: [
        [1, 2],
        [1, 2],
      ],
    }),
  },
  {
    id: 'solver.heun3-is-kutta3',
    title: 'Kutta’s method of order 3 in the place of Heun’s',
    right: 'c = 0, 1/3, 2/3,  b = 1/4, 0, 3/4',
    wrong: 'c = 0, 1/2, 1,  b = 1/6, 2/3, 1/6',
    looksLike: 'the same order, other errors: only a step to the last digit tells',
    operations: ['solver.step', 'solver.solve'],
    replace: method('heun3', {
      a: [
        [],
        [[1, 2]],
        [
          [-1, 1],
          [2, 1],
        ],
      ],
      b: [
        [1, 6],
        [2, 3],
        [1, 6],
      ],
      c: [
        [0, 1],
        [1, 2],
        [1, 1],
      ],
    }),
  },
  {
    id: 'solver.rk4-is-three-eighths',
    title: 'the 3/8 rule where the classical method is asked',
    right: 'c = 0, 1/2, 1/2, 1,  b = (1, 2, 2, 1)/6',
    wrong: 'c = 0, 1/3, 2/3, 1,  b = (1, 3, 3, 1)/8',
    looksLike: 'the same order, other errors; some libraries call the 3/8 rule rk4',
    operations: everywhere,
    replace: method('rk4', tableaus['rk4-38']),
  },
  {
    id: 'solver.rk4-equal-weights',
    title: 'the four slopes are averaged evenly',
    right: 'x⁺ = x + (h/6)(k₁ + 2k₂ + 2k₃ + k₄)',
    wrong: 'x⁺ = x + (h/4)(k₁ + k₂ + k₃ + k₄)',
    looksLike: 'order 2 instead of 4',
    operations: everywhere,
    replace: method('rk4', {
      ...tableaus.rk4,
      b: [
        [1, 4],
        [1, 4],
        [1, 4],
        [1, 4],
      ],
    }),
  },
  {
    id: 'solver.rk4-third-from-first',
    title: 'the third stage goes along the first slope again',
    right: 'k₃ = v(t + h/2, x + (h/2) k₂)',
    wrong: 'k₃ = v(t + h/2, x + (h/2) k₁)',
    looksLike: 'k₃ = k₂: order 2 instead of 4',
    operations: everywhere,
    replace: method('rk4', {
      ...tableaus.rk4,
      a: [
        [],
        [[1, 2]],
        [[1, 2]],
        [
          [0, 1],
          [0, 1],
          [1, 1],
        ],
      ],
    }),
  },
  {
    id: 'solver.dopri5-fourth-order',
    title: 'the step is taken with the weights of order 4',
    right: 'b = 35/384, 0, 500/1113, 125/192, −2187/6784, 11/84',
    wrong: 'b̂ = 5179/57600, 0, 7571/16695, 393/640, −92097/339200, 187/2100, 1/40',
    looksLike: 'order 4 instead of 5: the estimate of the error and the solution are exchanged',
    operations: ['solver.step', 'solver.solve'],
    replace: method('dopri5', {
      a: [...tableaus.dopri5.a, tableaus.dopri5.b],
      b: [
        [5179, 57600],
        [0, 1],
        [7571, 16695],
        [393, 640],
        [-92097, 339200],
        [187, 2100],
        [1, 40],
      ],
      c: [...tableaus.dopri5.c, [1, 1]],
    }),
  },
  {
    id: 'solver.adams-start-euler',
    title: 'Adams–Bashforth methods are started by Euler’s method',
    right: 'ab2: one step of Ralston’s method first; ab3: two of Heun’s of order 3',
    wrong: 'x₁ = x₀ + h v(t₀, x₀)',
    looksLike: 'order 2 for ab3; for ab2 the order stays and the error grows',
    operations: ['solver.solve'],
    replace: [instead(starter, () => 'euler')],
  },
  {
    id: 'solver.adams-slopes-swapped',
    title: 'the weights meet the slopes in the opposite order',
    right: 'x⁺ = x + h (3/2 vₙ − 1/2 vₙ₋₁)',
    wrong: 'x⁺ = x + h (3/2 vₙ₋₁ − 1/2 vₙ)',
    looksLike: 'order 1: the history is stored newest last and read newest first',
    operations: ['solver.solve'],
    replace: [instead(adamsWeights, (right, name) => [...right(name)].reverse())],
  },
  {
    id: 'solver.ab3-second-order',
    title: 'ab3 goes on with the weights of ab2',
    right: 'x⁺ = x + (h/12)(23vₙ − 16vₙ₋₁ + 5vₙ₋₂)',
    wrong: 'x⁺ = x + (h/2)(3vₙ − vₙ₋₁)',
    looksLike: 'order 2 instead of 3',
    operations: ['solver.solve'],
    replace: [
      instead(adamsWeights, (right, name) => (name === 'ab3' ? [...right('ab2'), NONE] : right(name))),
    ],
  },
];
