export { changeOfSchedule, type ScheduleChange, scheduleChange } from './change-of-schedule.ts';
export { type GaussianPath, gaussianPath, type Times } from './gaussian-path.ts';
export {
  type ConversionCoefficients,
  conversion,
  convert,
  type Parametrization,
} from './parametrizations.ts';
