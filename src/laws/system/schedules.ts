/** Our own schedules, as trials. */
import { type Schedule, userSchedule } from '../../schedules/index.ts';
import { schedules } from '../arbitraries/schedules.ts';
import { flowproofCode, literal } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { scheduleBoundary } from '../schedule/schedule-boundary.ts';
import { scheduleDerivatives } from '../schedule/schedule-derivatives.ts';
import { scheduleInverses } from '../schedule/schedule-inverses.ts';
import { MORE_SCHEDULES } from './own-schedules.ts';

/** α = t²(3 − 2t), σ = 1 − α: as a user would write it. */
const SMOOTHSTEP: Schedule = userSchedule({
  name: 'userSchedule smoothstep',
  alpha: (t) => t * t * (3 - 2 * t),
  sigma: (t) => (1 - t) * (1 - t) * (1 + 2 * t),
  alphaDot: (t) => 6 * t * (1 - t),
  sigmaDot: (t) => -6 * t * (1 - t),
});

/** α = t, σ = 1 − t², with σ̇ left to extrapolated differences. */
const MEASURED: Schedule = userSchedule({
  name: 'userSchedule with a measured derivative',
  alpha: (t) => t,
  sigma: (t) => (1 - t) * (1 + t),
  alphaDot: () => 1,
  sigmaSigmaDot: (t) => -2 * t * (1 - t) * (1 + t),
  derivatives: 'richardson',
});

/** Every built-in schedule, schedules of a user, and random ones, against the three laws of schedules. */
export function scheduleTrials(): Trial[] {
  return [scheduleDerivatives, scheduleInverses, scheduleBoundary].flatMap((law) => [
    ...MORE_SCHEDULES.map((schedule) =>
      trial(
        law(schedule, {
          code: flowproofCode(['scheduleFromSpec'], `scheduleFromSpec(${literal(schedule.spec)})`),
        }),
      ),
    ),
    trial(law(SMOOTHSTEP)),
    trial(law(MEASURED)),
    trial(law.over(schedules())),
  ]);
}
