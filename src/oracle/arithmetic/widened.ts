/** Errors that do not come from roundings: conditions of an input that hold up to rounding only, and steps of a function. */
import type { Tracked } from './tracked.ts';

/**
 * The number with more room: a unit vector is one up to rounding, weights have the sum 1 up to rounding, and who uses that misses the
 * formula by as much.
 */
export const widened = (a: Tracked, by: number): Tracked => ({ v: a.v, e: a.e + by, q: a.q + by * by });
