/**
 * Euler–Maruyama step of the family of stochastic equations with the marginals of the flow, one element:
 *
 *   dX = [u + (w²/2) s] dt + w dB,     x⁺ = x + (u + (w²/2) s) Δt + w √Δt z,   z ~ N(0, 1)
 *
 * Source: Song et al., Score-Based Generative Modeling (2021), app. D.1; Albergo, Boffi & Vanden-Eijnden (2023), § 2.4.
 */
import { sqrt } from '../arithmetic/functions.ts';
import { add, exact, multiply, square, type Tracked, times } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

/** The factor w²/2 of the score. */
export const scoreWeight: Formula<[w: Tracked], Tracked> = formula('sde.score-weight', (w) =>
  multiply(exact(0.5), square(w)),
);

/** u + (w²/2) s. */
export const drift: Formula<[u: Tracked, score: Tracked, w: Tracked], Tracked> = formula(
  'sde.drift',
  (u, score, w) => add(u, multiply(scoreWeight(w), score)),
);

/** w √Δt z. */
export const noiseIncrement: Formula<[w: Tracked, dt: Tracked, noise: Tracked], Tracked> = formula(
  'sde.noise',
  (w, dt, noise) => times(w, sqrt(dt), noise),
);

/** drift · Δt. */
export const driftIncrement: Formula<[drift: Tracked, dt: Tracked], Tracked> = formula(
  'sde.drift-increment',
  multiply,
);
