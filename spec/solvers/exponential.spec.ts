/** DPM-Solver++ and UniPC: formulas, ends and orders. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError, PoleError } from '../../src/errors.ts';
import { cdfMap, marginalField } from '../../src/fields/index.ts';
import { condOT, cosine, linearVP, polynomial, type Schedule, ve, vp } from '../../src/schedules/index.ts';
import { dpmSolver, euler, heun3, ralston, solve, type Tableau, uniPc } from '../../src/solvers/index.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { written } from './written-exponential.ts';

const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
const x0 = Float64Array.of(-1.5, -0.6, -0.3, 0.1, 0.4, 1.7);
const family = (schedule: Schedule, start?: Tableau) => [
  dpmSolver({ order: 1, schedule }),
  dpmSolver({ order: 2, schedule, ...(start && { start }) }),
  dpmSolver({ order: 3, schedule, ...(start && { start }) }),
  dpmSolver({ order: 2, schedule, exact: true, ...(start && { start }) }),
  dpmSolver({ order: 3, schedule, exact: true, ...(start && { start }) }),
  uniPc({ order: 2, schedule, ...(start && { start }) }),
  uniPc({ order: 3, schedule, ...(start && { start }) }),
];

describe('the steps', () => {
  const speed = (t: number, x: number): number => Math.sin(3 * x) + t * x - 0.5;
  const velocity: VelocityFunction = (t, x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = speed(t, x[i]!);
  };

  test('are those of the papers between the ends, on any path and uneven grid', () => {
    const grid = fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 9 }).map((gaps) => {
      const total = gaps.reduce((a, b) => a + b, 0);
      let sum = 0;
      return [0.1, ...gaps.map((gap) => 0.1 + (0.8 * (sum += gap)) / total)];
    });
    fc.assert(
      fc.property(
        grid,
        fc.constantFrom(
          condOT,
          cosine,
          linearVP,
          vp(),
          polynomial({ n: 2 }),
          ve({ sigmaMin: 0.1, sigmaMax: 3 }),
        ),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (times, schedule, start) => {
          for (const solver of family(schedule)) {
            const kind = solver.kind === 'unipc' ? 'uni' : solver.exact ? 'exact' : 'dpm';
            const truth = written(schedule, speed, kind, solver.order, times, start);
            const { x } = solve(velocity, Float64Array.of(start), { dim: 1, solver, grid: times });
            // A few hundred roundings of numbers below 100, grown by the field's e^{∫|∂u/∂x|} ≤ e^{4}; mistakes show at 1e-3.
            if (!(Math.abs(x[0]! - truth) <= 1e-10 * Math.max(1, Math.abs(truth)))) return false;
          }
          return true;
        },
      ),
    );
  });

  test('a start takes the first order − 1 of them, as many as there are, with three evaluations each here', () => {
    for (const solver of family(condOT, heun3).slice(1)) {
      for (const steps of [1, 2, 3, 6]) {
        const { nfe } = solve(velocity, x0, { dim: 1, solver, steps, from: 0.1, to: 0.9 });
        expect(nfe, solver.name).toBe(steps + 2 * Math.min(solver.order - 1, steps));
      }
    }
  });

  test('dpm++1 on the linear path is Euler’s method, to rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.boolean(), (steps, backward) => {
        const [from, to] = backward ? [1, 0] : [0, 1];
        const run = (solver: Parameters<typeof solve>[2]['solver']): Float64Array =>
          solve(velocity, x0, { dim: 1, solver, steps, from, to }).x;
        const [one, other] = [run(dpmSolver({ order: 1, schedule: condOT })), run(euler)];
        // η differs from h by 2 ulps, so each of ≤ 40 steps by 4 ulps of numbers below 4, grown by e⁴.
        return one.every((v, i) => Math.abs(v - other[i]!) <= 40 * 4 * 2 ** -51 * 55);
      }),
    );
  });
});

describe('both ends', () => {
  test('one evaluation a step, none at t = 1, and nothing but finite numbers, on the whole of [0, 1] and back', () => {
    for (const schedule of [condOT, cosine, linearVP, vp()]) {
      const field = marginalField({ schedule, target });
      for (const solver of family(schedule)) {
        const seen: number[] = [];
        const { x, nfe } = solve(
          (t, state, out) => {
            seen.push(t);
            field.velocity(t, state, out);
          },
          x0,
          { dim: 1, solver, steps: 6 },
        );
        expect([nfe, seen.length, Math.max(...seen) < 1]).toEqual([6, 6, true]);
        expect(x.every(Number.isFinite)).toBe(true);
      }
    }
    const field = marginalField({ schedule: condOT, target });
    for (const solver of family(condOT)) {
      const back = solve(field, x0, { dim: 1, solver, steps: 6, from: 1, to: 0 });
      expect([back.nfe, back.x.every(Number.isFinite)]).toEqual([6, true]);
    }
  });

  test('the flow to a point is straight in (α, σ): every step is exact, up to the end', () => {
    for (const schedule of [condOT, cosine, linearVP, polynomial({ n: 1 })]) {
      const z = 0.75;
      // u = α̇ z + σ̇ (x − αz)/σ.
      const field: VelocityFunction = (t, x, out) => {
        for (let i = 0; i < x.length; i++) {
          out[i] =
            schedule.alphaDot(t) * z +
            (schedule.sigmaDot(t) * (x[i]! - schedule.alpha(t) * z)) / schedule.sigma(t);
        }
      };
      for (const solver of family(schedule)) {
        const { path, times } = solve(field, Float64Array.of(1.25), { dim: 1, solver, steps: 7, path: true });
        for (const [i, t] of times.entries()) {
          const truth = schedule.alpha(t) * z + schedule.sigma(t) * 1.25;
          // (x − αz)/σ grows the rounding of x by 1/σ ≤ 7, over 7 steps.
          expect(Math.abs(path![i]! - truth), `${solver.name} ${schedule.name} ${t}`).toBeLessThanOrEqual(
            100 * 2 ** -52,
          );
        }
      }
    }
  });

  test('3M is 2M as long as only one node lies past λ = −∞, to the bit', () => {
    const field = marginalField({ schedule: condOT, target });
    for (const exact of [false, true]) {
      const [two, three, four] = [2, 3, 3].map(
        (order, i) =>
          solve(field, x0, {
            dim: 1,
            solver: dpmSolver({ order: order as 2 | 3, schedule: condOT, exact }),
            grid: [0, 0.2, 0.5, 0.8, 0.9].slice(0, i === 2 ? 5 : 4),
          }).x,
      );
      expect(three).toEqual(two);
      expect(four).not.toEqual(three);
    }
  });

  test('float32 and compensated float32 follow float64', () => {
    const field = marginalField({ schedule: condOT, target });
    for (const solver of family(condOT)) {
      const run = (start: Float32Array | Float64Array, compensated: boolean) =>
        solve(field, start, { dim: 1, solver, steps: 16, compensated }).x;
      const truth = run(x0, false);
      for (const compensated of [false, true]) {
        const x = run(Float32Array.from(x0), compensated);
        // Half an ulp of 2 at the end, and 16 steps of a few more, grown by the flow's stretch of about 10.
        x.forEach((v, i) => {
          expect(Math.abs(v - truth[i]!)).toBeLessThanOrEqual(64 * 2 ** -23);
        });
      }
    }
  });
});

describe('order', () => {
  const targets = [
    target,
    gaussianMixture({ weights: [0.5, 0.5], means: [[-1], [1]], stds: [0.4, 0.6] }),
    gaussianMixture({ weights: [1], means: [[0.5]], stds: [0.5] }),
  ];
  const slope = (
    schedule: Schedule,
    solver: ReturnType<typeof family>[number],
    goal: typeof target,
    [from, to]: readonly [number, number],
  ): number => {
    const truth = new Float64Array(x0.length);
    cdfMap({ schedule, target: goal }).map(from, to, x0, truth);
    const field = marginalField({ schedule, target: goal });
    const error = (steps: number): number => {
      const { x } = solve(field, x0, { dim: 1, solver, steps, from, to });
      return Math.sqrt(x.reduce((sum, v, i) => sum + (v - truth[i]!) ** 2, 0));
    };
    return Math.log2(error(128) / error(256));
  };
  const orders = (schedule: Schedule, span: readonly [number, number], start?: Tableau): number[][] =>
    targets.map((goal) => family(schedule, start).map((solver) => slope(schedule, solver, goal, span)));
  const expectOrders = (found: number[][], expected: number[]): void => {
    for (const slopes of found) {
      slopes.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!), JSON.stringify(found)).toBeLessThanOrEqual(0.35);
      });
    }
  };

  test('inside, without a start: 1, 2, 2, exact 2, 2, and 3, 3', () =>
    // Backward: there the first steps, which are what makes it 3, err more.
    expectOrders(orders(condOT, [0.9, 0.1]), [1, 2, 2, 2, 2, 3, 3]));
  test('inside, after a start of order 3: 1, 2, 2, exact 2, 3, and 3, 4', () =>
    expectOrders(orders(condOT, [0.1, 0.9], heun3), [1, 2, 2, 2, 3, 3, 4]));
  test('on all of [0, 1]: 1 and 2, for the steps at the ends are of order 1', () =>
    expectOrders(orders(condOT, [0, 1]), [1, 2, 2, 2, 2, 2, 2]));

  test('the names say which', () => {
    const names = ['dpm++1', 'dpm++2m', 'dpm++3m', 'dpm++2m-exact', 'dpm++3m-exact', 'unipc2', 'unipc3'];
    expect(family(condOT).map(({ name }) => name)).toEqual(names);
    expect(dpmSolver({ order: 1, schedule: condOT, exact: true }).name).toBe('dpm++1');
  });
});

describe('what is refused', () => {
  const still: VelocityFunction = (_, x, out) => void out.fill(0, 0, x.length);
  const run = (solver: Parameters<typeof solve>[2]['solver'], options = {}): unknown =>
    solve(still, Float64Array.of(1), { dim: 1, solver, steps: 4, ...options });

  test.each([0, 4, 1.5, '2', undefined])('order %s', (order) => {
    expect(() => dpmSolver({ order: order as never, schedule: condOT })).toThrow(
      /^order: expected 1, 2 or 3/,
    );
    expect(() => uniPc({ order: order as never, schedule: condOT })).toThrow(/^order: expected 2 or 3/);
    for (const solver of [dpmSolver({ order: 2, schedule: condOT }), uniPc({ order: 2, schedule: condOT })]) {
      expect(() => run({ ...solver, order: order as never })).toThrow(/^solver\.order: expected/);
    }
  });

  test('a schedule that is none, or has no finite value', () => {
    expect(() => run(dpmSolver({ order: 2, schedule: undefined as never }))).toThrow(
      /^solver\.schedule\.alpha: expected a function/,
    );
    expect(() => run(dpmSolver({ order: 2, schedule: { ...condOT, sigmaDot: 3 as never } }))).toThrow(
      /^solver\.schedule\.sigmaDot/,
    );
    expect(() => run(dpmSolver({ order: 2, schedule: { ...condOT, alpha: () => NaN } }))).toThrow(
      ArgumentError,
    );
  });

  test('a time where the velocity does not tell the data: the start of t²', () => {
    const solver = dpmSolver({ order: 2, schedule: polynomial({ n: 2 }) });
    expect(() => run(solver)).toThrow(PoleError);
    expect(() => run(solver)).toThrow(/at t = 0: .*start a little later/);
    expect(() => run(solver, { from: 0.01 })).not.toThrow();
  });

  test('a path that stands still: λ of two times is the same', () => {
    const halt = { alpha: () => 0.5, sigma: () => 0.5, alphaDot: () => 1, sigmaDot: () => -1 };
    expect(() => run(dpmSolver({ order: 3, schedule: halt }))).toThrow(PoleError);
    expect(() => run(uniPc({ order: 2, schedule: halt }))).toThrow(/times whose α\/σ differ/);
  });

  test('a start of too low an order, or that is wrong', () => {
    expect(() => run(dpmSolver({ order: 3, schedule: condOT, start: euler }))).toThrow(
      /^solver\.start: expected a Runge–Kutta method of order 2/,
    );
    const unbalanced = { ...ralston, b: ['1', '1'] };
    expect(() => run(dpmSolver({ order: 3, schedule: condOT, start: unbalanced }))).toThrow(
      /^solver\.start\.b: expected/,
    );
    expect(() => run(dpmSolver({ order: 3, schedule: condOT, start: ralston }))).not.toThrow();
  });
});
