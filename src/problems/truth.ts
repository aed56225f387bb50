/** True states at many times, from a rule that knows them at one. */
import { ArgumentError, show } from '../errors.ts';
import type { Truth } from './problem.ts';

/** Returns `times`; throws unless they are ascending numbers in [0, 1]. */
export function checkTimes(times: readonly number[]): readonly number[] {
  if (!times || typeof times.length !== 'number' || times.length === 0) {
    throw new ArgumentError({ argument: 'times', expected: 'one time or more', received: show(times) });
  }
  for (let i = 0; i < times.length; i++) {
    const t: unknown = times[i];
    const before = i === 0 ? 0 : times[i - 1]!;
    if (!(typeof t === 'number' && t >= before && t <= 1)) {
      throw new ArgumentError({
        argument: `times[${i}]`,
        expected: i === 0 ? 'a time in [0, 1]' : `a time in [${before}, 1]: times ascend`,
        received: show(t),
      });
    }
  }
  return times;
}

/** The states at each time, and the largest of the radii that `at` returns. The start itself has no error. */
export function statesAt(
  times: readonly number[],
  start: Float64Array,
  from: string,
  at: (t: number, out: Float64Array) => number,
): Truth {
  checkTimes(times);
  const states = new Float64Array(times.length * start.length);
  let radius = 0;
  times.forEach((t, i) => {
    const out = states.subarray(i * start.length, (i + 1) * start.length);
    if (t === 0) out.set(start);
    else radius = Math.max(radius, at(t, out));
  });
  return { states, radius, from };
}
