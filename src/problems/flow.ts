/** The flow of a closed-form marginal field as a problem. */
import type { ClosedFormTarget } from '../fields/components-of.ts';
import { gaussianSource } from '../fields/gaussian-source.ts';
import { marginalField } from '../fields/marginal-field.ts';
import { scheduleFromSpec } from '../schedules/spec.ts';
import { targetFromSpec } from '../targets/spec.ts';
import { exactFlow } from './exact-flow.ts';
import { inArgument } from './in-argument.ts';
import type { Problem, ProblemSpec } from './problem.ts';
import { referenceTruth } from './reference.ts';
import { startStates } from './start.ts';
import { statesAt } from './truth.ts';

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
      if (exact) return statesAt(times, start, exact.from, (t, out) => exact.states(t, start, out));
      return referenceTruth(field.velocity, dim, start, times);
    },
  };
}
