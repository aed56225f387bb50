/**
 * What a schedule or a path says of its ends, and whether it says that they are exact.
 *
 * A schedule with one of our specs states them through its parameters. These are computed here from the parameters alone, not from the
 * schedule: for VP, T(0) = ½(β_min + β_max), the area of a trapezium, so α(0) = e^(−(β_min + β_max)/4), σ(0) = √(1 − α(0)²).
 */
import { exp, expm1 } from '../../math/index.ts';
import type { ScheduleSpec } from '../../schedules/schedule.ts';
import { givenFinite } from '../core/guard.ts';
import type { BoundaryValues } from '../core/subjects.ts';

/** α = 0, σ = 1 at the start; α = 1, σ = 0 at the end. */
const EXACT_ENDS: BoundaryValues = { alpha0: 0, sigma0: 1, alpha1: 1, sigma1: 0 };

interface StatesEnds {
  readonly ends?: BoundaryValues;
  readonly spec?: ScheduleSpec;
  readonly schedule?: StatesEnds;
}

/** The ends that an object states: its own, those of its spec, those of its schedule, or exact ones. */
export function statedEnds(object: object): BoundaryValues {
  const { ends, spec, schedule } = object as StatesEnds;
  if (ends !== undefined) {
    for (const name of ['alpha0', 'sigma0', 'alpha1', 'sigma1'] as const) {
      givenFinite(`ends.${name}`, ends?.[name]);
    }
    return ends;
  }
  if (spec !== undefined) return endsOf(spec);
  return schedule ? statedEnds(schedule) : EXACT_ENDS;
}

function endsOf(spec: ScheduleSpec): BoundaryValues {
  switch (spec.kind) {
    case 'ot':
      return { ...EXACT_ENDS, sigma1: spec.sigmaMin };
    case 'vp': {
      const area = (spec.betaMin + spec.betaMax) / 2;
      return { ...EXACT_ENDS, alpha0: exp(-area / 2), sigma0: Math.sqrt(-expm1(-area)) };
    }
    case 've':
      return { alpha0: 1, sigma0: spec.sigmaMax, alpha1: 1, sigma1: spec.sigmaMin };
    default:
      return EXACT_ENDS;
  }
}
