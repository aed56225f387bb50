/** Other ways to write solvers and densities. */
import { log } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  dot,
  exact,
  multiply,
  square,
  subtract,
  sum,
  type Tracked,
  unitRoundoff,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { probeMean, quadraticForm, sourceLogDensity } from '../formulas/densities.ts';
import { jacobian, rowOf, velocity } from '../formulas/polynomial-field.ts';
import { combine, gridTime, stageTime, stepLength } from '../formulas/solvers.ts';
import { coefficient } from '../formulas/tableaus.ts';
import type { Form } from './form.ts';

const everywhere = ['solver.step', 'solver.solve', 'density.log-likelihood'];
const walks = ['solver.solve', 'density.log-likelihood'];
const HALF_LOG_TWO_PI = 0.9189385332046728;

/** An integer: exact up to the last bit that the machine has, rounded beyond. */
const whole = (n: number): Tracked => (Math.abs(n) * unitRoundoff() <= 1 ? exact(n) : constant(n));

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** tₙ = t₀ + h + h + …, as loops that carry the time do. */
function accumulated(t0: Tracked, t1: Tracked, n: number, steps: number): Tracked {
  const h = divide(subtract(t1, t0), exact(steps));
  let t = t0;
  for (let i = 0; i < n; i++) t = add(t, h);
  return t;
}

export const solverForms: readonly Form[] = [
  {
    id: 'solver.step-inside',
    formula: 'x + Σⱼ (h wⱼ) kⱼ, one term after the other',
    operations: everywhere,
    replace: [
      instead(combine, (_, x, h, weights, slopes) =>
        sum([x, ...slopes.map((k, j) => multiply(multiply(h, coefficient(weights[j] ?? [0, 1])), k))]),
      ),
    ],
  },
  {
    id: 'solver.common-denominator',
    formula: 'x + (h/q) Σⱼ pⱼ kⱼ with integers pⱼ, q; t + (p h)/q',
    operations: everywhere,
    replace: [
      instead(combine, (right, x, h, weights, slopes) => {
        const q = weights.reduce((a, [, b]) => (a / gcd(a, b)) * b, 1);
        if (!(q < 1000000)) return right(x, h, weights, slopes);
        const terms = weights.map(([p, own], j) => multiply(whole((p * q) / own), slopes[j]!));
        return terms.length === 0 ? x : add(x, multiply(divide(h, whole(q)), sum(terms)));
      }),
      instead(stageTime, (_, t, [p, q], h) => add(t, divide(multiply(exact(p), h), exact(q)))),
    ],
  },
  {
    id: 'solver.time-carried',
    formula: 'tₙ₊₁ = tₙ + h',
    operations: walks,
    replace: [instead(gridTime, (_, ...args) => accumulated(...args))],
  },
  {
    id: 'solver.time-interpolated',
    formula: 'tₙ = (1 − n/N) t₀ + (n/N) t₁,  h = tₙ₊₁ − tₙ',
    operations: walks,
    replace: [
      instead(gridTime, (_, t0, t1, n, steps) => {
        const part = divide(exact(n), exact(steps));
        return add(multiply(subtract(exact(1), part), t0), multiply(part, t1));
      }),
      instead(stepLength, (_, t0, t1, n, steps) =>
        subtract(gridTime(t0, t1, n + 1, steps), gridTime(t0, t1, n, steps)),
      ),
    ],
  },
  {
    id: 'solver.time-by-step',
    formula: 'tₙ = t₀ + n h,  h = tₙ₊₁ − tₙ',
    operations: walks,
    replace: [
      instead(gridTime, (_, t0, t1, n, steps) =>
        add(t0, multiply(exact(n), divide(subtract(t1, t0), exact(steps)))),
      ),
      instead(stepLength, (_, t0, t1, n, steps) =>
        subtract(gridTime(t0, t1, n + 1, steps), gridTime(t0, t1, n, steps)),
      ),
    ],
  },
  {
    id: 'polynomial.nested',
    formula: 'vᵢ = Σⱼ (Aᵢⱼ + Bᵢⱼ xⱼ) xⱼ + t (cᵢ + dᵢ t)',
    operations: everywhere,
    replace: [
      instead(velocity, (_, { A, B, c, d }, t, x) =>
        x.map((__, i) => {
          const [a, b] = [rowOf(A, i, x.length), rowOf(B, i, x.length)];
          const slopes = x.map((value, j) => add(a[j]!, multiply(b[j]!, value)));
          return add(dot(slopes, x), multiply(t, add(c[i]!, multiply(d[i]!, t))));
        }),
      ),
    ],
  },
  {
    id: 'density.source-by-coordinate',
    formula: 'log p₀(x) = Σᵢ (−½xᵢ² − ½ ln 2π)',
    operations: ['density.log-likelihood'],
    replace: [
      instead(sourceLogDensity, (_, x) =>
        sum(x.map((value) => subtract(multiply(exact(-0.5), square(value)), constant(HALF_LOG_TWO_PI)))),
      ),
    ],
  },
  {
    id: 'density.source-by-power',
    formula: 'log p₀(x) = −½ (|x|² + d ln 2π)',
    operations: ['density.log-likelihood'],
    replace: [
      instead(sourceLogDensity, (_, x) => {
        const constantPart = multiply(exact(x.length), log(constant(6.283185307179586)));
        return multiply(exact(-0.5), add(sum(x.map(square)), constantPart));
      }),
    ],
  },
  {
    id: 'density.product-from-the-left',
    formula: '(εᵀ J) ε, as reverse differentiation has it',
    operations: ['density.hutchinson'],
    replace: [
      instead(quadraticForm, (_, J, k, all) => {
        const probe = all[k]!;
        const dim = probe.length;
        const left = probe.map((__, j) =>
          dot(
            probe,
            probe.map((___, i) => J[i * dim + j]!),
          ),
        );
        return dot(left, probe);
      }),
    ],
  },
  {
    id: 'density.jacobian-by-products',
    formula: 'J = (∂v/∂x) 1 by automatic differentiation: A and B are factors of matrix products',
    operations: ['density.log-likelihood', 'density.hutchinson'],
    replace: [
      instead(jacobian, (_, A, B, x) => {
        const factor = (a: Tracked): Tracked => dot([a], [exact(1)]);
        return A.map((a, k) => add(factor(a), multiply(multiply(exact(2), x[k % x.length]!), factor(B[k]!))));
      }),
    ],
  },
  {
    id: 'density.product-in-parts',
    formula: 'Jᵢⱼ = Aᵢⱼ + (2xⱼ) Bᵢⱼ;  Σₖ (εᵀ J ε)/K, each share by itself',
    operations: ['density.hutchinson'],
    replace: [
      instead(jacobian, (_, A, B, x) =>
        A.map((a, k) => add(a, multiply(multiply(exact(2), x[k % x.length]!), B[k]!))),
      ),
      instead(probeMean, (_, estimates) =>
        sum(estimates.map((value) => divide(value, exact(estimates.length)))),
      ),
    ],
  },
];
