import { expect, test } from 'vitest';
import { exact } from '../../../src/oracle/arithmetic/tracked.ts';
import { alpha, alphaDot, pointAt, sigma, sigmaDot } from '../../../src/oracle/formulas/schedules.ts';
import { logSnr, snr, timeOfSnr } from '../../../src/oracle/formulas/snr.ts';
import { schedules } from '../../../src/oracle/operations/fields.ts';
import { richardsonDerivative, scheduleFromSpec } from '../../../src/schedules/index.ts';

const TIMES = [0.08, 0.21, 0.37, 0.5, 0.66, 0.83, 0.92];
/** 16 roundings of a number of its size, for the other side's own arithmetic. */
const ROUNDINGS = 16 * 2.220446049250313e-16;

const within = (value: { v: number; e: number }, other: number, slack: number): void => {
  const gap = Math.abs(value.v - other);
  if (!(gap <= value.e + slack)) expect.fail(`${value.v} ± ${value.e} against ${other} ± ${slack}`);
};

test.each(schedules)('$kind: derivatives are those of α and σ, by extrapolated differences', (spec) => {
  for (const [f, dot] of [
    [alpha, alphaDot],
    [sigma, sigmaDot],
  ] as const) {
    const noise = ROUNDINGS * Math.max(f(spec, exact(0)).v, f(spec, exact(1)).v);
    for (const t of TIMES) {
      const { value, error } = richardsonDerivative((s) => f(spec, exact(s)).v, t, noise);
      expect(error).toBeLessThan(1e-7 * Math.max(1, Math.abs(value)));
      within(dot(spec, exact(t)), value, error);
    }
  }
});

test.each(schedules)('$kind: values are those of the engine, written apart from it', (spec) => {
  const engine = scheduleFromSpec(spec);
  for (const t of TIMES) {
    const point = pointAt(spec, exact(t));
    within(point.alpha, engine.alpha(t), ROUNDINGS);
    within(point.sigma, engine.sigma(t), ROUNDINGS * engine.sigma(0));
    within(point.alphaDot, engine.alphaDot(t), ROUNDINGS * Math.abs(engine.alphaDot(t)));
    within(point.sigmaDot, engine.sigmaDot(t), ROUNDINGS * Math.abs(engine.sigmaDot(t)));
    within(snr(spec, exact(t)), engine.snr(t), ROUNDINGS * engine.snr(t));
    within(logSnr(spec, exact(t)), engine.logSnr(t), ROUNDINGS * Math.max(1, Math.abs(engine.logSnr(t))));
  }
});

test.each(schedules)('$kind: the time of a level has that level', (spec) => {
  for (const t of TIMES) within(timeOfSnr(spec, snr(spec, exact(t))), t, 0);
});
