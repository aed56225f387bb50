import { describe, expect, it } from 'vitest';
import { ArgumentError, FlowproofError, PoleError } from '../../src/errors.ts';
import { gaussLegendre } from '../../src/math/index.ts';
import { fold, key } from '../../src/random/index.ts';
import {
  checkerboard,
  eightGaussians,
  empirical,
  gaussianMixture,
  pinwheel,
  rings,
  sCurve,
  spiral,
  type Target,
  targetFromSpec,
  twoMoons,
  uniformBoxes,
} from '../../src/targets/index.ts';

const targets: readonly Target[] = [
  gaussianMixture({
    weights: [1, 2],
    means: [
      [0, 1],
      [2, 3],
    ],
    covariances: [
      [
        [2, 1],
        [1, 1],
      ],
      [
        [1, 0],
        [0, 0],
      ],
    ],
  }),
  gaussianMixture({ means: [[0, 1, 2]], variances: [[1, 4, 0]] }),
  eightGaussians(),
  empirical({ points: [0, 1, 2, 3, 4, 5], dim: 2, weights: [1, 2, 3] }),
  empirical({ points: [0, 1, 2, 3], dim: 1 }),
  checkerboard(),
  uniformBoxes({ weights: [1, 3], lower: [[0], [5]], upper: [[1], [7]] }),
  twoMoons(),
  sCurve(),
  spiral(),
  rings(),
  pinwheel(),
];
const sample = (target: Target, rows: number, first = 0, seed = 3): Float64Array => {
  const out = new Float64Array(rows * target.dim);
  target.sampleInto(key(seed), first, out);
  return out;
};

describe.each(targets.map((target, i) => ({ name: `${i} ${target.name}`, target })))(
  '$name',
  ({ target }) => {
    it('has rows that depend on (key, row) alone, so that any tiling gives the same bits', () => {
      const whole = sample(target, 97);
      for (const cuts of [
        [0, 1, 2, 3, 97],
        [0, 13, 50, 97],
        [0, 96, 97],
      ]) {
        for (let c = 1; c < cuts.length; c++) {
          const [from, to] = [cuts[c - 1]!, cuts[c]!];
          expect(sample(target, to - from, from)).toEqual(whole.subarray(from * target.dim, to * target.dim));
        }
      }
      expect(sample(target, 97, 0, 4)).not.toEqual(whole);
    });
    it('rounds to float32 once', () => {
      const out = new Float32Array(20 * target.dim);
      target.sampleInto(key(3), 0, out);
      expect(out).toEqual(Float32Array.from(sample(target, 20)));
    });
    it('comes back from its plain data with the same bits', () => {
      const spec = structuredClone(target.spec!);
      expect(sample(targetFromSpec(spec), 50)).toEqual(sample(target, 50));
    });
    it('refuses odd buffers', () => {
      expect(() => target.sampleInto(key(0), -1, new Float64Array(target.dim))).toThrow(ArgumentError);
      if (target.dim > 1) {
        expect(() => target.sampleInto(key(0), 0, new Float64Array(target.dim + 1))).toThrow(FlowproofError);
      }
    });
  },
);

