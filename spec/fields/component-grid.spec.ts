/** The quadrature grid of a component: a lattice in a ball, exact for polynomials, and carried to N(αmₖ + σm₀, Vₖ). */
import { describe, expect, it } from 'vitest';
import { placeGrid, standardGrid } from '../../src/fields/component-grid.ts';
import { type GaussianSourceSpec, marginalField } from '../../src/fields/index.ts';
import { cosine } from '../../src/schedules/index.ts';
import { type GaussianMixture, gaussianMixture } from '../../src/targets/index.ts';

describe('the grid for N(0, I)', () => {
  it('is on the line all of −8, −8 + 16/points, …, 8', () => {
    expect([...standardGrid(16, 1).offsets]).toEqual(Array.from({ length: 17 }, (_, i) => i - 8));
    expect(standardGrid(32, 1).offsets.length).toBe(33);
  });

  it('is in the plane the lattice points in the disc of radius 8, of which there are 197 with step 1', () => {
    for (const [points, step, count] of [
      [16, 1, 197],
      [8, 2, 49],
      [32, 0.5, 797],
    ] as const) {
      // N(8), N(4) and N(16) of Gauss's circle problem.
      const { offsets, weights } = standardGrid(points, 2);
      expect([offsets.length, weights.length]).toEqual([2 * count, count]);
      const seen = new Set<string>();
      for (let r = 0; r < count; r++) {
        const [y, z] = [offsets[2 * r]!, offsets[2 * r + 1]!];
        expect(y * y + z * z).toBeLessThanOrEqual(64);
        expect(y % step === 0 && z % step === 0).toBe(true);
        seen.add(`${y} ${z}`);
      }
      expect(seen.size).toBe(count);
    }
  });

  it('has the moments of the normal distribution', () => {
    for (const points of [24, 48]) {
      for (const dim of [1, 2]) {
        const { offsets, weights } = standardGrid(points, dim);
        for (const powers of [[0], [1], [2], [3], [4], [6], [1, 1], [2, 2], [0, 4], [1, 3], [2, 4]]) {
          if (powers.length > dim) continue;
          // E yᵃ = (a − 1)!! for even a.
          const truth = powers.reduce((all, a) => all * ([1, 0, 1, 0, 3, 0, 15][a] as number), 1);
          let sum = 0;
          for (const [r, weight] of weights.entries()) {
            sum += powers.reduce((all, a, i) => all * offsets[r * dim + i]! ** a, weight);
          }
          // Aliasing is below 4 e^(−2π²/h²) < 10⁻¹⁸ of a moment; what is cut off at 8, with the weights on the rim, below
          // 3·8ⁿ e⁻³²; and a few hundred roundings.
          const order = powers.reduce((a, b) => a + b);
          const bound = 3 * 8 ** order * Math.exp(-32) + 1e-14;
          expect(!(Math.abs(sum - truth) <= bound), `${points} points, E y^${powers}: ${sum}`).toBe(false);
        }
      }
    }
  });
});

describe('the grid of a component', () => {
  const means = [
    [1, -2],
    [-0.3, 0.8],
  ];
  const matrices = [
    [
      [2, 0.6],
      [0.6, 1],
    ],
    [
      [0.5, -0.2],
      [-0.2, 1.5],
    ],
  ];
  const targets: [GaussianMixture, number[][][]][] = [
    [gaussianMixture({ means, covariances: matrices }), matrices],
    [
      gaussianMixture({
        means,
        variances: [
          [0.3, 1.1],
          [2, 0.4],
        ],
      }),
      [
        [
          [0.3, 0],
          [0, 1.1],
        ],
        [
          [2, 0],
          [0, 0.4],
        ],
      ],
    ],
    [
      gaussianMixture({ means, stds: [0.5, 1.5] }),
      [
        [
          [0.25, 0],
          [0, 0.25],
        ],
        [
          [2.25, 0],
          [0, 2.25],
        ],
      ],
    ],
  ];
  const m0 = [0.4, -0.7];
  const S0 = [
    [1.2, 0.3],
    [0.3, 0.8],
  ];
  const sources: [GaussianSourceSpec, number[][]][] = [
    [{ mean: m0, covariance: S0 }, S0],
    [
      { mean: m0, variances: [0.6, 1.7] },
      [
        [0.6, 0],
        [0, 1.7],
      ],
    ],
  ];
  const t = 0.3;
  const [alpha, sigma] = [cosine.alpha(t), cosine.sigma(t)];
  const close = (a: number, b: number): void =>
    // Numbers below 4, some twenty roundings.
    expect(!(Math.abs(a - b) <= 2e-14), `${a} against ${b}`).toBe(false);

  it('is the affine image whose centre and spread are those of the component on its path', () => {
    for (const [target, S] of targets) {
      for (const [source, S0] of sources) {
        const field = marginalField({ schedule: cosine, target, source });
        for (const k of [0, 1]) {
          // The images of 0, of both unit vectors and of their sum.
          const x = new Float64Array(8);
          placeGrid(field, target, t, k, Float64Array.of(0, 0, 1, 0, 0, 1, 1, 1), x);
          const column = (c: number): number[] => [0, 1].map((i) => x[2 * c + i]! - x[i]!);
          const [first, second, both] = [column(1), column(2), column(3)];
          for (const i of [0, 1]) {
            close(x[i]!, alpha * means[k]![i]! + sigma * m0[i]!);
            close(both[i]!, first[i]! + second[i]!);
            for (const j of [0, 1]) {
              const spread = first[i]! * first[j]! + second[i]! * second[j]!;
              close(spread, alpha * alpha * S[k]![i]![j]! + sigma * sigma * S0[i]![j]!);
            }
          }
        }
      }
    }
  });

  it('is a shift and a stretch on the line', () => {
    const line = gaussianMixture({ means: [[9], [-0.3]], covariances: [[[1]], [[0.49]]] });
    for (const source of [
      { mean: [0.4], std: 1.3 },
      { mean: [0.4], covariance: [[1.69]] },
    ]) {
      const x = new Float64Array(3);
      const y = Float64Array.of(-2, 0, 1);
      placeGrid(marginalField({ schedule: cosine, target: line, source }), line, t, 1, y, x);
      const width = Math.hypot(alpha * 0.7, sigma * 1.3);
      for (const [i, value] of y.entries()) close(x[i]!, alpha * -0.3 + sigma * 0.4 + width * value);
    }
  });
});
