/** Our own system held against every law: the trials of `flowproof verify`. */
import type { Trial } from '../core/trial.ts';
import { scheduleTrials } from './schedules.ts';

/** The trials of each room, by name: suites share them out among files. */
export const systemRooms: Readonly<Record<string, () => Trial[]>> = {
  schedules: scheduleTrials,
};

/** All trials, in a fixed order. */
export function systemTrials(): Trial[] {
  return Object.values(systemRooms).flatMap((trials) => trials());
}
