/** The flow of a closed-form marginal field as a problem. */
import { fieldFromSpec } from '../fields/field-spec.ts';
import { gaussianSource } from '../fields/gaussian-source.ts';
import { exactFlow } from './exact-flow.ts';
import type { Problem, ProblemSpec } from './problem.ts';
import { referenceTruth } from './reference.ts';
import { startStates } from './start.ts';
import { statesAt } from './truth.ts';

/** Named after its target and schedule unless the spec says otherwise. */
export function flowProblem(spec: Extract<ProblemSpec, { kind: 'flow' }>): Problem {
  const { target, schedule, source } = spec;
  const field = fieldFromSpec({ kind: 'marginal', target, schedule, ...(source && { source }) });
  const { dim } = field;
  const start = startStates(spec.start, dim, gaussianSource(source, dim), field.schedule.sigma(0));
  const exact = exactFlow(field.schedule, field.target, source);
  return {
    name: spec.name ?? `${target.kind} ${dim}-D, ${field.schedule.name}`,
    spec,
    dim,
    velocity: field.velocity,
    schedule: field.schedule,
    field,
    start,
    truth(times) {
      if (exact) return statesAt(times, start, exact.from, (t, out) => exact.states(t, start, out));
      return referenceTruth(field.velocity, dim, start, times);
    },
  };
}
