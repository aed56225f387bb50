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
 * function flat, and the inverse of that says little; the reference may say more. Where neither tells the end, there is no truth.
 */
const FINE = 1e-8;
const COARSE = 0.01;

/** The largest state, and 1 at least. */
const sizeOf = ({ states }: Truth): number => states.reduce((size, x) => Math.max(size, Math.abs(x)), 1);

function torn({ radius }: Truth): DivergenceError {
  return new DivergenceError({
    argument: 'start',
    expected: 'states whose end double precision can tell',
    received: `an end within ${radius.toPrecision(3)} only`,
    wayOut: 'move the start off the places where the flow parts, such as by another count of quantiles',
  });
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
      if (closed && closed.radius <= FINE * sizeOf(closed)) return closed;
      const reference = referenceTruth(field.velocity, dim, start, times);
      const truth = closed && closed.radius <= reference.radius ? closed : reference;
      if (!(truth.radius <= COARSE * sizeOf(truth))) throw torn(truth);
      return truth;
    },
  };
}
