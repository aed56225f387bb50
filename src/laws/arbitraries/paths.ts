/** Conditional paths of the built-in schedules, and points for any conditional path; shrink to CondOT, one row and short numbers. */
import fc from 'fast-check';
import { type GaussianPath, gaussianPath } from '../../paths/gaussian-path.ts';
import type { ScheduleSpec } from '../../schedules/schedule.ts';
import { scheduleFromSpec } from '../../schedules/spec.ts';
import type { Family } from '../core/law.ts';
import { flowproofCode, literal } from '../core/snippet.ts';
import { vectors } from './points.ts';
import { scheduleSpecs } from './schedules.ts';

/** A Gaussian path as plain data. */
export interface GaussianPathSpec {
  readonly schedule: ScheduleSpec;
  readonly dim: number;
}

/** Draws of the source and points of the target, both [rows, dim]. */
export interface PathPoints {
  readonly x0: readonly number[];
  readonly z: readonly number[];
}

/** Gaussian paths of all built-in schedules in 1 to 3 dimensions. */
export function gaussianPaths(): Family<GaussianPath, GaussianPathSpec> {
  return {
    name: 'any Gaussian path',
    data: fc.record({ schedule: scheduleSpecs(), dim: fc.integer({ min: 1, max: 3 }) }),
    build: ({ schedule, dim }) => gaussianPath(scheduleFromSpec(schedule), dim),
    words: ({ schedule, dim }) => `schedule ${literal(schedule)} in ${dim} dimension${dim === 1 ? '' : 's'}`,
    code: ({ schedule, dim }) =>
      flowproofCode(
        ['gaussianPath', 'scheduleFromSpec'],
        `gaussianPath(scheduleFromSpec(${literal(schedule)}), ${dim})`,
      ),
  };
}

/** One or two rows of x₀ in [−3, 3]ᵈ and z in [−4, 4]ᵈ: never x₀ = ±z, which hides swapped ends. */
export function pathPoints(dim: number): fc.Arbitrary<PathPoints> {
  const row = fc
    .tuple(vectors(dim, 3), vectors(dim, 4))
    .filter(([x0, z]) => x0.some((value, i) => Math.abs(value) !== Math.abs(z[i]!)));
  return fc.array(row, { minLength: 1, maxLength: 2 }).map((rows) => ({
    x0: rows.flatMap(([x0]) => x0),
    z: rows.flatMap(([, z]) => z),
  }));
}
