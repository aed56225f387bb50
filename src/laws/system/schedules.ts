/** Our own schedules, as trials. */
import { condOT, cosine, linearVP, ot, polynomial, ve, vp } from '../../schedules/index.ts';
import { schedules } from '../arbitraries/schedules.ts';
import { type Trial, trial } from '../core/trial.ts';
import { scheduleDerivatives } from '../schedule/schedule-derivatives.ts';

/** Every built-in schedule, and random ones. */
export function scheduleTrials(): Trial[] {
  const own = [
    condOT,
    ot({ sigmaMin: 0.1 }),
    polynomial({ n: 2 }),
    polynomial({ n: 0.5 }),
    cosine,
    linearVP,
    vp(),
    ve({ sigmaMin: 0.02, sigmaMax: 20 }),
  ];
  return [
    ...own.map((schedule) => trial(scheduleDerivatives(schedule))),
    trial(scheduleDerivatives.over(schedules())),
  ];
}
