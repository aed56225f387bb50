/** `solve` on times of the user. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { condOT } from '../../src/schedules/index.ts';
import { dpmSolver, euler, midpoint, rk4, solve, uniPc } from '../../src/solvers/index.ts';
import { timeIn } from '../../src/solvers/time-grid.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { bits, swirl } from './problems.ts';
import { solvers, tableaus } from './solver-list.ts';

/** Times whose mirror 1 − t is exact: multiples of 2⁻⁵³. */
const exactTimes = fc
  .uniqueArray(fc.integer({ min: 1, max: 2 ** 20 - 1 }), { minLength: 0, maxLength: 8 })
  .map((inner) => [0, ...inner.toSorted((a, b) => a - b).map((i) => i / 2 ** 20), 1]);
const anyTimes = fc
  .uniqueArray(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), { minLength: 1, maxLength: 8 })
  .map((inner) => [0, ...inner.toSorted((a, b) => a - b), 1]);
const x0 = Float64Array.of(0.5, -1, 1.25, 0.75);

describe.each(solvers)('$name', (solver) => {
  test('takes equal times for equal steps, to the bit', () => {
    for (const [from, to, steps] of [
      [0, 1, 7],
      [1, 0, 5],
      [0.1, 0.7, 6],
    ] as const) {
      const grid = Float64Array.from({ length: steps + 1 }, (_, i) =>
        i === steps ? to : from + (to - from) * (i / steps),
      );
      const given = solve(swirl, x0, { dim: 2, solver, grid });
      const counted = solve(swirl, x0, { dim: 2, solver, steps, from, to });
      expect(bits(given.x)).toEqual(bits(counted.x));
      expect([given.nfe, [...given.times]]).toEqual([counted.nfe, [...counted.times]]);
    }
  });

  test('mirrors to the bit: u over falling times is −u(1 − s) over rising ones', () => {
    const mirrored: VelocityFunction = (s, x, out) => {
      swirl(1 - s, x, out);
      for (let i = 0; i < out.length; i++) out[i] = -out[i]!;
    };
    fc.assert(
      fc.property(exactTimes, fc.boolean(), fc.boolean(), (times, single, compensated) => {
        const start = single ? Float32Array.from(x0) : x0;
        const there = solve(mirrored, start, { dim: 2, solver, grid: times, compensated });
        const back = solve(swirl, start, { dim: 2, solver, grid: times.map((t) => 1 - t), compensated });
        expect(bits(back.x)).toEqual(bits(there.x));
      }),
      { numRuns: 30 },
    );
  });

  test('passes the times given, evaluates inside them, and says how many steps it took', () => {
    fc.assert(
      fc.property(anyTimes, (times) => {
        const seen: number[] = [];
        const watch: VelocityFunction = (t, x, out) => {
          seen.push(t);
          swirl(t, x, out);
        };
        const { times: grid, nfe, accepted, rejected } = solve(watch, x0, { dim: 2, solver, grid: times });
        expect([...grid]).toEqual(times);
        expect([nfe, accepted, rejected]).toEqual([seen.length, times.length - 1, 0]);
        expect(seen.every((t) => t >= 0 && t <= 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('needs steps or a grid, and not both', () => {
    const run = (options: object): unknown => solve(swirl, x0, { dim: 2, solver, ...options });
    expect(() => run({})).toThrow(/^steps: expected an integer >= 1, received undefined/);
    expect(() => run({ steps: 2, grid: [0, 1] })).toThrow(/^steps: expected nothing beside grid/);
    expect(() => run({ from: 0, grid: [0, 1] })).toThrow(/^from: expected nothing beside grid/);
    expect(() => run({ to: 1, grid: [0, 1] })).toThrow(/^to: expected nothing beside grid/);
    expect(() => run({ steps: -1 })).toThrow(/^steps: expected an integer >= 1, received -1/);
  });
});

test.each<[string, unknown]>([
  ['grid', []],
  ['grid', [0.5]],
  ['grid', 7],
  ['grid', null],
  ['grid[1]', [0, 1.000001]],
  ['grid[0]', [-1e-9, 1]],
  ['grid[1]', [0, Number.NaN, 1]],
  ['grid[1]', [0, 0]],
  ['grid[2]', [0, 0.5, 0.25, 1]],
  ['grid[2]', [1, 0.5, 0.75]],
])('%s is refused in %o', (argument, grid) => {
  const run = (): unknown => solve(swirl, x0, { dim: 2, solver: rk4, grid: grid as never });
  expect(run).toThrow(ArgumentError);
  expect(run).toThrow(new RegExp(`^${argument.replace(/[[\]]/g, '\\$&')}: expected`));
});

test('stages stay between their times, c = 0 and 1 are those times, whatever the rounding', () => {
  const c = fc.constantFrom(
    { p: 0, q: 1 },
    { p: 1, q: 3 },
    { p: 8, q: 9 },
    { p: 0.9800255409045097, q: 1 },
    { p: 1, q: 1 },
  );
  const pair = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 3 })),
  );
  fc.assert(
    fc.property(pair, c, ([a, other], fraction) => {
      // Neighbours some ulps apart, too.
      const b = other >= 1 ? Math.min(1, a + other * 2 ** -53) : other;
      fc.pre(a !== b);
      const grid = { kind: 'times', times: Float64Array.of(a, b), steps: 1 } as const;
      const t = timeIn(grid, 0, fraction);
      if (fraction.p === 0) return t === a;
      if (fraction.p === fraction.q) return t === b;
      return (
        t >= Math.min(a, b) &&
        t <= Math.max(a, b) &&
        Math.abs(t - (a + (fraction.p / fraction.q) * (b - a))) <= 2 ** -51
      );
    }),
  );
});

test('trailing stages without a weight are not evaluated', () => {
  for (const [solver, evaluations] of tableaus) {
    for (const steps of [1, 5]) {
      expect(solve(swirl, x0, { dim: 2, solver, steps }).nfe).toBe(steps * evaluations);
    }
  }
});

describe('an own method for the last step', () => {
  /** The flow to a point: a pole at t = 1. */
  const pole: VelocityFunction = (t, x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = (3 - x[i]!) / (1 - t);
  };

  test('keeps off the end where the field has a pole', () => {
    for (const solver of [
      rk4,
      dpmSolver({ order: 2, schedule: condOT }),
      uniPc({ order: 3, schedule: condOT }),
    ]) {
      const run = (options: object) =>
        solve(pole, Float64Array.of(1), { dim: 1, solver, steps: 5, ...options });
      if (solver === rk4) expect(() => run({})).toThrow(/step 5 of 5, t = 1/);
      expect(Math.abs(run({ lastStep: euler }).x[0]! - 3)).toBeLessThanOrEqual(2 ** -48);
    }
  });

  test('is those N − 1 steps and that one', () => {
    const grid = [0, 0.2, 0.5, 0.6, 1];
    for (const solver of solvers) {
      const { x, nfe } = solve(swirl, x0, { dim: 2, solver, grid, lastStep: midpoint });
      const first = solve(swirl, x0, { dim: 2, solver, grid: grid.slice(0, 4) });
      const last = solve(swirl, first.x, { dim: 2, solver: midpoint, steps: 1, from: 0.6 });
      expect(Math.abs(nfe - first.nfe)).toBe(2);
      x.forEach((v, i) => {
        // Stage times of a list and of equal steps differ by an ulp.
        expect(Math.abs(v - last.x[i]!)).toBeLessThanOrEqual(8 * 2 ** -52);
      });
    }
  });

  test('must be a tableau', () => {
    expect(() => solve(swirl, x0, { dim: 2, solver: rk4, steps: 2, lastStep: 'euler' as never })).toThrow(
      /^lastStep: expected a Runge–Kutta tableau/,
    );
  });
});

test('a plan is plain data, which threads can be sent, even with functions as schedule', async () => {
  const { plan } = await import('../../src/solvers/solve.ts');
  const { integrate } = await import('../../src/solvers/integrate.ts');
  const schedule = { ...condOT };
  for (const solver of [...solvers, dpmSolver({ order: 3, schedule }), uniPc({ order: 3, schedule })]) {
    const options = { dim: 2, solver, grid: [0, 0.25, 0.3, 0.75, 1] };
    const x = x0.slice();
    integrate(swirl, x, structuredClone(plan(options, 2)), null);
    expect(bits(x)).toEqual(bits(solve(swirl, x0, options).x));
  }
});
