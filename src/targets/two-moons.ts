/**
 * Two interleaving half circles: (cos πs, sin πs) and (1 − cos πs, ½ − sin πs), s uniform on [0, 1], plus noise.
 * The form made popular by scikit-learn's `make_moons`.
 */
import { cosPi, sinPi } from '../math/index.ts';
import { type NoisyCurve, noisyCurve } from './noisy-curve.ts';

/**
 * The two moons, with isotropic noise of the given standard deviation (default 0.05, ≥ 0).
 *
 * ```ts
 * import { key, twoMoons } from 'flowproof';
 * const rows = new Float32Array(2 * 100);
 * twoMoons().sampleInto(key(7), 0, rows);
 * ```
 */
export function twoMoons({ noise = 0.05 }: { readonly noise?: number } = {}): NoisyCurve {
  return noisyCurve({
    spec: { kind: 'two-moons', noise },
    branches: 2,
    noise,
    point(branch, s, out) {
      const c = cosPi(s);
      const h = sinPi(s);
      out[0] = branch === 0 ? c : 1 - c;
      out[1] = branch === 0 ? h : 0.5 - h;
    },
  });
}
