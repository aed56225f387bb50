import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GaussianSourceSpec } from '../../src/fields/index.ts';
import {
  namedProblem,
  type Problem,
  type ProblemSpec,
  problemFromSpec,
  type StartSpec,
} from '../../src/problems/index.ts';
import type { ScheduleSpec } from '../../src/schedules/schedule.ts';
import { euler, heun, rk4, solve, type Tableau } from '../../src/solvers/index.ts';
import type { TargetSpec } from '../../src/targets/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

const COND_OT = { kind: 'cond-ot' } as const;

function flow(
  target: TargetSpec,
  start: StartSpec,
  schedule: ScheduleSpec = COND_OT,
  source?: GaussianSourceSpec,
): Problem {
  const spec: ProblemSpec = { kind: 'flow', target, schedule, start, ...(source && { source }) };
  return problemFromSpec(spec);
}

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

describe('which truth a flow has', () => {
  const start = { kind: 'normal', count: 1 } as const;
  const mixture = (means: number[][], rest: object, weights = means.map(() => 1)): TargetSpec =>
    ({ kind: 'gaussian-mixture', weights, means, ...rest }) as TargetSpec;
  const tilt = Math.cos(0.3);
  const lean = Math.sin(0.3);
  const common = [
    [1, 0.5],
    [0.5, 1],
  ];

  it.each<[string, TargetSpec, string, GaussianSourceSpec?]>([
    ['widths differ on the line', mixture([[0], [3]], { stds: [0.5, 1] }), 'distribution function'],
    ['one Gaussian', mixture([[1, 2]], { covariances: [common] }), 'matrix flow'],
    [
      'a second one of weight 0',
      mixture(
        [
          [1, 2],
          [9, 0],
        ],
        { stds: [1, 2] },
        [1, 0],
      ),
      'matrix flow',
    ],
    [
      'two of the same mean',
      mixture(
        [
          [1, 2],
          [1, 2],
        ],
        { stds: [0.5, 0.5] },
      ),
      'matrix flow',
    ],
    [
      'two means',
      mixture(
        [
          [1, 2, 3],
          [0, 0.1, 5],
        ],
        { stds: [0.5, 0.5] },
      ),
      'line and matrix',
    ],
    [
      'a line of irrational direction',
      mixture(
        [-1.7, 0.3, 0.9].map((p) => [p * tilt, p * lean]),
        { stds: [0.5, 0.5, 0.5] },
      ),
      'line and matrix',
    ],
    [
      'along an axis of the common covariance',
      mixture(
        [
          [1, 1],
          [-1, -1],
          [2, 2],
        ],
        { covariances: [common, common, common] },
      ),
      'line and matrix',
    ],
    [
      'an anisotropic source, along an axis',
      mixture(
        [
          [1, 0],
          [-1, 0],
        ],
        { stds: [0.5, 0.5] },
      ),
      'line and matrix',
      { variances: [1, 4] },
    ],
    [
      'a triangle',
      mixture(
        [
          [1, 0],
          [0, 1],
          [-1, -1],
        ],
        { stds: [1, 1, 1] },
      ),
      'dop853 at 2.5e-14',
    ],
    [
      'a bent line',
      mixture(
        [
          [0, 0],
          [1, 1],
          [2, 2 + 1e-12],
        ],
        { stds: [1, 1, 1] },
      ),
      'dop853 at 2.5e-14',
    ],
    [
      'widths differ in the plane',
      mixture(
        [
          [0, 0],
          [1, 1],
        ],
        { stds: [1, 0.5] },
      ),
      'dop853 at 2.5e-14',
    ],
    [
      'across the axes of the common covariance',
      mixture(
        [
          [1, 0],
          [-1, 0],
        ],
        { covariances: [common, common] },
      ),
      'dop853 at 2.5e-14',
    ],
    [
      'an anisotropic source, across its axes',
      mixture(
        [
          [1, 1],
          [-1, -1],
        ],
        { stds: [0.5, 0.5] },
      ),
      'dop853 at 2.5e-14',
      { variances: [1, 4] },
    ],
  ])('%s', (_, target, from, source) => {
    expect(flow(target, start, COND_OT, source).truth([0]).from).toBe(from);
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
  const { states, radius } = flow(
    { kind: 'gaussian-mixture', weights: [1], means: [[0, 0]], covariances: [S1] },
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

  it('is no optimal transport: its matrix is not symmetric', () => {
    expect(Math.abs(A(0, 1) - A(1, 0))).toBeGreaterThan(0.5);
  });
});
