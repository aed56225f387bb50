/**
 * Two-armed spiral ±(φ cos φ, φ sin φ) / 3 with φ = 3πs and s = √u for u uniform, so that points spread evenly over the
 * arms' length, plus noise. The radius grows to π.
 */
import { cosPi, sinPi } from '../math/index.ts';
import { type NoisyCurve, noisyCurve } from './noisy-curve.ts';

/**
 * The two-armed spiral, with isotropic noise of the given standard deviation (default 0.1, ≥ 0).
 *
 * ```ts
 * import { spiral } from 'flowproof';
 * spiral().branches; // 2
 * ```
 */
export function spiral({ noise = 0.1 }: { readonly noise?: number } = {}): NoisyCurve {
  return noisyCurve({
    spec: { kind: 'spiral', noise },
    branches: 2,
    noise,
    quantile: Math.sqrt,
    density: (s) => 2 * s,
    point(branch, s, out) {
      const radius = (branch === 0 ? Math.PI : -Math.PI) * s;
      out[0] = radius * cosPi(3 * s);
      out[1] = radius * sinPi(3 * s);
    },
  });
}
