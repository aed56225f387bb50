/**
 * Change of schedule after training: the field of the path (ᾱ, σ̄) from the field u of the path (α, σ), with nothing trained again.
 *
 * Both paths pass through the same random variables: X̄_r = s X_t with t = ρ⁻¹(ρ̄(r)), ρ = α/σ, and s = σ̄(r)/σ(t) = ᾱ(r)/α(t), so
 * ū_r(x) = (ṡ/s) x + s ṫ u_t(x/s). With y = x/s, x₁ = (σu − σ̇y)/D, x₀ = (α̇y − αu)/D, D = α̇σ − ασ̇, and ū = ᾱ̇ x₁ + σ̄̇ x₀, this is
 *
 *   ū_r(x) = [(ᾱ̇σ − σ̄̇α) u_t(y) + (σ̄̇α̇ − ᾱ̇σ̇) y] / D,
 *
 * which has no 0/0 at the ends. Where σ̇ = −∞ at σ = 0 (VP at t = 1) its limit is ū_r(x) = (ᾱ̇/α) y. s is taken from the larger of
 * the two ratios' sides: σ̄/σ while ρ̄ ≤ 1, ᾱ/α after. Poles: an infinite ᾱ̇ or σ̄̇, and levels ρ̄(r) that (α, σ) never reaches.
 * Source: Lipman et al., Flow Matching Guide and Code (2024), section 4.10.
 */
import { checkLength, type FloatArray } from '../array/float-array.ts';
import { PoleError } from '../errors.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { VelocityFunction } from '../solvers/velocity.ts';

/** At time r of the new path: ū(x) = velocity · u_time(x/scale) + point · x/scale. */
export interface ScheduleChange {
  /** t = ρ⁻¹(ρ̄(r)). */
  readonly time: number;
  /** s with X̄_r = s X_t. */
  readonly scale: number;
  readonly velocity: number;
  readonly point: number;
}

/** The coefficients of the change at time r in [0, 1] of the new schedule. */
export function scheduleChange(from: Schedule, to: Schedule, r: number): ScheduleChange {
  const rho = to.snr(r);
  const time = from.snrInverse(rho);
  const scale = rho <= 1 ? to.sigma(r) / from.sigma(time) : to.alpha(r) / from.alpha(time);
  const a = from.alpha(time);
  const s = from.sigma(time);
  const aDot = from.alphaDot(time);
  const sDot = from.sigmaDot(time);
  const newA = to.alphaDot(r);
  const newS = to.sigmaDot(r);
  const D = aDot * s - a * sDot;
  // σ̇ = −∞ at σ = 0: x = αx₁ and x₀ has the mean 0, so that ū = ᾱ̇ x₁; but 0·∞ where σ̄̇ is infinite too.
  const limit = s === 0 && !Number.isFinite(sDot);
  const velocity = limit ? 0 : (newA * s - newS * a) / D;
  const point = limit ? newA / a : (newS * aDot - newA * sDot) / D;
  if (!(Number.isFinite(velocity) && Number.isFinite(point) && (!limit || Number.isFinite(newS)))) {
    throw new PoleError({
      argument: `t = ${r}`,
      expected: `a time at which the velocity on ${from.name} determines that on ${to.name}`,
      received: `ᾱ̇ = ${newA}, σ̄̇ = ${newS} against α̇ = ${aDot}, σ̇ = ${sDot} at ${time}`,
      wayOut: 'stay a little inside (0, 1)',
    });
  }
  return { time, scale, velocity, point };
}

/**
 * The velocity of the path with schedule `to`, from a velocity of the path with schedule `from`.
 *
 * ```ts
 * import { changeOfSchedule, condOT, cosine, eightGaussians, marginalField } from 'flowproof';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * const velocity = changeOfSchedule({ from: condOT, to: cosine, velocity: field.velocity });
 * velocity(0.5, Float64Array.of(0.3, 0.1), new Float64Array(2)); // as marginalField({ schedule: cosine, … })
 * ```
 */
export function changeOfSchedule({
  from,
  to,
  velocity,
}: {
  readonly from: Schedule;
  readonly to: Schedule;
  readonly velocity: VelocityFunction;
}): VelocityFunction {
  let y: FloatArray = new Float64Array(0);
  return (r, x, out) => {
    checkLength('out', out, x.length);
    const change = scheduleChange(from, to, r);
    if (y.length !== x.length || y.constructor !== x.constructor) {
      y = x instanceof Float32Array ? new Float32Array(x.length) : new Float64Array(x.length);
    }
    for (let i = 0; i < x.length; i++) y[i] = x[i]! / change.scale;
    velocity(change.time, y, out);
    for (let i = 0; i < x.length; i++) out[i] = change.velocity * out[i]! + change.point * y[i]!;
  };
}
