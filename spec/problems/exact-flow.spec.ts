import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedProblem, problemFromSpec, type Truth } from '../../src/problems/index.ts';
import { euler, heun, rk4, solve, type Tableau } from '../../src/solvers/index.ts';
import type { TargetSpec } from '../../src/targets/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';
import { COND_OT, flow } from './flow.ts';

describe('the anchor', () => {
  const { velocity, start, dim, truth } = problemFromSpec(namedProblem('anchor'));
  const { states, from } = truth([1]);
  const rmse = (solver: Tableau, steps: number): string => {
    const { x } = solve(velocity, start, { dim, solver, steps });
    return Math.sqrt(x.reduce((sum, v, i) => sum + (v - states[i]!) ** 2, 0) / x.length).toExponential(3);
  };

  it('has the published errors', () => {
    expect(from).toBe('distribution function');
    expect([8, 16, 32, 64].map((N) => rmse(euler, N))).toEqual([
      '2.551e-1',
      '1.423e-1',
      '8.039e-2',
      '4.258e-2',
    ]);
    expect([8, 64].map((N) => rmse(heun, N))).toEqual(['3.636e-2', '4.629e-4']);
    expect([8, 64].map((N) => rmse(rk4, N))).toEqual(['1.042e-3', '4.592e-7']);
  });
});

describe('the distribution function', () => {
  it('equals the matrix flow where all components are one, within both radii', () => {
    const finite = fc.double({ min: -3, max: 3, noNaN: true });
    const width = fc.double({ min: 0.1, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        finite,
        width,
        finite,
        width,
        fc.constantFrom(...SCHEDULE_SPECS),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (mean, std, m0, s0, schedule, t) => {
          // σ̇ is infinite at t = 1 for some schedules, which a source that is not centred cannot have; the map itself can.
          const source = { mean: [m0], std: s0 };
          const start = { kind: 'normal-quantiles', count: 9 } as const;
          const of = (weights: number[]): TargetSpec => ({
            kind: 'gaussian-mixture',
            weights,
            means: weights.map(() => [mean]),
            stds: weights.map(() => std),
          });
          const one = flow(of([1]), start, schedule, source).truth([t]);
          const three = flow(of([1, 2, 0.5]), start, schedule, source).truth([t]);
          expect([one.from, three.from]).toEqual(['matrix flow', 'distribution function']);
          const apart = Math.max(...one.states.map((x, i) => Math.abs(x - three.states[i]!)));
          expect(!(apart <= one.radius + three.radius)).toBe(false);
          // A radius that says nothing would pass as well.
          const size = Math.max(1, ...one.states.map(Math.abs), Math.abs(m0), s0);
          expect(!(three.radius < 1e-10 * size)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the first coordinate of means on an axis, while the others only spread', () => {
    const weights = [0.3, 0.7];
    const points = [
      [-1.5, 2, 0.25],
      [0.125, -1, 3],
    ];
    const stds = [0.5, 0.5];
    const space = flow(
      {
        kind: 'gaussian-mixture',
        weights,
        means: [
          [-2, 1, 0],
          [1.5, 1, 0],
        ],
        stds,
      },
      { kind: 'points', points },
    ).truth([0.5, 1]);
    const line = flow(
      { kind: 'gaussian-mixture', weights, means: [[-2], [1.5]], stds },
      { kind: 'points', points: points.map(([x]) => [x!]) },
    ).truth([0.5, 1]);
    const within = space.radius + line.radius;
    for (const [i, t] of [0.5, 1].entries()) {
      const spread = Math.sqrt(t * t * 0.25 + (1 - t) * (1 - t));
      points.forEach((point, r) => {
        const at = (i * 2 + r) * 3;
        expect(!(Math.abs(space.states[at]! - line.states[i * 2 + r]!) <= within)).toBe(false);
        expect(!(Math.abs(space.states[at + 1]! - (t + spread * point[1]!)) <= within)).toBe(false);
        expect(!(Math.abs(space.states[at + 2]! - spread * point[2]!) <= within)).toBe(false);
      });
    }
  });
});

describe('the matrix flow', () => {
  const S0 = [
    [2, -0.5],
    [-0.5, 0.25],
  ];
  const S1 = [
    [1, 0.9],
    [0.9, 1],
  ];
  /** The ends of both unit vectors. */
  const endsFor = (covariance: number[][]): Truth =>
    flow(
      { kind: 'gaussian-mixture', weights: [1], means: [[0, 0]], covariances: [covariance] },
      {
        kind: 'points',
        points: [
          [1, 0],
          [0, 1],
        ],
      },
      COND_OT,
      { covariance: S0 },
    ).truth([1]);
  const { states, radius } = endsFor(S1);
  /** A x₀ = x₁; rows of `states` are its columns. */
  const A = (i: number, j: number): number => states[j * 2 + i]!;

  it('carries the covariance of the source to that of the target', () => {
    for (const i of [0, 1]) {
      for (const j of [0, 1]) {
        let sum = 0;
        for (const k of [0, 1]) for (const l of [0, 1]) sum += A(i, k) * S0[k]![l]! * A(j, l);
        // Each entry of A is known within the radius; |A| < 5 and |S₀| < 2 in four terms, twice.
        expect(!(Math.abs(sum - S1[i]![j]!) <= 80 * radius)).toBe(false);
      }
    }
  });

  it('arrives on the line of a covariance of rank one, where its field has a pole', () => {
    const ends = endsFor([
      [1, 1],
      [1, 1],
    ]);
    expect(ends.from).toBe('matrix flow');
    // x₁ = a (a·S₀⁻¹x₀)/√(a·S₀⁻¹a), a = (1, 1): S₀⁻¹ = (1 2; 2 8), so 3/√13 and 10/√13.
    const exact = [3, 3, 10, 10].map((n) => n / Math.sqrt(13));
    const apart = Math.max(...exact.map((x, i) => Math.abs(x - ends.states[i]!)));
    expect(apart).toBeLessThanOrEqual(ends.radius);
    expect(ends.radius).toBeLessThan(1e-5);
  });

  it('is no optimal transport: its matrix is not symmetric', () => {
    expect(Math.abs(A(0, 1) - A(1, 0))).toBeGreaterThan(0.5);
  });
});
