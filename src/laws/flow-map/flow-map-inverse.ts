/**
 * ψ_t⁻¹(ψ_t(x₀|z)|z) = x₀, ψ_t(ψ_t⁻¹(x|z)|z) = x, and ψ_t∘ψ_s⁻¹ carries the points of time s to those of time t.
 *
 * Bounds come from the conditioning. ψ⁻¹ takes a point that carries 8 roundings of M, the largest of |x|, |x₀|, |z|, and adds 8 of that size
 * before it divides: 16 of M through |∂ψ⁻¹/∂x|, and 16 of its own value. The way back multiplies that error by |∂ψ/∂x₀| and adds
 * 16 roundings of M. Both matrices are measured by differences, over a standard deviation of the path. Where the bound is as large as a
 * tenth of a standard deviation (σ below about 10⁻¹⁴), nothing can be said.
 *
 * Not seen: whether ψ is the right map; a pair that is wrong alike passes. Source: Lipman et al. (2023), section 4.
 */

import fc from 'fast-check';
import { pathPoints } from '../arbitraries/paths.ts';
import { times } from '../arbitraries/times.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import type { PathSubject } from '../core/subjects.ts';
import { largest } from '../core/vectors.ts';
import type { PathCase } from './flow-map-velocity.ts';
import { mapSpread, type RowAt, roundedPoint } from './map-jacobian.ts';
import { type PathCalls, pathCalls, pointWords } from './path-calls.ts';

/** As {@link PathCase}, with a second time: points are carried from `s` to `t`. */
export interface TransportCase extends PathCase {
  readonly s: number;
}

/**
 * The law of a path's inverse flow map.
 *
 * ```ts
 * import { condOT, gaussianPath } from 'flowproof';
 * import { flowMapInverse, type PathSubject } from 'flowproof/laws';
 * const path = gaussianPath(condOT, 1);
 * console.log(flowMapInverse(path).check().status); // holds
 * const inverseFlow: PathSubject['inverseFlow'] = (t, x, _z, out) => x.forEach((value, i) => { out[i] = value / (1 - t); });
 * console.log(flowMapInverse({ ...path, inverseFlow }).check().status); // violated
 * ```
 */
export const flowMapInverse: Law<PathSubject, TransportCase> = defineLaw({
  id: 'flow-map-inverse',
  number: 4,
  title: 'ψ_t⁻¹∘ψ_t = id, ψ_t∘ψ_t⁻¹ = id, ψ_t∘ψ_s⁻¹∘ψ_s = ψ_t',
  kind: 'path',
  assumes: ['ψ_t(·|z) is one to one inside (0, 1)'],
  export: 'flowMapInverse',
  runs: 24,
  refuses: (subject) => (pathCalls(subject).has('inverseFlow') ? null : 'it has no inverseFlow'),
  cases: (subject) =>
    fc
      .tuple(times(), times(), pathPoints(pathCalls(subject).dim))
      .map(([t, s, points]) => ({ t, s, ...points })),
  words: ({ t, s, x0, z }) => `${pointWords(t, { x0, z })}, s = ${s}`,
  picture: (subject) =>
    subject.dim === 1
      ? { t: [0.002, 0.998], x: [-3, 3], caseAt: (t, x) => ({ t, s: t, x0: [x], z: [1.5] }) }
      : null,
  measure(subject, { t, s, x0, z }) {
    const path = pathCalls(subject);
    const from = Float64Array.from(x0);
    const there = path.call('sample', t, from, z);
    const earlier = path.call('sample', s, from, z);
    const [back, origin] = [path.call('inverseFlow', t, there, z), path.call('inverseFlow', s, earlier, z)];
    const start = path.call('inverseFlow', t, earlier, z);
    const again = path.call('sample', t, start, z);
    const carried = path.call('sample', t, origin, z);
    const found: Measurement[] = [];
    for (let first = 0; first < from.length; first += path.dim) {
      const row = (values: ArrayLike<number>): Float64Array =>
        Float64Array.from({ length: path.dim }, (_, i) => values[first + i]!);
      const compare = (
        text: string,
        given: Float64Array,
        right: Float64Array,
        error: (i: number) => number,
        size: number,
      ): void => {
        row(given).forEach((value, i) => {
          const expected = row(right)[i]!;
          if (!(error(i) <= 0.1 * Math.max(1, size))) {
            throw new CannotJudge(`rounding alone moves ${text} by ${error(i)} at t = ${t}`);
          }
          found.push({
            residual: Math.abs(value - expected),
            bound: error(i),
            why: 'roundings of the point, carried by the measured derivatives of the map and its inverse',
            detail: `${text}, coordinate ${i}, is ${value} instead of ${expected}`,
          });
        });
      };
      const zRow = row(z);
      const at = { t, x0: row(from), z: zRow };
      const onto = inverseError(path, at, row(there), row(back));
      compare('ψ_t⁻¹(ψ_t(x₀))', back, from, (i) => onto[i]!, largest(row(from)));
      const far = { t, x0: row(start), z: zRow };
      const farError = inverseError(path, far, row(earlier), far.x0);
      const image = forwardError(path, far, row(again), farError);
      compare('ψ_t(ψ_t⁻¹(x))', again, earlier, (i) => image[i]!, largest(row(earlier)));
      const sourceError = inverseError(path, { ...at, t: s }, row(earlier), row(origin));
      const moved = forwardError(path, at, row(there), sourceError);
      compare('ψ_t(ψ_s⁻¹(ψ_s(x₀)))', carried, there, (i) => moved[i]!, largest(row(there)));
    }
    return worstOf(found);
  },
});

/** What ψ⁻¹ may be off by at `point`, near which `at.x0` is its value. */
function inverseError(path: PathCalls, at: RowAt, point: Float64Array, value: Float64Array): Float64Array {
  const magnitude = largest(point, largest(at.x0, largest(at.z)));
  const through = roundedPoint(path, 'inverseFlow', at, point, magnitude);
  return value.map((v, i) => 16 * path.precision * Math.abs(v) + through[i]!);
}

/** What ψ may be off by at `at.x0`, itself off by `error`. */
function forwardError(path: PathCalls, at: RowAt, image: Float64Array, error: Float64Array): Float64Array {
  const { dim, precision } = path;
  const { slopes } = mapSpread(path, at);
  const magnitude = largest(image, largest(at.x0, largest(at.z)));
  return image.map((_, i) => {
    let sum = 16 * precision * magnitude;
    for (let j = 0; j < dim; j++) sum += slopes[i * dim + j]! * error[j]!;
    return sum;
  });
}
