/**
 * ψ₀(x₀|z) = x₀ and ψ₁(x₀|z) = z, or the ends that the path states, and ψ comes to them.
 *
 * A path that states α₀, σ₀, α₁, σ₁ (in `ends`, or through its schedule: schedule/stated-ends.ts) must have ψ₀ = α₀ z + σ₀ x₀ and
 * ψ₁ = α₁ z + σ₁ x₀. Bound: 8 roundings of the two terms and of what their rounded factors hide, |z| and |x₀| times the sizes of
 * the factors: interpolations such as z + (1 − t)(x₀ − z) round differences of that size. Next to the ends: schedule/end-limits.ts, with
 * 16 roundings of M, the largest of |ψ|, |x₀|, |z|, so that ends that are pinned to the right values do not pass for it.
 *
 * Not seen: anything inside (0, 1). Source: Lipman et al. (2023), section 3.
 */
import fc from 'fast-check';
import { type PathPoints, pathPoints } from '../arbitraries/paths.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import type { PathSubject } from '../core/subjects.ts';
import { largest } from '../core/vectors.ts';
import { pathCalls, pointWords } from '../flow-map/path-calls.ts';
import { endLimit } from '../schedule/end-limits.ts';
import { statedEnds } from '../schedule/stated-ends.ts';

/** One end, and rows of x₀ and z. */
export interface PathEnd extends PathPoints {
  readonly t: 0 | 1;
}

/**
 * The law of a conditional path's ends.
 *
 * ```ts
 * import { condOT, gaussianPath, vp } from 'flowproof';
 * import { boundaryPath, type PathSubject } from 'flowproof/laws';
 * console.log(boundaryPath(gaussianPath(condOT, 2)).check().status); // holds
 * console.log(boundaryPath(gaussianPath(vp(), 2)).check().status); // holds
 * const backwards: PathSubject = {
 *   dim: 1,
 *   sample: (t, x0, z, out) => x0.forEach((x, i) => { out[i] = t * x + (1 - t) * z[i]!; }),
 * };
 * console.log(boundaryPath(backwards).check().status); // violated
 * ```
 */
export const boundaryPath: Law<PathSubject, PathEnd> = defineLaw({
  id: 'boundary-path',
  number: 1,
  title: 'ψ₀(x₀|z) = x₀ and ψ₁(x₀|z) = z, or the stated defects',
  kind: 'path',
  assumes: ['ψ_t(x₀|z) comes to its ends like a power of the distance'],
  export: 'boundaryPath',
  runs: 24,
  refuses(subject) {
    pathCalls(subject);
    statedEnds(subject);
    return null;
  },
  cases: (subject) =>
    fc
      .tuple(fc.constantFrom<0 | 1>(0, 1), pathPoints(pathCalls(subject).dim))
      .map(([t, points]) => ({ t, ...points })),
  words: ({ t, x0, z }) => pointWords(t, { x0, z }),
  measure(subject, { t, x0, z }) {
    const path = pathCalls(subject);
    const { alpha0, sigma0, alpha1, sigma1 } = statedEnds(subject);
    const [alpha, sigma] = t === 0 ? [alpha0, sigma0] : [alpha1, sigma1];
    const size = largest(x0, largest(z));
    const known = new Map<number, Float64Array>();
    const sample = (time: number): Float64Array => {
      const values = known.get(time) ?? path.call('sample', time, x0, z);
      known.set(time, values);
      return values;
    };
    const rounding = (values: readonly number[]): number => 16 * path.precision * largest(values, size);
    return worstOf(
      Array.from(sample(t)).flatMap((value, i): Measurement[] => {
        const stated = alpha * z[i]! + sigma * x0[i]!;
        const terms = (1 + Math.abs(alpha)) * Math.abs(z[i]!) + (1 + Math.abs(sigma)) * Math.abs(x0[i]!);
        return [
          {
            residual: Math.abs(value - stated),
            bound: 8 * path.precision * terms,
            why: '8 roundings of both terms',
            detail: `ψ[${i}] is ${value} at t = ${t}, and stated as ${alpha} z + ${sigma} x₀ = ${stated}`,
          },
          endLimit(`ψ[${i}]`, (time) => sample(time)[i]!, t, rounding),
        ];
      }),
    );
  },
});
