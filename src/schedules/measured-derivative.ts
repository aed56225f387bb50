/**
 * What a schedule's derivatives should be, measured from α and σ alone.
 *
 * dα/dt, dσ/dt and ½ dσ²/dt by Richardson extrapolation (richardson.ts). Error: its estimate, with δ = 16·2⁻⁵²·M for the
 * values of f, M the largest of |f| at 0, ½ and 1: 16 roundings of numbers no larger than what f reaches, which covers
 * the elementary functions of all schedules here, the rounding of t ± h where |f′| ≤ 8M, and √x down to σ = 1/32; or a δ that
 * the caller has measured, where that is more. The given derivative may carry 16 roundings of its own.
 */
import { type DerivativeEstimate, richardsonDerivative } from './richardson.ts';

/** 16·2⁻⁵². */
export const ROUNDINGS = 3.552713678800501e-15;

/** f′(t) for t in (0, 1), and a bound on |given − f′(t)| for a `given` that is the derivative up to rounding. `noise`: δ near t, if it was measured. */
export function measuredDerivative(
  f: (t: number) => number,
  t: number,
  given: number,
  noise = 0,
): DerivativeEstimate {
  const { value, error } = richardsonDerivative(f, t, Math.max(ROUNDINGS * sizeOf(f), noise));
  const rounding = Number.isFinite(given) ? ROUNDINGS * Math.abs(given) : 0;
  return { value, error: error + rounding };
}

/** M, the largest of |f| at 0, ½ and 1. */
export function sizeOf(f: (t: number) => number): number {
  return Math.max(Math.abs(f(0)), Math.abs(f(0.5)), Math.abs(f(1)));
}
