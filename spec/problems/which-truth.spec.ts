/** Which flows have a closed form, and which only a reference. */
import { describe, expect, it } from 'vitest';
import type { GaussianSourceSpec } from '../../src/fields/index.ts';
import type { TargetSpec } from '../../src/targets/index.ts';
import { COND_OT, flow } from './flow.ts';

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
