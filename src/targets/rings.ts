/** Concentric circles of given radii about the origin, each with the same probability, plus noise. */
import { ArgumentError, show } from '../errors.ts';
import { cosPi, sinPi } from '../math/index.ts';
import { type NoisyCurve, noisyCurve } from './noisy-curve.ts';

/** Options of {@link rings}. */
export interface RingsOptions {
  /** Radii, finite and > 0; default 0.75, 1.5, 2.25, 3. */
  readonly radii?: readonly number[];
  /** Standard deviation of the noise, ≥ 0; default 0.08. */
  readonly noise?: number;
}

/**
 * Concentric rings.
 *
 * ```ts
 * import { rings } from 'flowproof';
 * rings({ radii: [1, 2] }).branches; // 2
 * ```
 */
export function rings({ radii = [0.75, 1.5, 2.25, 3], noise = 0.08 }: RingsOptions = {}): NoisyCurve {
  if (!(Array.isArray(radii) && radii.length > 0 && radii.every((r) => r > 0 && r < Infinity))) {
    throw new ArgumentError({ argument: 'radii', expected: 'finite numbers > 0', received: show(radii) });
  }
  return noisyCurve({
    spec: { kind: 'rings', radii: [...radii], noise },
    branches: radii.length,
    noise,
    point(branch, s, out) {
      out[0] = radii[branch]! * cosPi(2 * s);
      out[1] = radii[branch]! * sinPi(2 * s);
    },
  });
}
