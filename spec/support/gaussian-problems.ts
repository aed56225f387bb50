/** Two Gaussian components in three dimensions in every form of target and source, with the matrices that they stand for. */
import type { ClosedFormTarget } from '../../src/fields/components-of.ts';
import type { GaussianSourceSpec } from '../../src/fields/gaussian-source.ts';
import { empirical, gaussianMixture } from '../../src/targets/index.ts';
import { diagonal, type Matrix } from './component-values.ts';

export const means = [
  [1, -2, 0.5],
  [-0.3, 0.8, 2],
];
const full: Matrix[] = [
  [
    [2, 0.6, -0.3],
    [0.6, 1, 0.2],
    [-0.3, 0.2, 0.7],
  ],
  [
    [0.5, -0.2, 0.1],
    [-0.2, 1.5, 0.4],
    [0.1, 0.4, 0.9],
  ],
];
export const variances = [
  [0.3, 1.1, 0.6],
  [2, 0.4, 0.8],
];
export const weights = [1, 3];
export const targets: Record<string, { target: ClosedFormTarget; S: Matrix[] }> = {
  isotropic: {
    target: gaussianMixture({ weights, means, stds: [0.5, 1.5] }),
    S: [diagonal([0.25, 0.25, 0.25]), diagonal([2.25, 2.25, 2.25])],
  },
  diagonal: { target: gaussianMixture({ weights, means, variances }), S: variances.map(diagonal) },
  full: { target: gaussianMixture({ weights, means, covariances: full }), S: full },
  points: {
    target: empirical({ points: means.flat(), dim: 3, weights }),
    S: means.map(() => diagonal([0, 0, 0])),
  },
};
export const m0 = [0.4, -0.7, 0.2];
export const S0: Matrix = [
  [1.2, 0.3, 0.1],
  [0.3, 0.8, -0.2],
  [0.1, -0.2, 0.6],
];
export const sources: Record<string, { source: GaussianSourceSpec; S0: Matrix; m0: number[] }> = {
  standard: { source: {}, S0: diagonal([1, 1, 1]), m0: [0, 0, 0] },
  isotropic: { source: { mean: m0, std: 0.7 }, S0: diagonal([0.49, 0.49, 0.49]), m0 },
  diagonal: { source: { mean: m0, variances: [0.6, 1.7, 0.9] }, S0: diagonal([0.6, 1.7, 0.9]), m0 },
  full: { source: { mean: m0, covariance: S0 }, S0, m0 },
};
export const x = [0.8, 0.1, -1.2];
