/** What a run that stops before its end returns. */
import { describe, expect, test } from 'vitest';
import { dop853, dopri5, solveAdaptive, type VelocityFunction } from '../../../src/solvers/index.ts';
import { swirl } from '../problems.ts';
import { largestError, swirlStart, wall } from './exact-problems.ts';

describe('a run that cannot go on', () => {
  test('returns its state and time at the step limit', () => {
    const full = solveAdaptive(swirl, swirlStart(), { dim: 2, solver: dopri5, rtol: 1e-8, dense: true });
    const run = solveAdaptive(swirl, swirlStart(), {
      dim: 2,
      solver: dopri5,
      rtol: 1e-8,
      maxSteps: 5,
      times: [0.001, 1],
    });
    expect(run.status).toBe('step-limit');
    expect(run.reason).toMatch(/5 steps/);
    expect(run.accepted + run.rejected).toBe(5);
    expect(run.t).toBe(run.times.at(-1));
    expect(run.t).toBeLessThan(1);
    expect(run.x).toEqual(full.at!(run.t));
    expect(Number.isFinite(run.path![0])).toBe(true);
    expect([...run.path!.slice(4)].every(Number.isNaN)).toBe(true);
  });

  test('takes a single step of any size', () => {
    const options = { dim: 2, solver: dopri5, maxSteps: 1, firstStep: 2 ** -20 } as const;
    const run = solveAdaptive(swirl, swirlStart(), options);
    expect(run).toMatchObject({ status: 'step-limit', accepted: 1, rejected: 0, t: 2 ** -20 });
  });

  test('ends before a pole, and says where', () => {
    const pole: VelocityFunction = (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = 1 / (1 - t);
    };
    const run = solveAdaptive(pole, new Float64Array([0]), { dim: 1, solver: dopri5 });
    expect(run.status).toBe('step-too-small');
    expect(run.reason).toContain(String(run.t));
    expect(Math.abs(run.t - 1)).toBeLessThanOrEqual(1e-12);
    expect(Number.isFinite(run.x[0])).toBe(true);
  });

  test('does not take a step to infinity, however small its error estimate', () => {
    const huge: VelocityFunction = (_t, _x, out) => out.fill(1.5e308);
    const run = solveAdaptive(huge, new Float64Array([1e308]), { dim: 1, solver: dopri5 });
    expect(run.status).toBe('step-too-small');
    expect(Number.isFinite(run.x[0])).toBe(true);
  });

  test('ends where the field stops to be finite', () => {
    const run = solveAdaptive(wall, new Float64Array([1]), { dim: 1, solver: dop853 });
    expect(run.status).toBe('step-too-small');
    expect(Math.abs(run.t - 0.5)).toBeLessThanOrEqual(1e-12);
    expect(largestError(run.x, [Math.exp(0.5)])).toBeLessThanOrEqual(1e-6);
  });
});
