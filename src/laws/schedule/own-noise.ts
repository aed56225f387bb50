/**
 * What the values of a function of one number are off by near s, as twenty-one neighbours show (continuity/noise.ts): 6 standard deviations. A right
 * formula may be ill-conditioned, such as √(1 − α²) near α = 1; a mistake is the same at all neighbours, and adds nothing.
 */

import { neighbours, noiseOf } from '../continuity/noise.ts';
import { EPSILON } from '../core/precision.ts';

const DEVIATIONS = 6;
const NOWHERE = new Float64Array(0);

/** Near a time; 0 at 0 and at 1, which have neighbours on one side only. */
export function ownNoise(f: (t: number) => number, t: number): number {
  if (!(t > 0 && t < 1)) return 0;
  return scatter(neighbours(t, NOWHERE, EPSILON).map((near) => f(near.t)));
}

function scatter(values: readonly number[]): number {
  return values.every(Number.isFinite) ? DEVIATIONS * noiseOf(values) : 0;
}