describe('sampler against density', () => {
  /** Counts in bins against probabilities; χ² of k − 1 degrees is below k + 5√(2k) but for 10⁻⁶ of seeds, and the seed is fixed. */
  const chiSquare = (counts: readonly number[], probabilities: readonly number[]): void => {
    const n = counts.reduce((a, b) => a + b);
    const chi = counts.reduce(
      (sum, c, i) => sum + (c - n * probabilities[i]!) ** 2 / (n * probabilities[i]!),
      0,
    );
    expect(!(chi <= counts.length + 5 * Math.sqrt(2 * counts.length)), `χ² = ${chi}`).toBe(false);
    expect(chi).toBeGreaterThan(0);
  };

  it.each([
    [
      'isotropic',
      gaussianMixture({
        weights: [1, 3],
        means: [
          [-1, 0],
          [1, 0.5],
        ],
        stds: [0.5, 0.8],
      }),
    ],
    [
      'diagonal',
      gaussianMixture({
        weights: [1, 3],
        means: [
          [-1, 0],
          [1, 0.5],
        ],
        variances: [
          [0.2, 1],
          [1, 0.3],
        ],
      }),
    ],
    [
      'full',
      gaussianMixture({
        weights: [1, 3],
        means: [
          [-1, 0],
          [1, 0.5],
        ],
        covariances: [
          [
            [1, 0.7],
            [0.7, 1],
          ],
          [
            [0.5, -0.3],
            [-0.3, 0.4],
          ],
        ],
      }),
    ],
    ['checkerboard', checkerboard({ cells: 2, halfWidth: 3 })],
    ['moons', twoMoons({ noise: 0.2 }), 40],
    ['s-curve', sCurve({ noise: 0.3 }), 40],
    ['spiral', spiral({ noise: 0.3 }), 80],
    ['rings', rings({ radii: [1, 2], noise: 0.3 }), 60],
  ] as const)('%s: cell probabilities on a grid', (_, target, nodes?: number) => {
    const density = 'asMixture' in target ? target.asMixture(nodes ?? 0) : target;
    // 8 × 8 cells on [−3, 3]²; each probability by 6 × 6 Gauss points; the remainder is one more cell.
    const cells = 8;
    const side = 6 / cells;
    const { nodes: g, weights: w } = gaussLegendre(6);
    const probabilities: number[] = [];
    const logs = new Float64Array(36);
    for (let c = 0; c < cells * cells; c++) {
      const [i, j] = [c % cells, Math.floor(c / cells)];
      const points = new Float64Array(72);
      for (let a = 0; a < 36; a++) {
        points[2 * a] = -3 + side * (i + g[a % 6]!);
        points[2 * a + 1] = -3 + side * (j + g[Math.floor(a / 6)]!);
      }
      density.logDensity(points, logs);
      probabilities.push(
        logs.reduce((sum, l, a) => sum + Math.exp(l) * w[a % 6]! * w[Math.floor(a / 6)]! * side * side, 0),
      );
    }
    const x = sample(target, 20000);
    const counts = new Array<number>(cells * cells + 1).fill(0);
    for (let r = 0; r < 20000; r++) {
      const i = Math.floor((x[2 * r]! + 3) / side);
      const j = Math.floor((x[2 * r + 1]! + 3) / side);
      const inside = i >= 0 && i < cells && j >= 0 && j < cells;
      counts[inside ? j * cells + i : cells * cells]!++;
    }
    const total = probabilities.reduce((a, b) => a + b);
    // 6 Gauss points on a cell of 2.5 to 4 standard deviations: error of a probability below 10⁻⁴.
    expect(!(Math.abs(total - 1) <= 0.2 && total <= 1 + 1e-4)).toBe(false);
    probabilities.push(Math.max(1 - total, 0));
    // Cells with fewer than 10 expected are thrown together.
    const rare = probabilities.map((p) => p * 20000 < 10);
    const keep = counts.filter((_, c) => !rare[c]);
    const keepP = probabilities.filter((_, c) => !rare[c]);
    const restP = 1 - keepP.reduce((a, b) => a + b);
    if (restP * 20000 >= 10) {
      keep.push(20000 - keep.reduce((a, b) => a + b));
      keepP.push(restP);
    }
    chiSquare(keep, keepP);
  });

  it('pinwheel has the moments of its definition', () => {
    // E|x|² = 4 (1 + radialStd² + tangentialStd²); its standard error at 20,000 rows is below 0.02.
    const x = sample(pinwheel(), 20000);
    const second = x.reduce((sum, v) => sum + v * v, 0) / 20000;
    expect(!(Math.abs(second - 4 * (1 + 0.09 + 0.01)) <= 0.1)).toBe(false);
  });

  it('weighted points occur with their weights', () => {
    const x = sample(empirical({ points: [0, 1, 2], dim: 1, weights: [1, 2, 3] }), 12000);
    const counts = [0, 0, 0];
    for (const v of x) counts[v]!++;
    chiSquare(counts, [1 / 6, 2 / 6, 3 / 6]);
    expect(sample(empirical({ points: [7], dim: 1 }), 3)).toEqual(Float64Array.of(7, 7, 7));
  });
});

