/**
 * A flow ends at t = 1, but a profile that oversteps evaluates behind it, and reads x(1) off its dense output. There the field is that of
 * t = 1, which is what a library does with a network that clips its time.
 */
import { type ProfileName, profiles, type VelocityFunction } from '../solvers/index.ts';

/** The field as a run with this profile may see it. */
export function heldAtEnd(velocity: VelocityFunction, profile: ProfileName): VelocityFunction {
  if (profiles[profile].end !== 'overstep') return velocity;
  return (t, x, out) => velocity(Math.min(t, 1), x, out);
}
