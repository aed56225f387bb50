/** Adams–Bashforth methods on equal and uneven steps. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adamsBashforthWeights } from '../../src/solvers/adams-bashforth.ts';
import { ab2, ab3, euler, heun3, ralston, solve } from '../../src/solvers/index.ts';
import { float32Kernel } from '../../src/solvers/kernel-float32.ts';
import { float64Kernel } from '../../src/solvers/kernel-float64.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { bits, swirl } from './problems.ts';

/** Uneven times in [0, 1]: neighbouring steps in any ratio up to 9. */
const uneven = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }).map((gaps) => {
  const total = gaps.reduce((a, b) => a + b, 0);
  let sum = 0;
  return [
    0,
    ...gaps.map((gap) => {
      sum += gap;
      return sum / total;
    }),
  ];
});

describe('the weights', () => {
  test('of equal steps are the known ones', () => {
    expect(adamsBashforthWeights([1, 1])).toEqual([3 / 2, -1 / 2]);
    adamsBashforthWeights([0.5, 0.5, 0.5]).forEach((w, j) => {
      expect(Math.abs(w - [23 / 12, -16 / 12, 5 / 12][j]!)).toBeLessThanOrEqual(2 ** -51);
    });
  });

  test('integrate every polynomial below their order over the next step, whatever the steps', () => {
    const step = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 3 }), fc.boolean(), (sizes, backward) => {
        const steps = sizes.map((size) => (backward ? -size : size));
        const weights = adamsBashforthWeights(steps);
        const nodes = [0, -steps[1]!, -(steps[1]! + (steps[2] ?? 0))];
        return steps.every((_, k) => {
          // ∫₀ʰ sᵏ ds = hᵏ⁺¹/(k + 1), and weights up to 100 beside values up to 18².
          const sum = weights.reduce((total, w, j) => total + steps[0]! * w * nodes[j]! ** k, 0);
          return Math.abs(sum - steps[0]! ** (k + 1) / (k + 1)) <= 1e-10;
        });
      }),
    );
  });
});

describe.each([ab2, ab3])('$name', (solver) => {
  const { order } = solver;
  const polynomial =
    (degree: number): VelocityFunction =>
    (t, _, out) => {
      out[0] = (degree + 1) * t ** degree;
    };
  const end = (degree: number, grid: ArrayLike<number>): number =>
    solve(polynomial(degree), Float64Array.of(0), { dim: 1, solver, grid }).x[0]!;

  test('solves ẋ = tᵏ exactly for k below its order on any grid, its start included, and not for the next k', () => {
    fc.assert(
      fc.property(uneven, (grid) => {
        for (let k = 0; k < order; k++) if (!(Math.abs(end(k, grid) - 1) <= 1e-13)) return false;
        // The start alone is exact for more.
        return grid.length <= order || !(Math.abs(end(order, grid) - 1) <= 1e-9);
      }),
    );
  });

  test('makes one evaluation a step and the start’s own before, none of them at the end of the interval', () => {
    for (const steps of [1, 2, 3, 10]) {
      const seen: number[] = [];
      const watch: VelocityFunction = (t, _, out) => {
        seen.push(t);
        out.fill(1);
      };
      const { nfe, accepted, rejected } = solve(watch, Float64Array.of(0), { dim: 1, solver, steps });
      const starts = Math.min(steps, order - 1);
      expect(nfe).toBe(seen.length);
      expect([nfe, accepted, rejected]).toEqual([starts * order + steps - starts, steps, 0]);
      expect(Math.max(...seen)).toBeLessThan(1);
    }
  });

  test('is the written formula after its start, each operation rounded, in both arithmetics', () => {
    fc.assert(
      fc.property(uneven, fc.boolean(), fc.boolean(), (grid, single, level) => {
        const times = level ? grid.map((_, i) => i / (grid.length - 1)) : grid;
        const equal = times.every((t, i) => t === i / (times.length - 1));
        const r = single ? Math.fround : (v: number): number => v;
        const Type = single ? Float32Array : Float64Array;
        const start = new Type([0.5, -1]);
        const head = Math.min(order, times.length);
        const lead = solve(swirl, start, { dim: 2, solver: solver.start, grid: times, path: true }).path!;
        const states = Array.from({ length: head }, (_, i) => lead.slice(2 * i, 2 * i + 2));
        const slope = (i: number): number[] => {
          const out = new Type(2);
          swirl(times[i]!, states[i]!, out);
          return [...out];
        };
        const constant = order === 2 ? { w: [3, -1], d: 2 } : { w: [23, -16, 5], d: 12 };
        for (let i = head - 1; i + 1 < times.length; i++) {
          const steps = Array.from({ length: order }, (_, j) => times[i - j + 1]! - times[i - j]!);
          const exact = equal ? constant.w : adamsBashforthWeights(steps);
          // How float32 holds weights that it cannot hold is tried by itself in kernels.spec.ts.
          const { weights, denominator } = (single ? float32Kernel : float64Kernel).load({
            stages: Int32Array.from(exact.keys()),
            weights: Float64Array.from(exact),
            denominator: equal ? constant.d : 1,
          });
          const w = [...weights];
          const h = r((equal ? 1 / (times.length - 1) : steps[0]!) / denominator);
          const f = w.map((_, j) => slope(i - j));
          states.push(
            new Type(
              [0, 1].map((c) => {
                let s = r(w[0]! * f[0]![c]!);
                for (let j = 1; j < order; j++) s = r(s + r(w[j]! * f[j]![c]!));
                return r(states[i]![c]! + r(h * s));
              }),
            ),
          );
        }
        const { x } = solve(swirl, start, { dim: 2, solver, grid: times });
        expect(bits(x)).toEqual(bits(states.at(-1)!));
      }),
    );
  });

  test('takes another start of order p − 1 at least', () => {
    const other = { ...solver, start: order === 2 ? euler : ralston };
    const x0 = Float64Array.of(1);
    expect(solve(swirl, new Float64Array(2), { dim: 2, solver: other, steps: 5 }).nfe).toBe(
      (order - 1) * (order - 1) + 5 - (order - 1),
    );
    const low = { ...ab3, start: euler };
    expect(() => solve(swirl, x0, { dim: 1, solver: low, steps: 5 })).toThrow(/^solver\.start: expected/);
    const unbalanced = { ...ab3, start: { ...heun3, b: ['1', '1', '1'] } };
    expect(() => solve(swirl, x0, { dim: 1, solver: unbalanced, steps: 5 })).toThrow(
      /^solver\.start\.b: expected/,
    );
    const wrong = { ...ab3, order: 4 as never, start: heun3 };
    expect(() => solve(swirl, x0, { dim: 1, solver: wrong, steps: 5 })).toThrow(
      /^solver\.order: expected 2 or 3/,
    );
  });
});
