import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/benchmark/cells.ts';
import { logDensityOf } from '../../src/benchmark/log-density-of.ts';
import { namedProblem, problemFromSpec } from '../../src/problems/index.ts';
import { dopri5, euler, heun } from '../../src/solvers/index.ts';

const control = { profile: 'flowproof', control: 'batch', maxSteps: 10_000 } as const;
const fixed = (steps: number): Cell =>
  ({ steps, tolerance: null, grid: { kind: 'uniform' }, dtype: 'float64' }) as Cell;
const adaptive = (tolerance: number): Cell =>
  ({ steps: null, tolerance, grid: null, dtype: 'float64' }) as Cell;

describe('the metric logDensity', () => {
  const problem = problemFromSpec(namedProblem('gaussian-2d'));

  it('falls with the order of the solver', () => {
    for (const [solver, order] of [
      [euler, 1],
      [heun, 2],
    ] as const) {
      const at = (steps: number): number =>
        logDensityOf(problem, solver, fixed(steps), control, problem.start)!;
      expect(!(Math.abs(Math.log2(at(128) / at(256)) - order) < 0.25)).toBe(false);
    }
  });

  it('falls with the tolerance, and is null for a run that gave up', () => {
    const at = (tolerance: number, maxSteps = 10_000): number | null =>
      logDensityOf(problem, dopri5, adaptive(tolerance), { ...control, maxSteps }, problem.start);
    expect(!(at(1e-8)! < 1e-3 * at(1e-4)!)).toBe(false);
    expect(at(1e-8, 3)).toBeNull();
  });

  it('is null where there is no density: classic tests, networks, mass points', () => {
    for (const name of ['detest-a1', 'learned']) {
      const other = problemFromSpec(namedProblem(name));
      expect(logDensityOf(other, heun, fixed(4), control, other.start)).toBeNull();
    }
    const masses = problemFromSpec({
      kind: 'flow',
      target: { kind: 'gaussian-mixture', weights: [1], means: [[1]], stds: [0] },
      schedule: { kind: 'cond-ot' },
      start: { kind: 'normal-quantiles', count: 3 },
    });
    expect(logDensityOf(masses, euler, fixed(4), control, masses.start)).toBeNull();
  });
});