describe('parameters', () => {
  it('normalises weights and keeps standard deviations to the bit', () => {
    const target = gaussianMixture({ weights: [2, 6], means: [[0], [1]], stds: [0.1, 0.3] });
    expect(target.weights).toEqual(Float64Array.of(0.25, 0.75));
    expect(target.spec.stds).toEqual([0.1, 0.3]);
    expect(checkerboard().count).toBe(8);
    expect(key(1)).not.toEqual(fold(key(1), 0));
  });
  it.each([
    ['no means', () => gaussianMixture({ means: [], stds: [] })],
    ['ragged means', () => gaussianMixture({ means: [[1, 2], [1]], stds: [1, 1] })],
    ['NaN mean', () => gaussianMixture({ means: [[Number.NaN]], stds: [1] })],
    ['no covariance', () => gaussianMixture({ means: [[1]] })],
    ['two covariances', () => gaussianMixture({ means: [[1]], stds: [1], variances: [[1]] })],
    ['negative std', () => gaussianMixture({ means: [[1]], stds: [-1] })],
    ['negative weight', () => gaussianMixture({ means: [[1], [2]], stds: [1, 1], weights: [1, -1] })],
    ['zero weights', () => gaussianMixture({ means: [[1], [2]], stds: [1, 1], weights: [0, 0] })],
    ['too few weights', () => gaussianMixture({ means: [[1], [2]], stds: [1, 1], weights: [1] })],
    [
      'asymmetric',
      () =>
        gaussianMixture({
          means: [[1, 2]],
          covariances: [
            [
              [1, 0.1],
              [0.2, 1],
            ],
          ],
        }),
    ],
    [
      'indefinite',
      () =>
        gaussianMixture({
          means: [[1, 2]],
          covariances: [
            [
              [1, 2],
              [2, 1],
            ],
          ],
        }),
    ],
    ['no points', () => empirical({ points: [], dim: 1 })],
    ['no dim', () => empirical({ points: [1, 2] })],
    ['NaN point', () => empirical({ points: [1, Number.NaN], dim: 1 })],
    ['empty box', () => uniformBoxes({ lower: [[0]], upper: [[0]] })],
    ['no cells', () => checkerboard({ cells: 0 })],
    ['bad width', () => checkerboard({ halfWidth: -1 })],
    ['bad radius', () => eightGaussians({ radius: 0 })],
    ['bad noise', () => twoMoons({ noise: Number.NaN })],
    ['bad radii', () => rings({ radii: [] })],
    ['bad blades', () => pinwheel({ blades: 0 })],
    ['unknown kind', () => targetFromSpec({ kind: 'torus' } as never)],
    ['no spec', () => targetFromSpec(undefined as never)],
  ])('%s is refused with a typed error', (_, make) => {
    expect(make).toThrow(FlowproofError);
  });
  it('a target of points has no density', () => {
    const out = new Float64Array(1);
    expect(() => gaussianMixture({ means: [[0]], stds: [0] }).logDensity(Float64Array.of(0), out)).toThrow(
      PoleError,
    );
  });
});

describe('gaussLegendre', () => {
  it('is exact for polynomials of degree 2n − 1 and not 2n', () => {
    for (const n of [1, 2, 3, 5, 14, 40, 64]) {
      const { nodes, weights } = gaussLegendre(n);
      const moment = (p: number): number => nodes.reduce((sum, x, i) => sum + weights[i]! * x ** p, 0);
      for (let p = 0; p <= 2 * n - 1; p++) {
        // n terms of relative error 2⁻⁵² (p + 2).
        expect(!(Math.abs(moment(p) - 1 / (p + 1)) <= 1e-14)).toBe(false);
      }
      if (n <= 5) expect(Math.abs(moment(2 * n) - 1 / (2 * n + 1))).toBeGreaterThan(1e-8);
    }
  });
});
