/** Repeated runs and their times. */
import type { Timing } from './config.ts';
import { medianAndRange } from './quartiles.ts';

/** Runs once at least, then until the repeats or the budget are used up. `now`: a clock in seconds. */
export function timed<T>(
  run: () => T,
  { repeats, budget }: Timing,
  now: () => number,
): { readonly result: T; readonly median: number; readonly range: number | null } {
  const times: number[] = [];
  let result: T;
  let spent = 0;
  do {
    const began = now();
    result = run();
    const took = now() - began;
    times.push(took);
    spent += took;
  } while (times.length < repeats && spent < budget);
  return { result, ...medianAndRange(times) };
}
