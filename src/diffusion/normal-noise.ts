/**
 * Noise of a stochastic solve from a key, and the noise of a coarse grid from that of a fine one.
 *
 * Element e = row·dim + coordinate of draw d of step n is the normal draw e of withStream(fold(key, n), d): a function of (key, n, d, e)
 * alone, whatever tile of rows asks for it.
 *
 * Refinement of one Brownian path: with ΔB_k and A_k = ∫ (B_s − B_t) ds / h of the m steps inside a step of size H = mh,
 *
 *   ΔB = Σ ΔB_k,   A = (1/m) Σ_k (A_k + Σ_{l<k} ΔB_l),   ξ₁ = ΔB/√H,   ξ₂ = √3 (2A − ΔB)/√H.
 */
import { allocate, checkCount, dtypeOf, type FloatArray, isFloatArray } from '../array/float-array.ts';
import { ShapeError, show } from '../errors.ts';
import { fold, type Key, normalInto, withStream } from '../random/index.ts';
import { checkKey } from '../random/key.ts';
import type { NoiseSource } from '../solvers/stochastic/noise.ts';

/**
 * Standard normal noise from a key; float32 states get the float64 draws rounded once.
 *
 * ```ts
 * import { key, normalNoise } from 'flowproof';
 * const noise = normalNoise(key(7));
 * const all = new Float64Array(6);
 * const part = new Float64Array(2);
 * noise(3, 0, 0, all);
 * noise(3, 0, 4, part);
 * console.log(all[4] === part[0]); // true
 * ```
 */
export function normalNoise(key: Key): NoiseSource {
  checkKey(key);
  return (step, draw, first, out) => normalInto(withStream(fold(key, step), draw), first, out);
}

const ROOT3: number = Math.sqrt(3);

/**
 * The noise [steps/m, 2, size] that a grid m times coarser sees of the same Brownian paths, from noise [steps, 2, size] of equal steps.
 * For strong errors and for multilevel Monte Carlo.
 *
 * ```ts
 * import { coarsenNoise, eulerMaruyama, key, normalNoise, solveStochastic } from 'flowproof';
 * const fine = new Float64Array(8 * 2);
 * for (let step = 0; step < 8; step++) for (let d = 0; d < 2; d++) normalNoise(key(7))(step, d, 0, fine.subarray(2 * step + d));
 * const coarse = coarsenNoise(fine, 1, 4); // two steps instead of eight
 * console.log(coarse.length); // 4
 * ```
 *
 * @throws {ShapeError} when the buffer is not [steps, 2, size] with `steps` a multiple of m.
 */
export function coarsenNoise<A extends FloatArray>(noise: A, size: number, m: number): A {
  checkCount('size', size, 1);
  checkCount('m', m, 1);
  if (!isFloatArray(noise) || noise.length % (2 * size * m) !== 0) {
    throw new ShapeError({
      argument: 'noise',
      expected: `a buffer [steps, 2, ${size}] with a multiple of ${m} steps`,
      received: show(noise),
    });
  }
  const coarse = allocate(dtypeOf(noise), noise.length / m) as A;
  // In units of √h: H = mh, so √H = √m √h.
  const root = Math.sqrt(m);
  for (let at = 0; at < coarse.length; at += 2 * size) {
    for (let i = 0; i < size; i++) {
      let path = 0;
      let mean = 0;
      for (let k = 0; k < m; k++) {
        const fine = at * m + 2 * size * k + i;
        const increment = noise[fine]!;
        mean += path + (increment + noise[fine + size]! / ROOT3) / 2;
        path += increment;
      }
      coarse[at + i] = path / root;
      coarse[at + size + i] = (ROOT3 * ((2 * mean) / m - path)) / root;
    }
  }
  return coarse;
}
