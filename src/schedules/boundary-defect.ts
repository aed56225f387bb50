/**
 * How far a schedule is from the boundary conditions α(0) = 0, σ(0) = 1 (pure source) and α(1) = 1, σ(1) = 0 (pure target).
 *
 * X₀ = α(0) X₁ + σ(0) N: with α(0) ≠ 0 the path starts from a blurred copy of the target (VP, VE); with σ(1) ≠ 0 it ends in a
 * blurred target (OT with σ_min, VE). A sampler that starts from the source all the same makes this error knowingly.
 */
import type { Schedule } from './schedule.ts';

/** The four boundary values, and whether each end is met exactly. */
export interface BoundaryDefect {
  readonly alpha0: number;
  readonly sigma0: number;
  readonly alpha1: number;
  readonly sigma1: number;
  /** p₀ is the source itself: α(0) = 0 and σ(0) = 1. */
  readonly startsAtSource: boolean;
  /** p₁ is the target itself: α(1) = 1 and σ(1) = 0. */
  readonly endsAtTarget: boolean;
  /** One sentence for reports. */
  readonly statement: string;
}

/**
 * The boundary values of a schedule, in numbers and in words.
 *
 * ```ts
 * import { boundaryDefect, vp } from 'flowproof';
 * boundaryDefect(vp()).statement; // 'starts from 0.0066 X₁ + 0.99998 X₀, not from the source; ends at the target exactly'
 * ```
 */
export function boundaryDefect(schedule: Schedule): BoundaryDefect {
  const [alpha0, sigma0] = [schedule.alpha(0), schedule.sigma(0)];
  const [alpha1, sigma1] = [schedule.alpha(1), schedule.sigma(1)];
  const startsAtSource = alpha0 === 0 && sigma0 === 1;
  const endsAtTarget = alpha1 === 1 && sigma1 === 0;
  const mixture = (a: number, s: number): string => `${digits(a)} X₁ + ${digits(s)} X₀`;
  const start = startsAtSource
    ? 'starts from the source exactly'
    : `starts from ${mixture(alpha0, sigma0)}, not from the source`;
  const end = endsAtTarget
    ? 'ends at the target exactly'
    : `ends at ${mixture(alpha1, sigma1)}, not at the target`;
  return { alpha0, sigma0, alpha1, sigma1, startsAtSource, endsAtTarget, statement: `${start}; ${end}` };
}

/** Few digits, but enough that a value near 1 does not print as 1. */
function digits(x: number): string {
  // 17 digits tell every number from 1.
  for (let precision = 2; ; precision++) {
    const text = Number(x.toPrecision(precision));
    if (text !== 1 || x === 1) return String(text);
  }
}
