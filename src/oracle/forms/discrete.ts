/** Other ways to write discrete flow matching. */
import { log } from '../arithmetic/functions.ts';
import { add, divide, exact, multiply, subtract, sum } from '../arithmetic/tracked.ts';
import { widened } from '../arithmetic/widened.ts';
import { instead } from '../formula.ts';
import {
  excess,
  generalizedKl,
  jumpCoefficient,
  jumpProbability,
  nextDistribution,
  rateRow,
} from '../formulas/discrete.ts';
import type { Form } from './form.ts';

const one = exact(1);
const everywhere = ['discrete.rate', 'discrete.step', 'discrete.kl'];

export const discreteForms: readonly Form[] = [
  {
    id: 'discrete.factored-denominator',
    formula: '2t/((1 − t)(1 + t))',
    operations: everywhere,
    replace: [
      instead(jumpCoefficient, (right, kind, t) =>
        kind === 'linear'
          ? right(kind, t)
          : divide(multiply(exact(2), t), multiply(subtract(one, t), add(one, t))),
      ),
    ],
  },
  {
    id: 'discrete.difference-first',
    formula: 'u[x] = g (p[x] − 1)',
    operations: ['discrete.rate', 'discrete.step'],
    replace: [
      instead(rateRow, (_, g, p, x) =>
        p.map((weight, j) =>
          j === x ? widened(multiply(g, subtract(weight, one)), g.v * excess(p)) : multiply(g, weight),
        ),
      ),
    ],
  },
  {
    id: 'discrete.diagonal-after-sum',
    formula: 'u[x] = g p[x] − Σⱼ g p[j]',
    operations: ['discrete.rate', 'discrete.step'],
    replace: [
      instead(rateRow, (_, g, p, x) => {
        const all = p.map((weight) => multiply(g, weight));
        const stay = subtract(all[x]!, sum(all));
        return all.map((rate, j) => (j === x ? widened(stay, g.v * excess(p)) : rate));
      }),
    ],
  },
  {
    id: 'discrete.mixture-step',
    formula: 'P = (1 − a) δ_x + a p,  a = min(1, Δt g)',
    operations: ['discrete.step'],
    replace: [
      instead(nextDistribution, (_, g, dt, p, x) => {
        const a = jumpProbability(g, dt);
        return p.map((weight, j) => {
          const jump = multiply(a, weight);
          return j === x ? widened(add(subtract(one, a), jump), a.v * excess(p)) : jump;
        });
      }),
    ],
  },
  {
    id: 'discrete.kl-by-definition',
    formula: 'Σ_{y≠x} a ln(a/b) − a + b',
    operations: ['discrete.kl'],
    replace: [
      instead(generalizedKl, (_, g, p, x, x1) => {
        const slack = g.v * excess(p);
        const others = p.filter((__, y) => y !== x).map((weight) => multiply(g, weight));
        const mass = sum(others);
        if (x === x1) return widened(mass, slack);
        const ratio = divide(g, multiply(g, p[x1]!));
        return widened(add(subtract(multiply(g, log(ratio)), g), mass), slack);
      }),
    ],
  },
];
