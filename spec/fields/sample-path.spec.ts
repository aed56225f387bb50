/** Points of a path are α X₁ + σ X₀ of the draws of their key, for each form of the source. */
import { describe, expect, it } from 'vitest';
import { type GaussianSourceSpec, marginalField } from '../../src/fields/index.ts';
import { samplePath, sampleSource } from '../../src/fields/sample-path.ts';
import { fold, key, normalInto } from '../../src/random/index.ts';
import { cosine } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const ROWS = 4;
const seed = key(7);
const target = gaussianMixture({
  means: [
    [1, -2, 0.5],
    [-0.3, 0.8, 2],
  ],
  stds: [0.5, 0.2],
});
const mean = [0.4, -0.7, 0.2];
/** A source, and L with S₀ = L Lᵀ by rows. */
const sources: [string, GaussianSourceSpec, number[][]][] = [
  [
    'diagonal',
    { mean, variances: [0.25, 4, 9] },
    [
      [0.5, 0, 0],
      [0, 2, 0],
      [0, 0, 3],
    ],
  ],
  [
    'full',
    {
      mean,
      covariance: [
        [4, 2, 6],
        [2, 10, 6],
        [6, 6, 26],
      ],
    },
    [
      [2, 0, 0],
      [1, 3, 0],
      [3, 1, 4],
    ],
  ],
];

describe.each(sources)('a %s source', (_, source, L) => {
  const field = marginalField({ schedule: cosine, target, source });
  const z = new Float64Array(ROWS * 3);
  normalInto(fold(seed, 0), 0, z);
  const truth = z.map((__, at) => {
    const [r, i] = [Math.floor(at / 3), at % 3];
    return L[i]!.reduce((sum, l, j) => sum + l * z[3 * r + j]!, mean[i]!);
  });
  const near = (a: Float64Array, b: Float64Array): void => {
    // Numbers below 20, five roundings.
    for (const [i, v] of a.entries()) expect(!(Math.abs(v - b[i]!) <= 1e-14), `element ${i}`).toBe(false);
  };

  it('is m₀ + L z, row by row', () => {
    const x0 = new Float64Array(ROWS * 3);
    sampleSource(field, seed, x0);
    near(x0, truth);
    expect(() => sampleSource(field, seed, new Float64Array(4))).toThrow(/^x0: expected/);
  });

  it('is carried along the path', () => {
    const [x, x1] = [new Float64Array(ROWS * 3), new Float64Array(ROWS * 3)];
    target.sampleInto(fold(seed, 1), 0, x1);
    samplePath(field, 0.3, seed, x);
    near(
      x,
      x1.map((v, i) => cosine.alpha(0.3) * v + cosine.sigma(0.3) * truth[i]!),
    );
  });
});
