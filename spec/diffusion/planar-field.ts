/** Two Gaussians in the plane, and their marginal field on the linear path. */
import { type MarginalField, marginalField } from '../../src/fields/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

export const planarField: MarginalField = marginalField({
  schedule: condOT,
  target: gaussianMixture({
    weights: [1, 2],
    means: [
      [1, -1],
      [-0.5, 0.5],
    ],
    stds: [0.5, 0.75],
  }),
});
