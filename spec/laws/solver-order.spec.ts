/** The laws that judge a limit N → ∞ of a solver: its order, and what is left of going there and back. */
import { describe, expect, it } from 'vitest';
import {
  type SolverSubject,
  solverAffineInvariance,
  solverOrder,
  solverTimeReversal,
  tableauSolver,
} from '../../src/laws/solver/index.ts';
import { judgeable, observeOrder } from '../../src/laws/solver/observed-order.ts';
import { euler, heun, rk4 } from '../../src/solvers/index.ts';

describe('solver-order', () => {
  it('is judged from both sides', () => {
    for (const tableau of [euler, heun, rk4]) {
      for (const claimed of [tableau.order - 1, tableau.order + 1]) {
        if (claimed < 1) continue;
        const result = solverOrder({ ...tableauSolver(tableau), order: claimed }).check({ runs: 3 });
        expect(result.status).toBe('violated');
        expect(result.residual).toBeGreaterThan(0.7);
        expect(result.residual).toBeLessThan(1.3);
        expect(result.bound).toBeLessThan(0.5);
        expect(result.counterexample!.detail).toMatch(
          new RegExp(`observed order [\\d.]+ ± [\\d.]+ from \\d+ to \\d+ steps, order ${claimed} is claimed`),
        );
      }
    }
  });

  it('meets the same counterexample again', () => {
    const law = solverOrder({ ...tableauSolver(heun), order: 3 });
    const first = law.check({ runs: 4, seed: 7 });
    const again = law.check({ replay: first.replay! });
    expect(again.counterexample).toEqual(first.counterexample);
    expect(first.counterexample!.words).toMatch(/^ẋ = .* at [\d.]+, to [\d.]+$/);
    expect(law.at(first.counterexample!.case as never).residual).toBe(first.residual);
  });

  it('refuses errors that are lost in rounding', () => {
    const exact: SolverSubject = {
      ...tableauSolver(rk4),
      solve: (velocity, x0, span) =>
        tableauSolver(rk4).solve(velocity, x0, { ...span, steps: 128 * span.steps }),
    };
    const result = solverOrder(exact).check({ runs: 2 });
    expect(result.status).toBe('refused');
    expect(result.reason).toMatch(/rounding|no order/);
    expect(solverOrder(tableauSolver(rk4, { dtype: 'float32' })).check({ runs: 4 }).status).toBe('refused');
  });

  it('sees the whole order of series that are known', () => {
    const series = (order: number, c: number) =>
      judgeable(
        observeOrder(1, (n) => ({ error: (1 + c / n + 0.5 / (n * n)) / n ** order, rounding: 1e-17 })),
      );
    for (const order of [1, 2, 3, 4]) {
      for (const c of [-0.5, 0, 0.5]) {
        const found = series(order, c);
        expect(Math.abs(found.order - order)).toBeLessThanOrEqual(found.bar);
        expect(found.bar).toBeLessThan(0.1);
      }
    }
    // Neither an order nor a limit: (3 + cos(log N))/N.
    const wild = observeOrder(1, (n) => ({ error: (1.1 + Math.cos(3 * n)) / n, rounding: 0 }));
    expect(() => judgeable(wild)).toThrow(/no order/);
    expect(() => judgeable(null)).toThrow(/rounding/);
    // Errors within a hundred roundings are not read: four levels remain of six here, and three of five.
    const floor = (rounding: number) => observeOrder(1, (n) => ({ error: 1 / n, rounding }));
    expect(floor(3e-4)!.levels.map(({ steps }) => steps)).toEqual([4, 8, 16, 32]);
    expect(floor(2e-3)).toBeNull();
  });
});

describe('solver-time-reversal', () => {
  it('asks for odd orders at least, and is content with more', () => {
    const short = solverTimeReversal({ ...tableauSolver(heun), order: 4 }).check({ runs: 2 });
    expect(short.status).toBe('violated');
    expect(short.residual).toBeGreaterThan(1.9);
    expect(short.counterexample!.detail).toMatch(/there and back, at least 5 follows from order 4$/);
    expect(solverTimeReversal({ ...tableauSolver(rk4), order: 2 }).check({ runs: 2 })).toMatchObject({
      status: 'holds',
      residual: 0,
    });
  });

  it('takes symmetric methods at their word', () => {
    // The implicit midpoint rule, its equation solved to rounding.
    const implicit: SolverSubject = {
      order: 2,
      symmetric: true,
      weights: 1,
      solve(velocity, x0, { from, to, steps }) {
        const h = (to - from) / steps;
        let x = x0.slice();
        const k = new Float64Array(x.length);
        for (let i = 0; i < steps; i++) {
          const t = from + ((to - from) * (i + 0.5)) / steps;
          velocity(t, x, k);
          for (let it = 0; it < 60; it++)
            velocity(
              t,
              x.map((v, n) => v + (h / 2) * k[n]!),
              k,
            );
          x = x.map((v, n) => v + h * k[n]!);
        }
        return x;
      },
    };
    expect(solverTimeReversal(implicit).check({ runs: 3 }).status).toBe('holds');
    expect(solverOrder(implicit).check({ runs: 3 }).status).toBe('holds');
    expect(solverAffineInvariance({ order: 2, solve: implicit.solve }).check()).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(/61 evaluations a step: .*as for implicit methods that iterate/),
    });
    const result = solverTimeReversal({ ...tableauSolver(heun), symmetric: true }).check({ runs: 2 });
    expect(result.status).toBe('violated');
    expect(result.counterexample!.detail).toContain('16 steps there and back');
  });
});
