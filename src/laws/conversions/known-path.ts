/**
 * A marginal path known by hand, for comparison: X₁ ~ 0.3 N(m₁, s²) + 0.7 N(m₂, s²) on the line, X₀ ~ N(0, 1).
 *
 * With v = α²s² + σ²: u(x) = Σ rₖ(α̇mₖ + (αα̇s² + σσ̇)(x − αmₖ)/v), rₖ ∝ wₖ exp(−(x − αmₖ)²/2v). σσ̇ keeps it finite where σ̇ is not.
 */
import { exp } from '../../math/index.ts';
import { givenNumber } from '../core/guard.ts';
import type { ScheduleSubject } from '../core/subjects.ts';
import { pointAt } from './linear-relations.ts';

/** The mixture: two means and their common standard deviation. */
export interface TwoBumps {
  readonly means: readonly [number, number];
  readonly std: number;
}

/** u(x), the sum of the magnitudes of its summands, and |ln p| up to the norm of the Gaussian. */
interface KnownVelocity {
  readonly u: number;
  readonly size: number;
  readonly exponent: number;
}

const WEIGHTS = [0.3, 0.7] as const;

/** σσ̇, from the schedule where it gives it. */
export function sigmaSigmaDot(schedule: ScheduleSubject, t: number): number {
  if (schedule.sigmaSigmaDot) return givenNumber(`schedule.sigmaSigmaDot(${t})`, schedule.sigmaSigmaDot(t));
  const { sigma, sigmaDot } = pointAt(schedule, t);
  return sigma * sigmaDot;
}

export function knownVelocity(
  schedule: ScheduleSubject,
  { means, std }: TwoBumps,
  t: number,
  x: number,
): KnownVelocity {
  const { alpha, sigma, alphaDot } = pointAt(schedule, t);
  const variance = alpha * alpha * std * std + sigma * sigma;
  const slope = (alpha * alphaDot * std * std + sigmaSigmaDot(schedule, t)) / variance;
  const exponents = means.map((m) => (0.5 * (x - alpha * m) * (x - alpha * m)) / variance);
  const least = Math.min(...exponents);
  const weights = exponents.map((e, k) => WEIGHTS[k]! * exp(least - e));
  const total = weights[0]! + weights[1]!;
  let u = 0;
  let size = 0;
  means.forEach((m, k) => {
    const r = weights[k]! / total;
    u += r * (alphaDot * m + slope * (x - alpha * m));
    size += r * (Math.abs(alphaDot * m) + Math.abs(slope) * (Math.abs(x) + Math.abs(alpha * m)));
  });
  return { u, size, exponent: Math.max(...exponents) };
}
