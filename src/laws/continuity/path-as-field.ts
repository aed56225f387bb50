/**
 * A conditional path at one z as a field: the density p_t(x | z) and the velocity u_t(x | z) that moves it. Whatever laws say of fields
 * can so be held against paths.
 */

import { ArgumentError, show } from '../../errors.ts';
import { normalInto } from '../../random/index.ts';
import { requireFunction } from '../core/guard.ts';
import type { FieldSubject, PathSubject } from '../core/subjects.ts';

/**
 * The field of the path at z. It is drawn by the path's flow map from N(0, I), and has score and divergence where the path has them. Where the
 * path has no velocity of its own, it is that along the path: u_t(x | z) = d/dt ψ_t(ψ_t⁻¹(x | z) | z).
 *
 * `z`: the condition, [dim] finite numbers. Throws ObjectError where the path has no log-density, or no velocity by either way.
 *
 * ```ts
 * import { cosine, gaussianPath } from 'flowproof';
 * import { continuityDifferences, pathAsField } from 'flowproof/laws';
 * const field = pathAsField(gaussianPath(cosine, 2), [1, -0.5]);
 * console.log(continuityDifferences(field).check().status); // holds
 * ```
 */
export function pathAsField(path: PathSubject, z: readonly number[]): FieldSubject {
  for (const name of ['sample', 'logDensity']) requireFunction(path, name);
  const { dim } = path;
  if (!(Array.isArray(z) && z.length === dim && z.every(Number.isFinite))) {
    throw new ArgumentError({ argument: 'z', expected: `${dim} finite numbers`, received: show(z) });
  }
  if (!path.velocity) for (const name of ['targetVelocity', 'inverseFlow']) requireFunction(path, name);
  const rows = (x: Float64Array): Float64Array => Float64Array.from(x, (_, i) => z[i % dim]!);
  return {
    name: `${path.name ?? 'path'} given z = ${show(z)}`,
    dim,
    velocity(t, x, out) {
      if (path.velocity) return path.velocity(t, x, rows(x), out);
      const x0 = new Float64Array(x.length);
      path.inverseFlow!(t, x, rows(x), x0);
      return path.targetVelocity!(t, x0, rows(x), out);
    },
    logDensity: (t, x, out) => path.logDensity!(t, x, rows(x), out),
    sample(t, key, out) {
      const x0 = new Float64Array(out.length);
      normalInto(key, 0, x0);
      return path.sample(t, x0, rows(x0), out);
    },
    ...(path.score ? { score: (t, x, out) => path.score!(t, x, rows(x), out) } : {}),
    ...(path.divergence
      ? {
          divergence(t, _x, out) {
            out.fill(path.divergence!(t));
          },
        }
      : {}),
  };
}
