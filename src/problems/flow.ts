/** The flow of a closed-form marginal field as a problem. */

import { DivergenceError } from '../errors.ts';
import type { ClosedFormTarget } from '../fields/components-of.ts';
import { gaussianSource } from '../fields/gaussian-source.ts';
import { marginalField } from '../fields/marginal-field.ts';
import { scheduleFromSpec } from '../schedules/spec.ts';
import { targetFromSpec } from '../targets/spec.ts';
import { exactFlow } from './exact-flow.ts';
import { inArgument } from './in-argument.ts';
import type { Problem, ProblemSpec, Truth } from './problem.ts';
import { referenceTruth } from './reference.ts';
import { startStates } from './start.ts';
import { statesAt } from './truth.ts';

/**
 * A start where F₀ is a sum of weights goes between two components that lie far apart. There the density is next to nothing, its distribution
 * function flat, and the inverse of that says little; the reference may say more, as at a start on an axis of symmetry, where it is exact.
 *
 * SHARP: by half of the digits of float64, a closed form is known well enough to spare the runs of a reference.
 * LINEAR: the radius of a reference is an estimate out of starts a few roundings apart, good for as long as the flow magnifies them as a
 * linear map does. Between components it came out as 8.1e-6 where the end was 2.3e-5 off, so beyond a millionth it counts for nothing.
 * COARSE: that of a closed form is a bound however large, and of use as long as two digits are left.
 *
 * Where neither tells the end, there is no truth.
 */
const SHARP = 1e-8;
const LINEAR = 1e-6;
const COARSE = 0.01;

/** Whether the radius is at most that share of the largest state, or of 1; not where it overflowed to NaN on the way. */
const knownTo = (share: number, { states, radius }: Truth): boolean =>
  radius <= share * states.reduce((size, x) => Math.max(size, Math.abs(x)), 1);

function torn({ radius }: Truth): DivergenceError {
  return new DivergenceError({
    argument: 'start',
    expected: 'states whose end double precision can tell',
    received: `an end within ${radius.toPrecision(3)} only`,
    wayOut: 'move the start off the places where the flow parts, such as by another count of quantiles',
  });
}

/** A field may have a pole at the end of a flow that is known: that of a Gaussian of a singular covariance at t = 1. */
function unlessDiverging(run: () => Truth): Truth | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof DivergenceError) return null;
    throw error;
  }
}

/** Named after its target and schedule unless the spec says otherwise. */
export function flowProblem(spec: Extract<ProblemSpec, { kind: 'flow' }>): Problem {
  const { source } = spec;
  const schedule = inArgument('schedule', () => scheduleFromSpec(spec.schedule));
  const target = inArgument('target', () => targetFromSpec(spec.target)) as ClosedFormTarget;
  const field = marginalField({ schedule, target, ...(source && { source }) });
  const { dim } = field;
  const start = startStates(spec.start, dim, gaussianSource(source, dim), schedule.sigma(0));
  const exact = exactFlow(schedule, target, source);
  return {
    name: spec.name ?? `${spec.target.kind} ${dim}-D, ${schedule.name}`,
    spec,
    dim,
    velocity: field.velocity,
    schedule,
    field,
    start,
    truth(times) {
      const closed = exact && statesAt(times, start, exact.from, (t, out) => exact.states(t, start, out));
      if (closed && knownTo(SHARP, closed)) return closed;
      const reference = (): Truth => referenceTruth(field.velocity, dim, start, times);
      if (closed && knownTo(COARSE, closed)) {
        const other = unlessDiverging(reference);
        return other && other.radius < closed.radius && knownTo(LINEAR, other) ? other : closed;
      }
      const only = reference();
      if (!knownTo(LINEAR, only)) throw torn(only);
      return only;
    },
  };
}
