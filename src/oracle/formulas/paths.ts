/**
 * The Gaussian conditional path, one element at a time.
 *
 *   xₜ = αₜ x₁ + σₜ x₀,   ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀
 *   uₜ(x|x₁) = α̇ₜ x₁ + (σ̇ₜ/σₜ)(x − αₜ x₁),   ∇ ln pₜ(x|x₁) = −(x − αₜ x₁)/σₜ²
 *
 * Source: Lipman et al., Flow Matching for Generative Modeling (2023), eqs. 10–15, theorem 3.
 */
import { add, divide, multiply, negate, square, subtract, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import type { Point } from './schedules.ts';

/** xₜ = α x₁ + σ x₀. */
export const interpolate: Formula<[alpha: Tracked, sigma: Tracked, x0: Tracked, x1: Tracked], Tracked> =
  formula('path.interpolate', (alpha, sigma, x0, x1) => add(multiply(alpha, x1), multiply(sigma, x0)));

/** ẋₜ = α̇ x₁ + σ̇ x₀: the target of conditional flow matching, finite at both ends. */
export const pairVelocity: Formula<
  [alphaDot: Tracked, sigmaDot: Tracked, x0: Tracked, x1: Tracked],
  Tracked
> = formula('path.pair-velocity', (alphaDot, sigmaDot, x0, x1) =>
  add(multiply(alphaDot, x1), multiply(sigmaDot, x0)),
);

/** x − α x₁: how far a point is from the mean of the path. */
export const residual: Formula<[alpha: Tracked, x: Tracked, x1: Tracked], Tracked> = formula(
  'path.residual',
  (alpha, x, x1) => subtract(x, multiply(alpha, x1)),
);

/** uₜ(x|x₁) = α̇ x₁ + (σ̇/σ)(x − α x₁). */
export const conditionalVelocity: Formula<[at: Point, x: Tracked, x1: Tracked], Tracked> = formula(
  'path.conditional-velocity',
  ({ alpha, sigma, alphaDot, sigmaDot }, x, x1) =>
    add(multiply(alphaDot, x1), multiply(divide(sigmaDot, sigma), residual(alpha, x, x1))),
);

/** −(x − α x₁)/σ². */
export const conditionalScore: Formula<[alpha: Tracked, sigma: Tracked, x: Tracked, x1: Tracked], Tracked> =
  formula('path.conditional-score', (alpha, sigma, x, x1) =>
    negate(divide(residual(alpha, x, x1), square(sigma))),
  );
