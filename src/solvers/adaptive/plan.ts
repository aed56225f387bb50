/** What an adaptive run is to do, checked before it comes here, and its clock. */
import type { Tolerance } from './error-norm.ts';
import type { Pair } from './pair.ts';
import type { Profile } from './profile.ts';

export interface AdaptivePlan {
  readonly pair: Pair;
  readonly profile: Profile;
  readonly tolerance: Tolerance;
  readonly from: number;
  readonly to: number;
  /** Null: chosen from the field. */
  readonly firstStep: number | null;
  readonly maxStep: number;
  readonly maxSteps: number;
  readonly dim: number;
  readonly compensated: boolean;
}

/** The elapsed time s ∈ [0, |to − from|]: integrating u backward takes the steps of −u mirrored forward to the bit. */
export interface Clock {
  readonly length: number;
  /** The sign of dt/ds. */
  readonly direction: 1 | -1;
  /** t = from ± s, and `to` itself at the end. */
  readonly timeAt: (s: number) => number;
}

export function clockOf({ from, to }: AdaptivePlan): Clock {
  const length = Math.abs(to - from);
  const direction = to > from ? 1 : -1;
  return { length, direction, timeAt: (s) => (s === length ? to : from + direction * s) };
}
