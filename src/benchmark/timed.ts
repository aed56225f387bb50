/** Repeated runs and their times. */
import type { Timing } from './config.ts';
import { medianAndRange } from './quartiles.ts';

/** Fewest times of a run that is repeated: of two, a range says nothing about the third. */
const FEWEST = 3;

/** A run that takes so many budgets is long enough by itself: compilation is little of it, and repeats would cost more than they tell. */
const LONG = 5;

/**
 * Runs once, and times that run where it is long; else it was to warm up, and {@link FEWEST} or more follow, until the repeats or the
 * budget are used up. `now`: a clock in seconds.
 */
export function timed<T>(
  run: () => T,
  { repeats, budget }: Timing,
  now: () => number,
): { readonly result: T; readonly median: number; readonly range: number | null } {
  let result: T;
  const once = (): number => {
    const began = now();
    result = run();
    return now() - began;
  };
  const first = once();
  if (repeats === 1 || first >= LONG * budget) return { result: result!, ...medianAndRange([first]) };
  const times: number[] = [];
  let spent = 0;
  do {
    const took = once();
    times.push(took);
    spent += took;
  } while (times.length < repeats && (times.length < FEWEST || spent < budget));
  return { result: result!, ...medianAndRange(times) };
}
