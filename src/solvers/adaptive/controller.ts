/**
 * The sizes of steps: the first one, and the next one after a step with the error ratio E.
 *
 * Source: E. Hairer, S. P. Nørsett and G. Wanner, "Solving ordinary differential equations I", § II.4.
 */
import { fractionalPower } from '../../math/index.ts';
import type { Profile } from './profile.ts';

const SAFETY = 0.9;
const LEAST = 0.2;
const MOST = 10;

export function isAccepted({ acceptsOne }: Profile, ratio: number): boolean {
  return acceptsOne ? ratio <= 1 : ratio < 1;
}

/** What to multiply the step size with. A ratio that is no number shrinks the step like an infinite one. */
export function stepFactor(
  profile: Profile,
  ratio: number,
  q: number,
  accepted: boolean,
  rejectedBefore: boolean,
): number {
  const ideal = ratio === 0 ? MOST : Number.isFinite(ratio) ? SAFETY * fractionalPower(ratio, -1 / q) : 0;
  if (!accepted) return Math.max(LEAST, ideal);
  const least = ratio < 1 ? profile.leastGrowth : 0;
  const factor = Math.min(MOST, Math.max(least, ideal));
  return rejectedBefore && profile.holdAfterRejection ? Math.min(1, factor) : factor;
}

/** h₀ for the explicit Euler step by which the second derivative is measured; d₀ and d₁ are the norms of x₀ and u(t₀, x₀). */
export function trialStep(d0: number, d1: number): number {
  return d0 < 1e-5 || d1 < 1e-5 || !Number.isFinite(d1) ? 1e-6 : (0.01 * d0) / d1;
}

/** The first step out of h₀, d₁ and the norm d₂ of the second derivative. */
export function firstStep(h0: number, d1: number, d2: number, q: number): number {
  const most = Math.max(d1, d2);
  const h1 = d1 <= 1e-15 && d2 <= 1e-15 ? Math.max(1e-6, h0 * 1e-3) : fractionalPower(0.01 / most, 1 / q);
  return Number.isFinite(h1) ? Math.min(100 * h0, h1) : h0;
}
