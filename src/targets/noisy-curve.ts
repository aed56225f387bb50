/**
 * Points on plane curves plus isotropic Gaussian noise: X = c_b(s) + noise · N(0, I), branch b uniform, s on [0, 1] with a density.
 *
 * The law is a continuous Gaussian mixture, q(x) = 1/B Σ_b ∫ ρ(s) N(x; c_b(s), noise² I) ds. Gauss–Legendre quadrature in s turns it
 * into a finite one, which converges spectrally once the nodes lie closer than the noise: `asMixture` gives these targets a marginal field.
 * Sampling, row i: branch from the integer draw i, s from the uniform draw i, noise from the normal draws 2i, 2i + 1.
 */

import { checkCount, type FloatArray, rowsOf } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { gaussLegendre } from '../math/index.ts';
import { integersInto, type Key, normalInto, uniformInto } from '../random/index.ts';
import { BLOCK_ROWS, drawScratch } from './draw-scratch.ts';
import { type GaussianMixture, gaussianMixture } from './gaussian-mixture.ts';
import type { Target, TargetSpec } from './target.ts';

/** A toy target on noisy plane curves. */
export interface NoisyCurve extends Target {
  readonly kind: 'noisy-curve';
  readonly spec: TargetSpec;
  readonly dim: 2;
  readonly noise: number;
  readonly branches: number;
  /** The mixture of `nodes` Gaussians per branch that Gauss–Legendre quadrature makes of this target; needs noise > 0. */
  asMixture(nodes: number): GaussianMixture;
}

/** What tells one noisy curve from another. */
export interface Curve {
  readonly spec: TargetSpec;
  readonly branches: number;
  readonly noise: number;
  /** Writes c_b(s) to out[0], out[1]. */
  point(branch: number, s: number, out: Float64Array): void;
  /** s from a uniform u in (0, 1): the inverse of the distribution function of s. Default s = u. */
  readonly quantile?: (u: number) => number;
  /** Density of s on [0, 1]. Default 1. */
  readonly density?: (s: number) => number;
}

/** Returns the noise level; throws ArgumentError unless it is finite and ≥ 0. */
export function checkNoise(noise: number): number {
  if (!(typeof noise === 'number' && noise >= 0 && noise < Infinity)) {
    throw new ArgumentError({ argument: 'noise', expected: 'a finite number >= 0', received: show(noise) });
  }
  return noise;
}

export function noisyCurve(curve: Curve): NoisyCurve {
  const { branches, spec } = curve;
  const noise = checkNoise(curve.noise);
  const point = new Float64Array(2);
  const scratch = drawScratch(2);
  return {
    kind: 'noisy-curve',
    name: spec.kind,
    spec,
    dim: 2,
    noise,
    branches,
    sampleInto(key: Key, first: number, out: FloatArray): void {
      checkCount('first', first);
      const rows = rowsOf('out', out, 2);
      for (let done = 0; done < rows; done += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, rows - done);
        const { chosen, uniforms, values } = scratch(count);
        integersInto(key, first + done, 0, branches - 1, chosen);
        uniformInto(key, first + done, uniforms);
        normalInto(key, 2 * (first + done), values);
        for (let r = 0; r < count; r++) {
          curve.point(chosen[r]!, curve.quantile ? curve.quantile(uniforms[r]!) : uniforms[r]!, point);
          out[2 * (done + r)] = point[0]! + noise * values[2 * r]!;
          out[2 * (done + r) + 1] = point[1]! + noise * values[2 * r + 1]!;
        }
      }
    },
    asMixture(nodes: number): GaussianMixture {
      const rule = gaussLegendre(nodes);
      const means: number[][] = [];
      const weights: number[] = [];
      for (let b = 0; b < branches; b++) {
        for (let i = 0; i < nodes; i++) {
          const s = rule.nodes[i]!;
          curve.point(b, s, point);
          means.push([point[0]!, point[1]!]);
          weights.push(rule.weights[i]! * (curve.density ? curve.density(s) : 1));
        }
      }
      return gaussianMixture({
        name: `${spec.kind} (${nodes} nodes a branch)`,
        weights,
        means,
        stds: means.map(() => noise),
      });
    },
  };
}
