/**
 * The conditional field u_t(x | z) = α̇ z + (σ̇/σ)(x − αz) of one data point z, as a vector field for solvers.
 *
 * Its flow carries the source to the point z; it is the marginal field of the target δ_z. Pole at σ = 0, where all paths meet.
 */
import { checkFinite, type FloatArray } from '../array/float-array.ts';
import { gaussianPath } from '../paths/gaussian-path.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { VectorField } from './vector-field.ts';

/**
 * The conditional field of the point `z` [dim].
 *
 * ```ts
 * import { conditionalField, condOT } from 'flowproof';
 * const field = conditionalField({ schedule: condOT, z: Float64Array.of(1, 2) });
 * field.velocity(0, Float64Array.of(0, 0), new Float64Array(2)); // [1, 2]
 * ```
 */
export function conditionalField({
  schedule,
  z,
}: {
  readonly schedule: Schedule;
  readonly z: FloatArray;
}): VectorField {
  checkFinite('z', z);
  const dim = z.length;
  const path = gaussianPath(schedule, dim);
  let points = new Float64Array(0);
  return {
    dim,
    velocity(t, x, out) {
      if (points.length !== x.length) points = Float64Array.from(x, (_, i) => z[i % dim]!);
      path.velocity(t, x, points, out);
    },
  };
}
