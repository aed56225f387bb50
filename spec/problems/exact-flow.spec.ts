import { describe, expect, it } from 'vitest';
import { namedProblem, problemFromSpec } from '../../src/problems/index.ts';
import { euler, heun, rk4, solve, type Tableau } from '../../src/solvers/index.ts';

describe('the anchor', () => {
  const { velocity, start, dim, truth } = problemFromSpec(namedProblem('anchor'));
  const { states, radius, from } = truth([1]);
  const rmse = (solver: Tableau, steps: number): string => {
    const { x } = solve(velocity, start, { dim, solver, steps });
    return Math.sqrt(x.reduce((sum, v, i) => sum + (v - states[i]!) ** 2, 0) / x.length).toExponential(3);
  };

  it('has the published errors', () => {
    expect([8, 16, 32, 64, 128, 256].map((N) => rmse(euler, N))).toEqual([
      '2.551e-1',
      '1.423e-1',
      '8.039e-2',
      '4.258e-2',
      '1.604e-2',
      '7.615e-3',
    ]);
    expect([8, 64, 256].map((N) => rmse(heun, N))).toEqual(['3.636e-2', '4.629e-4', '2.994e-5']);
    expect([8, 64, 256].map((N) => rmse(rk4, N))).toEqual(['1.042e-3', '4.592e-7', '1.900e-9']);
  });

  it('knows its truth far below every error of the table', () => {
    expect(from).toBe('distribution function');
    expect(!(radius < 1e-12)).toBe(false);
  });
});
