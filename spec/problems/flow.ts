import type { GaussianSourceSpec } from '../../src/fields/index.ts';
import { type Problem, type ProblemSpec, problemFromSpec, type StartSpec } from '../../src/problems/index.ts';
import type { ScheduleSpec } from '../../src/schedules/schedule.ts';
import type { TargetSpec } from '../../src/targets/index.ts';

export const COND_OT = { kind: 'cond-ot' } as const;

/** The flow of the marginal field as a problem. */
export function flow(
  target: TargetSpec,
  start: StartSpec,
  schedule: ScheduleSpec = COND_OT,
  source?: GaussianSourceSpec,
): Problem {
  const spec: ProblemSpec = { kind: 'flow', target, schedule, start, ...(source && { source }) };
  return problemFromSpec(spec);
}
