/**
 * The flat torus [0, 1)ᵈ, one coordinate.
 *
 *   exp_x(v) = x + v − ⌊x + v⌋,     log_x(y) = (y − x) − round(y − x) ∈ [−½, ½]
 *   γ(t) = exp_{x₀}(t log_{x₀} x₁),   γ̇ = log_{x₀} x₁
 *
 * Both jump by 1; within a rounding of a jump the error is 1 more. Source: Chen & Lipman, Flow Matching on General Geometries (2024), § 4.
 */
import { add, exact, multiply, subtract, type Tracked } from '../arithmetic/tracked.ts';
import { widened } from '../arithmetic/widened.ts';
import { type Formula, formula } from '../formula.ts';

const jumping = (a: Tracked, low: number, high: number): Tracked =>
  a.e > 0 && (a.v - low <= a.e || high - a.v <= a.e) ? widened(a, 1) : a;

/** a − ⌊a⌋. */
export const wrapped: Formula<[a: Tracked], Tracked> = formula('torus.wrapped', (a) =>
  jumping(subtract(a, exact(Math.floor(a.v))), 0, 1),
);

/** a − round(a): the shortest way. */
export const shortest: Formula<[a: Tracked], Tracked> = formula('torus.shortest', (a) =>
  jumping(subtract(a, exact(Math.floor(a.v + 0.5))), -0.5, 0.5),
);

/** exp_x(v). */
export const torusExp: Formula<[x: Tracked, v: Tracked], Tracked> = formula('torus.exp', (x, v) =>
  wrapped(add(x, v)),
);

/** log_x(y). */
export const torusLog: Formula<[x: Tracked, y: Tracked], Tracked> = formula('torus.log', (x, y) =>
  shortest(subtract(y, x)),
);

/** γ(t). */
export const torusPoint: Formula<[x0: Tracked, x1: Tracked, t: Tracked], Tracked> = formula(
  'torus.point',
  (x0, x1, t) => torusExp(x0, multiply(t, torusLog(x0, x1))),
);

/** γ̇. */
export const torusVelocity: Formula<[x0: Tracked, x1: Tracked, t: Tracked], Tracked> = formula(
  'torus.velocity',
  (x0, x1) => torusLog(x0, x1),
);
