/**
 * Change of schedule after training: X̄ᵣ = s Xₜ with t = ρ⁻¹(ρ̄(r)) and s = σ̄(r)/σ(t) = ᾱ(r)/α(t), ρ = α/σ.
 *
 *   ūᵣ(x) = (ṡ/s) x + s ṫ uₜ(x/s) = ᾱ̇ E[X₁|y] + σ̄̇ E[X₀|y],  y = x/s
 *
 * The right side needs neither ṡ nor ṫ: the pair at y comes from uₜ(y) on the old schedule. Source: Lipman et al., Flow Matching
 * Guide and Code (2024), § 4.10.
 */
import type { ScheduleSpec } from '../../schedules/index.ts';
import { divide, multiply, square, subtract, type Tracked } from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import { determinant, epsilonFromVelocity, velocityOfPair, x1FromVelocity } from './parametrizations.ts';
import type { Point } from './schedules.ts';
import { timeOfSnr } from './snr.ts';

/** t of the old schedule with the level ρ̄ = ᾱ/σ̄ that the new one has at its time r. */
export const oldTime: Formula<[old: ScheduleSpec, changed: Point, r: Tracked], Tracked> = formula(
  'schedule-change.time',
  (old, changed) => timeOfSnr(old, divide(changed.alpha, changed.sigma)),
);

/** s = σ̄/σ. */
export const scale: Formula<[old: Point, changed: Point], Tracked> = formula(
  'schedule-change.scale',
  (old, changed) => divide(changed.sigma, old.sigma),
);

/** x/s, where the old model is asked. */
export const scaledPoint: Formula<[s: Tracked, x: Tracked], Tracked> = formula(
  'schedule-change.point',
  (s, x) => divide(x, s),
);

/** ū from u = uₜ(y): the pair behind u, under the derivatives of the new schedule. */
export const changedVelocity: Formula<
  [old: Point, changed: Point, s: Tracked, u: Tracked, y: Tracked],
  Tracked
> = formula('schedule-change.velocity', (old, changed, _s, u, y) =>
  velocityOfPair(changed, x1FromVelocity(old, u, y), epsilonFromVelocity(old, u, y)),
);

/** ṫ and ṡ/s, the derivatives in r: ρ̄̇ = ρ̇ ṫ with ρ̇ = D/σ², and s σ = σ̄. For those who change variables instead. */
export function rates(old: Point, changed: Point): readonly [timeRate: Tracked, scaleRate: Tracked] {
  const newSlope = divide(determinant(changed), square(changed.sigma));
  const timeRate = divide(multiply(newSlope, square(old.sigma)), determinant(old));
  const noise = multiply(divide(old.sigmaDot, old.sigma), timeRate);
  return [timeRate, subtract(divide(changed.sigmaDot, changed.sigma), noise)];
}
