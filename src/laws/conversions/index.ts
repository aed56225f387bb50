export {
  changeOfSchedule,
  type ScheduleChangeCase,
  type ScheduleChangeSubject,
  scheduleChangeOf,
} from './change-of-schedule.ts';
export { type ConversionCase, conversions } from './conversions.ts';
export type { TwoBumps } from './known-path.ts';
export {
  type ParametrizationSubject,
  parametrizationCode,
  parametrizationOf,
  parametrizations,
} from './parametrization.ts';
