import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CandidateTableau } from '../../src/certificates/candidate.ts';
import { ratio } from '../../src/certificates/exact-number.ts';
import {
  exactTrajectory,
  gaussianFlow,
  type RationalField,
} from '../../src/certificates/exact-trajectory.ts';
import { ArgumentError } from '../../src/errors.ts';
import { marginalField } from '../../src/fields/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { solve } from '../../src/solvers/index.ts';
import type { Tableau } from '../../src/solvers/tableau.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { type Arithmetic, type Bounded, bounded, float64 } from './running-error.ts';
import { tableaus } from './tableaus.ts';

const explicit = tableaus.filter(({ kind }) => kind !== 'gauss-legendre') as Tableau[];
const tableau = (name: string): Tableau => explicit.find((t) => t.name === name)!;
const sixteenths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: 16 * min, max: 16 * max }).map((n) => n / 16);

/** u(t, x) of N(m, s²), in any arithmetic. */
function velocity<N>(on: Arithmetic<N>, mean: number, variance: number, t: N, x: N): N {
  const [m, s2, one] = [on.number(mean), on.number(variance), on.number(1)];
  const rest = on.subtract(one, t);
  const spread = on.add(on.multiply(rest, rest), on.multiply(on.multiply(t, t), s2));
  const slope = on.divide(on.subtract(on.multiply(t, s2), rest), spread);
  return on.add(on.multiply(slope, x), on.multiply(m, on.subtract(one, on.multiply(t, slope))));
}

const asField =
  (mean: number, variance: number): VelocityFunction =>
  (t, x, out) => {
    for (let i = 0; i < x.length; i++) out[i] = velocity(float64, mean, variance, t, x[i]!);
  };

const decimal = (text: unknown): number => {
  const [p, q = '1'] = String(text).split('/');
  return Number(p) / Number(q);
};

/**
 * How far rounding can lead `solve`: the method once more with bounds. A coefficient has an error of one unit, a time of two; the sums
 * run in the order of `solve`, which for exact coefficients multiplies by h/D once instead of dividing every term.
 */
function roundingBound(
  method: CandidateTableau,
  mean: number,
  variance: number,
  start: number,
  steps: number,
): number {
  const on = bounded;
  const coefficient = (text: unknown): Bounded => {
    const value = decimal(text);
    return { value, error: 2 ** -52 * Math.abs(value) };
  };
  let x = on.number(start);
  for (let n = 0; n < steps; n++) {
    const k: Bounded[] = [];
    const advanced = (row: readonly unknown[]): Bounded => {
      let sum = on.number(0);
      row.forEach((entry, j) => {
        sum = on.add(sum, on.multiply(coefficient(entry), k[j]!));
      });
      return on.add(x, on.multiply({ value: 1 / steps, error: 2 ** -53 / steps }, sum));
    };
    for (const [i, c] of method.c.entries()) {
      const value = (n + decimal(c)) / steps;
      k.push(velocity(on, mean, variance, { value, error: 2 ** -52 * value }, advanced(method.a[i]!)));
    }
    x = advanced(method.b);
  }
  return x.error;
}

describe('gaussianFlow', () => {
  test('is the marginal field of a Gaussian target', () => {
    fc.assert(
      fc.property(
        sixteenths(-3, 3),
        sixteenths(1, 3),
        sixteenths(0, 1),
        sixteenths(-3, 3),
        (mean, std, t, x) => {
          const { slope, offset, q } = gaussianFlow({ mean, variance: std * std })({
            p: BigInt(16 * t),
            q: 16n,
          });
          const exact = ratio(slope * BigInt(16 * x) + offset * 16n, q * 16n);
          const target = gaussianMixture({ weights: [1], means: [[mean]], stds: [std] });
          const out = new Float64Array(1);
          marginalField({ schedule: condOT, target }).velocity(t, new Float64Array([x]), out);
          // Terms of at most (1 + s²)/v |x − tm| + |m|, v ≥ s²/(1 + s²), and some tens of roundings.
          const size = ((1 + std * std) * (1 + 1 / (std * std)) + 1) * (Math.abs(x) + Math.abs(mean) + 1);
          return Math.abs(out[0]! - exact) <= 64 * 2 ** -53 * size;
        },
      ),
    );
  });
});

