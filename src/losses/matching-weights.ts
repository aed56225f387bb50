/**
 * Row weights that turn the velocity loss into x₁, noise or score matching: the parametrizations are affine in each
 * other at fixed (x, t), so their squared errors differ by a factor of t alone. With D = α̇σ − σ̇α:
 *
 * ‖x̂₁ − x₁‖² = (σ/D)²‖v − u‖² · ‖ε̂ − ε‖² = (α/D)²‖v − u‖² · ‖ŝ − s‖² = (α/(σD))²‖v − u‖²
 *
 * D > 0 wherever the signal-to-noise ratio α/σ strictly rises. Kingma & Gao 2023, appendix A, in this convention.
 */
import { PoleError } from '../errors.ts';
import type { Schedule } from '../schedules/schedule.ts';

/** What a weighted velocity loss can stand for. */
export type MatchingTarget = 'target' | 'noise' | 'score';

/**
 * The weight at time t in float64. Throws a PoleError where D = 0 or not finite, or, for the score, where σ = 0.
 *
 * ```ts
 * import { condOT, matchingWeight } from 'flowproof';
 * matchingWeight(condOT, 'target', 0.25); // (1 − t)² = 0.5625
 * ```
 */
export function matchingWeight(schedule: Schedule, matching: MatchingTarget, t: number): number {
  const alpha = schedule.alpha(t);
  const sigma = schedule.sigma(t);
  const d = schedule.alphaDot(t) * sigma - schedule.sigmaDot(t) * alpha;
  const root = matching === 'target' ? sigma / d : matching === 'noise' ? alpha / d : alpha / (sigma * d);
  if (!Number.isFinite(root) || !Number.isFinite(d)) {
    throw new PoleError({
      argument: 't',
      expected: `a time at which ${schedule.name} has a finite weight for ${matching} matching`,
      received: String(t),
      wayOut: 'draw times from an interval inside (0, 1)',
    });
  }
  return root * root;
}
