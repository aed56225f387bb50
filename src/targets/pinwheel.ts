/**
 * Pinwheel: Gaussian blades twisted around the origin. For blade b of B, with independent normals z₁, z₂:
 *
 *   r = 1 + radialStd z₁,  h = tangentialStd z₂,  θ = 2π b / B + rate e^r,  x = 2 (r cos θ − h sin θ, r sin θ + h cos θ).
 *
 * Sampling, row i: blade from the integer draw i, z from the normal draws 2i, 2i + 1. The density has no closed form.
 * Source: Johnson et al., Composing graphical models with neural networks (2016), section 5.1.
 */

import { checkCount, checkNumber, rowsOf } from '../array/float-array.ts';
import { cos, exp, sin } from '../math/index.ts';
import { integersInto, normalInto } from '../random/index.ts';
import { BLOCK_ROWS, drawScratch } from './draw-scratch.ts';
import type { Target, TargetSpec } from './target.ts';

/** Options of {@link pinwheel}. */
export interface PinwheelOptions {
  /** Number of blades, ≥ 1; default 5. */
  readonly blades?: number;
  /** Standard deviation along a blade, in [0, 10]; default 0.3. */
  readonly radialStd?: number;
  /** Standard deviation across a blade, ≥ 0; default 0.1. */
  readonly tangentialStd?: number;
  /** Twist, in [−10, 10]; default 0.25. */
  readonly rate?: number;
}

const TWO_PI: number = 2 * Math.PI;

/**
 * The pinwheel in two dimensions.
 *
 * ```ts
 * import { key, pinwheel } from 'flowproof';
 * const rows = new Float32Array(2 * 100);
 * pinwheel().sampleInto(key(7), 0, rows);
 * ```
 */
export function pinwheel(options: PinwheelOptions = {}): Target & { readonly spec: TargetSpec } {
  const blades = checkCount('blades', options.blades ?? 5, 1, 1024);
  const radialStd = checkNumber('radialStd', options.radialStd ?? 0.3, 0, 10);
  const tangentialStd = checkNumber('tangentialStd', options.tangentialStd ?? 0.1, 0);
  const rate = checkNumber('rate', options.rate ?? 0.25, -10, 10);
  const scratch = drawScratch(2);
  return {
    name: 'pinwheel',
    spec: { kind: 'pinwheel', blades, radialStd, tangentialStd, rate },
    dim: 2,
    sampleInto(key, first, out) {
      checkCount('first', first);
      const rows = rowsOf('out', out, 2);
      for (let done = 0; done < rows; done += BLOCK_ROWS) {
        const count = Math.min(BLOCK_ROWS, rows - done);
        const { chosen, values } = scratch(count);
        integersInto(key, first + done, 0, blades - 1, chosen);
        normalInto(key, 2 * (first + done), values);
        for (let i = 0; i < count; i++) {
          const r = 1 + radialStd * values[2 * i]!;
          const h = tangentialStd * values[2 * i + 1]!;
          const theta = (TWO_PI * chosen[i]!) / blades + rate * exp(r);
          const c = cos(theta);
          const s = sin(theta);
          out[2 * (done + i)] = 2 * (r * c - h * s);
          out[2 * (done + i) + 1] = 2 * (r * s + h * c);
        }
      }
    },
  };
}