/**
 * ẋ = −3/(1 + t) x + 1/(2 − t)² + 3/((1 + t)(2 − t)), so that x = 1/(2 − t) + C (1 + t)⁻³. From x(0) = 0 or 1 it is C = ∓½ and x(1) = 1 ∓ 1/16. Flows of
 * Gaussian targets have too many symmetries for orders to be read off them (see below).
 */
const general: RationalField = ({ p: t, q }) => {
  const [a, b] = [q + t, 2n * q - t];
  return { slope: -3n * q * b * b, offset: q * q * a + 3n * q * q * b, q: a * b * b };
};

describe.each(explicit)('$name', (method) => {
  test('solve takes the steps of exact arithmetic, within its roundings', () => {
    const cases = fc.tuple(
      sixteenths(-3, 3),
      sixteenths(1, 3),
      sixteenths(-3, 3),
      fc.integer({ min: 1, max: 9 }),
    );
    let largest = 0;
    fc.assert(
      fc.property(cases, ([mean, variance, start, steps]) => {
        const times = Array.from({ length: steps + 1 }, (_, i) => `${i}/${steps}`);
        const { states } = exactTrajectory(method, gaussianFlow({ mean, variance }), start, times);
        const { path } = solve(asField(mean, variance), new Float64Array([start]), {
          dim: 1,
          solver: method,
          steps,
          path: true,
        });
        const bound =
          roundingBound(method, mean, variance, start, steps) + 2 ** -53 * Math.abs(states[steps]!);
        const error = Math.abs(path![steps]! - states[steps]!);
        largest = Math.max(largest, error / bound);
        return error <= bound;
      }),
      { numRuns: method.name === 'dop853' ? 10 : 40 },
    );
    // The bound is no blank cheque.
    expect(largest).toBeGreaterThan(1e-3);
  });

  /** The error at t = 1 from x(0) = 0 and 1 together: one alone changes its sign for some method and number of steps. */
  const error = (steps: number): number => {
    const times = Array.from({ length: steps + 1 }, (_, i) => `${i}/${steps}`);
    const errors = [15n, 17n].map((end, start) => {
      const { p, q } = exactTrajectory(method, general, start, times).exact[steps]!;
      return ratio(16n * p - end * q, 16n * q);
    });
    return Math.hypot(...errors);
  };

  test('has its order to any accuracy, from both sides', () => {
    const steps = method.order >= 5 ? 8 : 64;
    const slope = Math.log2(error(steps) / error(2 * steps));
    // The local slope tends to p like 1/N: by now it is far nearer to p than to any other order.
    expect(Math.abs(slope - method.order)).toBeLessThan(0.3);
  });
});

