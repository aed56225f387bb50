/** Eight equal isotropic Gaussians on a circle, the most used toy target; an exact Gaussian mixture. */
import { ArgumentError, show } from '../errors.ts';
import { cosPi, sinPi } from '../math/index.ts';
import { type GaussianMixture, gaussianMixture } from './gaussian-mixture.ts';

/** Options of {@link eightGaussians}. */
export interface EightGaussiansOptions {
  /** Radius of the circle, > 0; default 2. */
  readonly radius?: number;
  /** Standard deviation of each Gaussian, ≥ 0; default 0.2. */
  readonly std?: number;
}

/**
 * The eight Gaussians at angles 0°, 45°, …, 315°.
 *
 * ```ts
 * import { eightGaussians } from 'flowproof';
 * eightGaussians().count; // 8
 * ```
 */
export function eightGaussians({ radius = 2, std = 0.2 }: EightGaussiansOptions = {}): GaussianMixture {
  if (!(typeof radius === 'number' && radius > 0 && radius < Infinity)) {
    throw new ArgumentError({
      argument: 'radius',
      expected: 'a finite number > 0',
      received: show(radius),
    });
  }
  const angles = Array.from({ length: 8 }, (_, k) => k / 4);
  return gaussianMixture({
    name: 'eight-gaussians',
    means: angles.map((turn) => [radius * cosPi(turn), radius * sinPi(turn)]),
    stds: angles.map(() => std),
  });
}
