/** Which family of components a target and a source call for. */
import { ArgumentError, show } from '../errors.ts';
import type { Empirical } from '../targets/empirical.ts';
import type { GaussianMixture } from '../targets/gaussian-mixture.ts';
import type { UniformBoxes } from '../targets/uniform-boxes.ts';
import { boxComponents } from './box-components.ts';
import type { Components } from './components.ts';
import { diagonalComponents } from './diagonal-components.ts';
import { fullComponents } from './full-components.ts';
import { type GaussianSourceSpec, gaussianSource } from './gaussian-source.ts';
import { jointBasis } from './joint-basis.ts';

/** The targets whose marginal field is known in closed form. */
export type ClosedFormTarget = GaussianMixture | Empirical | UniformBoxes;

/** The components of `target` under the source, in the cheapest form that is exact. */
export function componentsOf(target: ClosedFormTarget, sourceSpec: GaussianSourceSpec): Components {
  const dim = target?.dim;
  switch (target?.kind) {
    case 'gaussian-mixture': {
      const source = gaussianSource(sourceSpec, dim);
      const { count, weights, means, covariances: S } = target;
      if (S.kind === 'full' || source.factor) {
        return fullComponents(weights, means, source.mean, jointBasis(S, source, count, dim));
      }
      const axisStride = S.kind === 'diagonal' ? 1 : 0;
      const componentStride = S.kind === 'diagonal' ? dim : 1;
      return diagonalComponents(
        { dim, count, weights, means, variances: S.variances, componentStride, axisStride },
        source,
      );
    }
    case 'empirical': {
      const source = gaussianSource(sourceSpec, dim);
      const { count, weights, points: means } = target;
      if (source.factor) {
        // All points share the covariance 0, so one basis serves them all.
        const S = { kind: 'isotropic', variances: new Float64Array(1) } as const;
        return fullComponents(weights, means, source.mean, jointBasis(S, source, 1, dim));
      }
      return diagonalComponents(
        { dim, count, weights, means, variances: new Float64Array(1), componentStride: 0, axisStride: 0 },
        source,
      );
    }
    case 'uniform-boxes': {
      const source = gaussianSource(sourceSpec, dim);
      if (source.factor) {
        throw new ArgumentError({
          argument: 'source.covariance',
          expected: 'std or variances for a target of boxes',
          received: 'a full covariance',
          wayOut: 'boxes blurred by a correlated Gaussian have no closed form',
        });
      }
      return boxComponents(target, source);
    }
    default:
      throw new ArgumentError({
        argument: 'target',
        expected: 'a gaussianMixture, empirical, uniformBoxes or checkerboard target',
        received: show((target as { name?: unknown } | undefined)?.name ?? target),
        wayOut: 'noisy curves have asMixture(nodes); other samplers have no closed-form field',
      });
  }
}
