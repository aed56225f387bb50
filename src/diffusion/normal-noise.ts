/**
 * Noise of a stochastic solve from a key, and the noise of a coarse grid from that of a fine one.
 *
 * Element e = row·dim + coordinate of draw d of step n is the normal draw e of withStream(fold(key, n), d): a function of (key, n, d, e)
 * alone, whatever tile of rows asks for it.
 *
 * Refinement of one Brownian path: with ΔB_k and A_k = ∫ (B_s − B_t) ds / h_k of the steps inside a step of size H = Σ h_k,
 *
 *   ΔB = Σ ΔB_k,   A = (1/H) Σ_k h_k (A_k + Σ_{l<k} ΔB_l),   ξ₁ = ΔB/√H,   ξ₂ = √3 (2A − ΔB)/√H.
 */
import { allocate, checkCount, dtypeOf, type FloatArray, isFloatArray } from '../array/float-array.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';
import { fold, type Key, normalInto, withStream } from '../random/index.ts';
import { checkKey } from '../random/key.ts';
import type { NoiseSource } from '../solvers/stochastic/noise.ts';
import { checkTimes } from '../solvers/time-grid.ts';

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
  const equal = new Float64Array(noise.length / (2 * size)).fill(1);
  const steps = equal.length / m;
  for (let i = 0; i < steps; i++) coarsenStep(noise, size, equal, i * m, (i + 1) * m, coarse, i);
  return coarse;
}

/**
 * The noise [coarse steps, 2, size] that a coarser grid sees of the same Brownian paths, from noise [fine steps, 2, size]; both grids are
 * ascending times in [0, 1] with the same ends, and every coarse time is one of the fine ones. Grids that do not nest see one path through a third
 * that holds the times of both.
 *
 * ```ts
 * import { noiseOnGrid } from 'flowproof';
 * // Increments √h ξ₁ over [0, ¼] and [¼, 1] of 1/2 and √3/2: the path ends at (1 + √3)/2.
 * const noise = noiseOnGrid(Float64Array.of(1, 0, 1, 0), 1, [0, 0.25, 1], [0, 1]);
 * console.log(noise[0]!.toFixed(3)); // 1.366
 * ```
 *
 * @throws {ShapeError} when the buffer is not [fine steps, 2, size].
 * @throws {ArgumentError} for times that do not ascend, and for a coarse time that is none of the fine ones.
 */
export function noiseOnGrid<A extends FloatArray>(
  noise: A,
  size: number,
  fine: ArrayLike<number>,
  coarse: ArrayLike<number>,
): A {
  checkCount('size', size, 1);
  checkTimes(fine, 'fine');
  checkTimes(coarse, 'coarse');
  const h = Float64Array.from({ length: fine.length - 1 }, (_, k) => fine[k + 1]! - fine[k]!);
  if (!isFloatArray(noise) || noise.length !== 2 * size * h.length) {
    throw new ShapeError({
      argument: 'noise',
      expected: `a buffer [${h.length}, 2, ${size}]`,
      received: show(noise),
    });
  }
  const out = allocate(dtypeOf(noise), 2 * size * (coarse.length - 1)) as A;
  let first = 0;
  for (let i = 0; i < coarse.length; i++) {
    let last = first;
    while (last < h.length && fine[last]! < coarse[i]!) last++;
    const otherEnd = (i === 0 && last > 0) || (i === coarse.length - 1 && last < h.length);
    if (fine[last] !== coarse[i] || otherEnd) {
      throw new ArgumentError({
        argument: `coarse[${i}]`,
        expected: 'ascending times among the fine ones, with the same ends',
        received: show(coarse[i]),
      });
    }
    if (i > 0) coarsenStep(noise, size, h, first, last, out, i - 1);
    first = last;
  }
  return out;
}

/** Writes step `step` of `out`, made of the fine steps `first` … `last` − 1. `h`: the lengths of the fine steps, in any unit. */
function coarsenStep(
  noise: FloatArray,
  size: number,
  h: Float64Array,
  first: number,
  last: number,
  out: FloatArray,
  step: number,
): void {
  let span = 0;
  for (let k = first; k < last; k++) span += h[k]!;
  for (let i = 0; i < size; i++) {
    let path = 0;
    let mean = 0;
    for (let k = first; k < last; k++) {
      const at = 2 * size * k + i;
      const root = Math.sqrt(h[k]!);
      const increment = root * noise[at]!;
      mean += h[k]! * (path + (increment + (root * noise[at + size]!) / ROOT3) / 2);
      path += increment;
    }
    const root = Math.sqrt(span);
    const at = 2 * size * step + i;
    out[at] = path / root;
    out[at + size] = (ROOT3 * ((2 * mean) / span - path)) / root;
  }
}
