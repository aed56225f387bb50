/** The magnitudes of what ∂ₜ ln p adds up, component by component. */
import { describe, expect, it } from 'vitest';
import type { PathPoint } from '../../src/fields/components.ts';
import { type ClosedFormTarget, componentsOf } from '../../src/fields/components-of.ts';
import type { GaussianSourceSpec } from '../../src/fields/gaussian-source.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { AT_TARGET, diagonal, POINTS, valuesOf } from '../support/component-values.ts';
import { m0, means, sources, targets, variances, weights, x } from '../support/gaussian-problems.ts';

describe('the magnitudes that rounding is measured against', () => {
  const magnitude = (
    target: ClosedFormTarget,
    source: GaussianSourceSpec,
    p: PathPoint,
    k: number,
  ): number => {
    const components = componentsOf(target, source);
    components.setTime(p);
    components.setRow(Float64Array.from(x), new Float64Array(components.count));
    return components.dtMagnitude(k);
  };

  it('are the sums of |h|/v, |h|δ²/v² and |δ|(|α̇m| + |σ̇m₀|)/v, in the eigenbasis as without', () => {
    const source = { mean: m0, variances: [0.6, 1.7, 0.9] };
    const asFull = { mean: m0, covariance: diagonal([0.6, 1.7, 0.9]) };
    for (const p of [...POINTS, AT_TARGET]) {
      for (const k of [0, 1]) {
        let truth = 0;
        for (let i = 0; i < 3; i++) {
          const [S, s0, m] = [variances[k]![i]!, source.variances[i]!, means[k]![i]!];
          const v = p.alpha ** 2 * S + p.sigma ** 2 * s0;
          const h = Math.abs(p.alpha * p.alphaDot * S + p.sigmaSigmaDot * s0);
          const delta = Math.abs(x[i]! - p.alpha * m - p.sigma * m0[i]!);
          truth += h / v + (h * delta ** 2) / v ** 2;
          truth += (delta * (Math.abs(p.alphaDot * m) + Math.abs(p.sigmaDot * m0[i]!))) / v;
        }
        const { target } = targets.diagonal!;
        expect(!(Math.abs(magnitude(target, source, p, k) - truth) <= 1e-13 * truth)).toBe(false);
        expect(!(Math.abs(magnitude(target, asFull, p, k) - truth) <= 1e-12 * truth)).toBe(false);
      }
    }
  });

  it('are the same for equal variances, given once or for each coordinate', () => {
    const source = { mean: m0, std: 0.7 };
    const once = gaussianMixture({ weights, means, stds: [0.5, 1.5] });
    const each = gaussianMixture({
      weights,
      means,
      variances: [
        [0.25, 0.25, 0.25],
        [2.25, 2.25, 2.25],
      ],
    });
    for (const k of [0, 1]) {
      const truth = magnitude(each, source, POINTS[0]!, k);
      expect(!(Math.abs(magnitude(once, source, POINTS[0]!, k) - truth) <= 1e-13 * truth)).toBe(false);
    }
  });

  it('are taken along the axes of the covariance where these are tilted', () => {
    // S = R diag(λ) Rᵀ under the source N(m₀, s² I): the coordinates are y = Rᵀ(x − αm − σm₀)/s.
    const [c, w] = [Math.cos(0.7), Math.sin(0.7)];
    const R = [
      [c, -w],
      [w, c],
    ];
    const lambda = [0.3, 2];
    const [std, m, centre, at] = [0.7, [1, -2], [0.4, -0.7], [0.8, 0.1]];
    const S = [0, 1].map((i) =>
      [0, 1].map((j) => lambda.reduce((sum, l, q) => sum + R[i]![q]! * l * R[j]![q]!, 0)),
    );
    for (const p of POINTS) {
      let truth = 0;
      for (const q of [0, 1]) {
        const ratio = lambda[q]! / std ** 2;
        const v = p.alpha ** 2 * ratio + p.sigma ** 2;
        const h = Math.abs(p.alpha * p.alphaDot * ratio + p.sigmaSigmaDot);
        const along = (term: (i: number) => number): number => [0, 1].reduce((sum, i) => sum + term(i), 0);
        const y = Math.abs(
          along((i) => (R[i]![q]! * (at[i]! - p.alpha * m[i]! - p.sigma * centre[i]!)) / std),
        );
        const drift = along(
          (i) =>
            (Math.abs(R[i]![q]!) * (Math.abs(p.alphaDot * m[i]!) + Math.abs(p.sigmaDot * centre[i]!))) / std,
        );
        truth += h / v + (h * y * y) / v ** 2 + (y * drift) / v;
      }
      const components = componentsOf(gaussianMixture({ means: [m], covariances: [S] }), {
        mean: centre,
        std,
      });
      components.setTime(p);
      components.setRow(Float64Array.from(at), new Float64Array(1));
      expect(!(Math.abs(components.dtMagnitude(0) - truth) <= 1e-12 * truth)).toBe(false);
    }
  });

  it('bound ∂ₜ ln p where the basis is tilted', () => {
    for (const p of POINTS) {
      const { dt } = valuesOf(targets.full!.target, sources.full!.source, p, x, 1);
      const bound = magnitude(targets.full!.target, sources.full!.source, p, 1);
      expect(bound).toBeGreaterThan(Math.abs(dt));
    }
  });
});