describe('known values', () => {
  test('RK4 on N(0, ¼) overshoots by 7.0e-8 with 8 steps and by 8.9e-8 with 16: the error is not monotone', () => {
    const error = (steps: number): number => {
      const times = Array.from({ length: steps + 1 }, (_, i) => `${i}/${steps}`);
      const { exact } = exactTrajectory(tableau('rk4'), gaussianFlow({ mean: 0, variance: '1/4' }), 1, times);
      const { p, q } = exact.at(-1)!;
      return ratio(2n * p - q, 2n * q);
    };
    expect([8, 16].map((n) => error(n).toExponential(1))).toEqual(['7.0e-8', '8.9e-8']);
  });

  // Solutions x = √v have a = x'/x with 2v (a'' + 6aa' + 4a³) = v''', which is 0 for the quadratic v of a Gaussian target; and the third-order
  // term of a step of the midpoint method, 1 + h a(t + h/2)(1 + h/2 a(t)), misses that of exp ∫a by −h³/24 of just that bracket.
  test('the midpoint method has order 3, not 2, on flows of Gaussian targets', () => {
    const error = (steps: number): number => {
      const times = Array.from({ length: steps + 1 }, (_, i) => `${i}/${steps}`);
      const field = gaussianFlow({ mean: '3/2', variance: '9/16' });
      const { p, q } = exactTrajectory(tableau('midpoint'), field, 2, times).exact.at(-1)!;
      return Math.abs(ratio(p - 3n * q, q));
    };
    expect(Math.abs(Math.log2(error(64) / error(128)) - 3)).toBeLessThan(0.05);
  });

  test('one step of Euler and of the midpoint method, by hand', () => {
    const field = gaussianFlow({ mean: 2, variance: 3 });
    // u(0, x) = m − x.
    expect(exactTrajectory(tableau('euler'), field, 5, [0, '1/3']).exact.at(-1)).toSatisfy(
      ({ p, q }) => p * 1n === 4n * q,
    );
    // x(¼) ≈ 5 − 3/4, a(¼) = (3/4 − 3/4)/v = 0, so u(¼, ·) = 2 and x(½) ≈ 5 + 2/2.
    expect(exactTrajectory(tableau('midpoint'), field, 5, [0, '1/2']).states[1]).toBe(6);
  });

  test('back and forth on an uneven grid is what solve does', () => {
    const grid = [1, 0.75, 0.625, 0.125, 0];
    const { states } = exactTrajectory(tableau('heun'), gaussianFlow({ mean: 1, variance: 0.25 }), 0.5, grid);
    const { path } = solve(asField(1, 0.25), new Float64Array([0.5]), {
      dim: 1,
      solver: tableau('heun'),
      grid,
      path: true,
    });
    // Four steps of some forty roundings, on numbers up to 4 whose errors the flow back spreads by at most 16.
    for (const [i, x] of states.entries())
      expect(Math.abs(path![i]! - x)).toBeLessThanOrEqual(2560 * 4 * 2 ** -53);
  });

  test('a float64 is the number that it is, and a text the number that it says', () => {
    const field = gaussianFlow({ mean: 0, variance: 1 });
    const { p, q } = exactTrajectory(tableau('euler'), field, 0.1, [0, 1]).exact[0]!;
    expect(p * 36028797018963968n).toBe(q * 3602879701896397n);
    expect(exactTrajectory(tableau('euler'), field, '0.1', [0, 1]).exact[0]).toEqual({ p: 1n, q: 10n });
  });
});

describe('what has no exact trajectory is refused', () => {
  const field = gaussianFlow({ mean: 0, variance: 1 });
  const gl4 = tableaus.find(({ name }) => name === 'gl4')!;
  const implicit: CandidateTableau = { name: 'implicit', order: 1, c: [1], a: [[1]], b: [1] };
  test.each<[string, () => unknown]>([
    ['square roots', () => exactTrajectory(gl4, field, 0, [0, 1])],
    ['an implicit method', () => exactTrajectory(implicit, field, 0, [0, 1])],
    ['one time', () => exactTrajectory(tableau('euler'), field, 0, [0])],
    ['a step of no length', () => exactTrajectory(tableau('euler'), field, 0, [0, '1/2', 0.5])],
    ['NaN', () => exactTrajectory(tableau('euler'), field, Number.NaN, [0, 1])],
    ['an irrational start', () => exactTrajectory(tableau('euler'), field, '√2', [0, 1])],
    ['no variance', () => gaussianFlow({ mean: 0, variance: 0 })],
    ['a negative variance', () => gaussianFlow({ mean: 0, variance: '-1/4' })],
  ])('%s', (_, attempt) => {
    expect(attempt).toThrow(ArgumentError);
  });
});
