/**
 * S-curve in the plane: (sin φ, sign(φ) (cos φ − 1)), φ uniform on [−3π/2, 3π/2], plus noise: the profile of scikit-learn's
 * three-dimensional `make_s_curve`. Its halves φ < 0 and φ > 0 are two branches, because the curvature jumps between them.
 */
import { cosPi, sinPi } from '../math/index.ts';
import { type NoisyCurve, noisyCurve } from './noisy-curve.ts';

/**
 * The S-curve, with isotropic noise of the given standard deviation (default 0.1, ≥ 0).
 *
 * ```ts
 * import { sCurve } from 'flowproof';
 * sCurve({ noise: 0 }).dim; // 2
 * ```
 */
export function sCurve({ noise = 0.1 }: { readonly noise?: number } = {}): NoisyCurve {
  return noisyCurve({
    spec: { kind: 's-curve', noise },
    branches: 2,
    noise,
    point(branch, s, out) {
      const sign = branch === 0 ? -1 : 1;
      out[0] = sign * sinPi(1.5 * s);
      out[1] = sign * (cosPi(1.5 * s) - 1);
    },
  });
}
