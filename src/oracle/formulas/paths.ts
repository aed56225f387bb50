/**
 * The Gaussian conditional path, one element at a time.
 *
 *   xₜ = αₜ x₁ + σₜ x₀,   ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀
 *
 * Source: Lipman et al., Flow Matching for Generative Modeling (2023), eqs. 10–15.
 */
import { add, multiply, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

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
