/**
 * The laws: properties of schedules, paths, fields, losses, networks, solvers, densities and couplings, for fast-check and for
 * any test runner. Needs the peer dependency fast-check.
 *
 * @module
 */

export * from './arbitraries/index.ts';
export * from './core/index.ts';
export type { Mistake } from './power/mistake.ts';
export * from './registry.ts';
export { type ScheduleTime, scheduleDerivatives } from './schedule/schedule-derivatives.ts';
