/** One tensor that a backend answered against what it should be. Written so that NaN and ∞ fail. */
import { ulpDistance32, ulpDistance64 } from '../../array/ulp.ts';
import type { Tracked } from '../arithmetic/tracked.ts';
import type { Tensor } from '../contract.ts';
import { DEVIATIONS } from './verdict.ts';

/** The element that is worst, for the report. */
export interface WorstElement {
  readonly index: readonly number[];
  readonly received: number;
  readonly expected: number;
  readonly bound: number;
}

export interface Comparison {
  /** Largest |error|/bound; ∞ for NaN, and for an error where none is allowed. */
  readonly ratio: number;
  /** Largest |error| over the statistical bound. */
  readonly deviation: number;
  /** Whether every element is the truth rounded once. */
  readonly exact: boolean;
  readonly worst: WorstElement | null;
  /** Elements by their distance from the rounded truth: 0, ≤ 1, ≤ 2, ≤ 4, … units in the last place; NaN and ∞ in the last bin. */
  readonly ulps: readonly number[];
  /** Mean signed error in units of √variance: a bias shows as much more than 1/√n. */
  readonly bias: number;
  /** Elements with a bound; the others could not be decided. */
  readonly decided: number;
  readonly undecided: number;
}

/** Bins of the histogram of distances: 0, 1, 2, ≤ 4, …, ≤ 2³⁰, more. */
export const ULP_BINS = 33;

function binOf(distance: number): number {
  if (distance === 0) return 0;
  if (!(distance <= 1073741824)) return ULP_BINS - 1;
  return 33 - Math.clz32(distance - 1);
}

/** |error|/bound; ∞ for NaN, and for an error where none is allowed. */
export const inBounds = (error: number, bound: number): number => {
  if (Number.isNaN(error)) return Infinity;
  if (error === 0) return 0;
  return bound > 0 ? error / bound : Infinity;
};

function indexOf(flat: number, shape: readonly number[]): readonly number[] {
  const index: number[] = [];
  let rest = flat;
  for (const extent of [...shape].reverse()) {
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return index;
}

export function compare(received: Tensor, expected: readonly Tracked[]): Comparison {
  const { dtype, data, shape } = received;
  const ulpDistance = dtype === 'float32' ? ulpDistance32 : ulpDistance64;
  const round = dtype === 'float32' ? Math.fround : (x: number): number => x;
  const ulps = new Array<number>(ULP_BINS).fill(0);
  let ratio = 0;
  let deviation = 0;
  let exact = true;
  let worst: WorstElement | null = null;
  let bias = 0;
  let undecided = 0;
  for (const [i, { v, e, q }] of expected.entries()) {
    if (!Number.isFinite(e)) {
      undecided += 1;
      continue;
    }
    const value = data[i]!;
    const error = Math.abs(value - v);
    const distance = ulpDistance(value, v);
    const bin = binOf(distance);
    ulps[bin] = ulps[bin]! + 1;
    exact &&= distance === 0;
    const spread = Math.sqrt(q);
    deviation = Math.max(deviation, inBounds(error, DEVIATIONS * spread + Math.abs(round(v) - v)));
    bias += spread > 0 ? (value - v) / spread : 0;
    const own = inBounds(error, e);
    if (own >= ratio) worst = { index: indexOf(i, shape), received: value, expected: v, bound: e };
    ratio = Math.max(ratio, own);
  }
  const decided = expected.length - undecided;
  return { ratio, deviation, exact, worst, ulps, bias: decided > 0 ? bias / decided : 0, decided, undecided };
}
