export { type ScheduleEnd, scheduleBoundary } from './schedule-boundary.ts';
export { type ScheduleTime, scheduleDerivatives } from './schedule-derivatives.ts';
export { type LevelTimes, scheduleInverses } from './schedule-inverses.ts';
