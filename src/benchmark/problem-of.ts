/** A problem out of its plain data. */
import { cdfMap, marginalField } from '../fields/index.ts';
import { normalQuantile } from '../math/index.ts';
import type { Problem, ProblemSpec, Truth } from '../problems/problem.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import { type GaussianMixture, targetFromSpec } from '../targets/index.ts';

export function problemOf(spec: ProblemSpec): Problem {
  if (spec.kind !== 'flow') throw new Error('only flows');
  const schedule = scheduleFromSpec(spec.schedule);
  const target = targetFromSpec(spec.target) as GaussianMixture;
  const field = marginalField({ schedule, target });
  const map = cdfMap({ schedule, target });
  const start =
    spec.start.kind === 'normal-quantiles'
      ? Float64Array.from({ length: spec.start.count }, (_, i) =>
          normalQuantile((i + 0.5) / (spec.start as { count: number }).count),
        )
      : Float64Array.from((spec.start as unknown as { points: number[][] }).points.flat());
  return {
    name: spec.name ?? target.name,
    spec,
    dim: 1,
    velocity: (t, x, out) => field.velocity(t, x, out),
    schedule,
    field,
    start,
    truth(times): Truth {
      const states = new Float64Array(times.length * start.length);
      for (const [i, t] of times.entries()) {
        map.map(0, t, start, states.subarray(i * start.length, (i + 1) * start.length));
      }
      return { states, radius: 1e-13, from: 'distribution function' };
    },
  };
}
