import { describe, expect, test } from 'vitest';
import { euler, heun, rk4 } from '../../src/solvers/index.ts';
import { solve } from '../../src/solvers/solve.ts';
import { riccati, riccatiSolution } from './problems.ts';

/**
 * A method of order p has the error e(N) = C N⁻ᵖ (1 + c/N + O(N⁻²)). Its local slope s(N) = log₂ e(N)/e(2N) is then
 * p + d(N) with d(N) = c/(2N ln 2) + O(N⁻²): the deviation halves with every doubling, from both sides of p. Order
 * p + 1 or p − 1 would leave a deviation that tends to ±1.
 */
describe.each([euler, heun, rk4])('order of $name', (solver) => {
  test.each([
    { way: 'forward', from: 0, to: 1 },
    { way: 'backward', from: 1, to: 0 },
    { way: 'on a part', from: 0.125, to: 0.875 },
  ])('$way is exactly its order', ({ from, to }) => {
    const error = (steps: number): number => {
      const x0 = new Float64Array([riccatiSolution(from)]);
      const { x } = solve(riccati, x0, { dim: 1, solver, steps, from, to });
      return Math.abs(x[0]! - riccatiSolution(to));
    };
    const steps = [16, 32, 64, 128];
    // Rounding: at most 128 steps of some 10 roundings of a value ≤ 1, far below the errors that are compared.
    const rounding = 128 * 10 * 2 ** -53;
    expect(error(256)).toBeGreaterThan(10 * rounding);
    const deviation = steps.map((n) => Math.log2(error(n) / error(2 * n)) - solver.order);
    for (const [i, d] of deviation.entries()) {
      // |c| of these problems is below 5 (|d(16)| < 0.22 for all of them), so |d(N)| ≤ 5/(2N ln 2).
      expect(Math.abs(d)).toBeLessThanOrEqual(5 / (2 * steps[i]! * Math.LN2));
    }
    for (let i = 1; i < deviation.length; i++) {
      // The ratio is ½ (1 + O(1/N)): with |c| < 5 and N ≥ 16 the second-order term moves it by less than 5/16.
      const ratio = deviation[i]! / deviation[i - 1]!;
      expect(Math.abs(ratio - 0.5)).toBeLessThanOrEqual(0.5 * (5 / steps[i - 1]!));
    }
  });
});
