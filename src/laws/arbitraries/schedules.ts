/** The built-in schedules with random parameters, as plain data; shrink to CondOT. */
import fc from 'fast-check';
import type { Schedule, ScheduleSpec } from '../../schedules/schedule.ts';
import { scheduleFromSpec } from '../../schedules/spec.ts';
import type { Family } from '../core/law.ts';
import { flowproofCode, literal } from '../core/snippet.ts';
import { positive } from './points.ts';

/** Every kind of built-in schedule, in the ranges that people use. */
export function scheduleSpecs(): fc.Arbitrary<ScheduleSpec> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant<ScheduleSpec>({ kind: 'cond-ot' }),
    positive(0.01, 0.2).map((sigmaMin): ScheduleSpec => ({ kind: 'ot', sigmaMin })),
    fc.constantFrom(2, 3, 0.5, 1.5).map((n): ScheduleSpec => ({ kind: 'polynomial', n })),
    fc.constant<ScheduleSpec>({ kind: 'cosine' }),
    fc.constant<ScheduleSpec>({ kind: 'linear-vp' }),
    fc
      .tuple(positive(0.05, 0.5), fc.integer({ min: 5, max: 20 }))
      .map(([betaMin, betaMax]): ScheduleSpec => ({ kind: 'vp', betaMin, betaMax })),
    fc
      .tuple(positive(0.01, 0.1), fc.integer({ min: 2, max: 20 }))
      .map(([sigmaMin, sigmaMax]): ScheduleSpec => ({ kind: 've', sigmaMin, sigmaMax })),
  );
}

/** All built-in schedules as a family. */
export function schedules(): Family<Schedule, ScheduleSpec> {
  return {
    name: 'any built-in schedule',
    data: scheduleSpecs(),
    build: scheduleFromSpec,
    words: (spec) => `schedule ${literal(spec)}`,
    code: (spec) => flowproofCode(['scheduleFromSpec'], `scheduleFromSpec(${literal(spec)})`),
  };
}
