/** Inputs that many operations share, under the same names and with the same meaning. */
import type { ScheduleSpec } from '../../schedules/index.ts';
import type { InputField, OpenCase, Setting } from '../contract.ts';

/** One time for each row. */
export const time = (...ends: readonly (0 | 1)[]): InputField => ({
  name: 't',
  type: 'float',
  shape: ['rows'],
  meaning: 'time of each row, in [0, 1]; 0 is the source (noise), 1 the target (data)',
  domain: { kind: 'time', ends },
});

export const source: InputField = {
  name: 'x0',
  type: 'float',
  shape: ['rows', 'dim'],
  meaning: 'points of the source (noise)',
  domain: { kind: 'normal' },
};

export const target: InputField = {
  name: 'x1',
  type: 'float',
  shape: ['rows', 'dim'],
  meaning: 'points of the target (data)',
  domain: { kind: 'normal', scale: 1.5, shift: 0.7 },
};

export const point: InputField = {
  name: 'x',
  type: 'float',
  shape: ['rows', 'dim'],
  meaning: 'points at time t',
  domain: { kind: 'normal', scale: 1.3 },
};

/** Batches of points: drawn so that rows and dim differ, and neither is 1. */
export const batch: Readonly<Record<string, readonly [number, number]>> = { rows: [2, 6], dim: [2, 5] };

/** All kinds of schedules, with the parameters in common use and one more. */
export const schedules: readonly ScheduleSpec[] = [
  { kind: 'cond-ot' },
  { kind: 'ot', sigmaMin: 0.1 },
  { kind: 'polynomial', n: 2 },
  { kind: 'polynomial', n: 3 },
  { kind: 'vp', betaMin: 0.1, betaMax: 20 },
  { kind: 'linear-vp' },
  { kind: 'cosine' },
  { kind: 've', sigmaMin: 0.05, sigmaMax: 8 },
];

export const schedule: Setting = {
  name: 'schedule',
  meaning: 'the schedule (α, σ) of Xₜ = αₜ X₁ + σₜ X₀, by kind and parameters',
  values: schedules,
};

export const scheduleOf = (open: OpenCase): ScheduleSpec => open.settings.schedule as ScheduleSpec;
