/**
 * Discrete flow matching on the mixture path P(Xₜ = x₁) = κₜ, for one token of a vocabulary of n states.
 *
 *   rate      u(j, x) = g (p[j] − δ_x[j]),  g = κ̇/(1 − κ),  p = p_{1|t}(· | xₜ)
 *   step      P(x⁺ = j) = δ_x[j] + min(1, Δt g) (p[j] − δ_x[j])
 *   loss      Σ_{y≠x} D(g δ_{x₁}[y] ‖ g p[y]),  D(a ‖ b) = a ln(a/b) − a + b
 *           = −g (p[x] − δ_{x₁}[x] + (1 − δ_{x₁}[x]) ln p[x₁])
 *
 * Sources: Campbell et al., Generative Flows on Discrete State-Spaces (2024); Gat et al., Discrete Flow Matching (2024), eqs. 20–24;
 * Shaul et al., Flow Matching with General Discrete Paths (2024), § 7.
 */
import { log } from '../arithmetic/functions.ts';
import {
  add,
  divide,
  exact,
  larger,
  mean,
  multiply,
  negate,
  square,
  subtract,
  sum,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { widened } from '../arithmetic/widened.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';

export type Kappa = 'linear' | 'quadratic';

const one = exact(1);

/** κ: t or t². */
export const kappa: Formula<[kind: Kappa, t: Tracked], Tracked> = formula('discrete.kappa', (kind, t) =>
  kind === 'linear' ? t : square(t),
);

/** κ̇: 1 or 2t. */
export const kappaDot: Formula<[kind: Kappa, t: Tracked], Tracked> = formula(
  'discrete.kappa-dot',
  (kind, t) => (kind === 'linear' ? one : multiply(exact(2), t)),
);

/** g = κ̇/(1 − κ). */
export const jumpCoefficient: Formula<[kind: Kappa, t: Tracked], Tracked> = formula(
  'discrete.jump-coefficient',
  (kind, t) => divide(kappaDot(kind, t), subtract(one, kappa(kind, t))),
);

/** |Σ p − 1|: weights have the sum 1 up to rounding. */
export const excess = (p: Row): number => Math.abs(p.reduce((total, { v }) => total + v, 0) - 1);

/** −Σ_{j≠x} of the others: what keeps the sum of a row 0. */
export const diagonal: Formula<[others: Row, g: Tracked, p: Row], Tracked> = formula(
  'discrete.diagonal',
  (others, g, p) => widened(negate(sum(others)), g.v * excess(p)),
);

/** g (p − δ_x). */
export const rateRow: Formula<[g: Tracked, p: Row, x: number], Row> = formula(
  'discrete.rate-row',
  (g, p, x) => {
    const all = p.map((weight) => multiply(g, weight));
    const stay = diagonal(
      all.filter((_, j) => j !== x),
      g,
      p,
    );
    return all.map((rate, j) => (j === x ? stay : rate));
  },
);

const smaller = (a: Tracked, b: Tracked): Tracked => negate(larger(negate(a), negate(b)));

/** min(1, Δt g). */
export const jumpProbability: Formula<[g: Tracked, dt: Tracked], Tracked> = formula(
  'discrete.jump-probability',
  (g, dt) => smaller(one, multiply(g, dt)),
);

/** The distribution after one Euler step. */
export const nextDistribution: Formula<[g: Tracked, dt: Tracked, p: Row, x: number], Row> = formula(
  'discrete.next-distribution',
  (g, dt, p, x) => rateRow(jumpProbability(g, dt), p, x).map((rate, j) => (j === x ? add(one, rate) : rate)),
);

/** The first state whose cumulative weight exceeds u; undecided (error ∞) where a rounding could tell otherwise. */
export const pick: Formula<[weights: Row, u: Tracked], Tracked> = formula('discrete.pick', (weights, u) => {
  let state = weights.length - 1;
  let undecided = false;
  for (let j = weights.length - 1; j >= 0; j--) {
    const cumulative = sum(weights.slice(0, j + 1));
    if (cumulative.v > u.v) state = j;
    if (Math.abs(cumulative.v - u.v) <= cumulative.e + u.e) undecided = true;
  }
  return { v: state, e: undecided ? Infinity : 0, q: 0 };
});

/** Generalized Kullback–Leibler divergence of one token. */
export const generalizedKl: Formula<[g: Tracked, p: Row, x: number, x1: number], Tracked> = formula(
  'discrete.generalized-kl',
  (g, p, x, x1) => {
    const here = p[x]!;
    const inside = x === x1 ? subtract(here, one) : add(here, log(p[x1]!));
    return widened(negate(multiply(g, inside)), g.v * excess(p));
  },
);

/** The mean over rows. */
export const tokenMean: Formula<[losses: Row], Tracked> = formula('discrete.token-mean', mean);
