/**
 * Domains of a schedule's functions: t in [0, 1]; ρ and λ in the range that the schedule reaches, ±∞ included.
 *
 * Outside its domain a schedule throws instead of extrapolating: a solver that oversteps t = 1 is wrong, not unlucky.
 */
import { ArgumentError, show } from '../errors.ts';

/** Returns `t`; throws ArgumentError unless it is a number in [0, 1]. */
export function checkTime(t: number): number {
  if (!(typeof t === 'number' && t >= 0 && t <= 1)) {
    throw new ArgumentError({
      argument: 't',
      expected: 'a time in [0, 1] (0 = source, 1 = target)',
      received: show(t),
      wayOut: 'take t = from + (to − from)·i/N instead of adding up steps',
    });
  }
  return t;
}

/** Returns `value`; throws ArgumentError unless it is a number (∞ allowed) in [min, max]. */
export function checkLevel(
  argument: string,
  value: number,
  min: number,
  max: number,
  schedule: string,
): number {
  if (!(typeof value === 'number' && value >= min && value <= max)) {
    throw new ArgumentError({
      argument,
      expected: `a level in [${min}, ${max}], the range of the ${schedule} schedule`,
      received: show(value),
      wayOut: 'no time in [0, 1] has this signal-to-noise ratio: choose another schedule or clip the level',
    });
  }
  return value;
}

/** `t` moved into [0, 1]: takes off the rounding error of an inverse at the ends of its range. */
export function clampTime(t: number): number {
  return Math.min(Math.max(t, 0), 1);
}
