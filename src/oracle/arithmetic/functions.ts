/**
 * Elementary functions of tracked numbers.
 *
 * A monotone f carries the error e of its argument to max(|f(v + e) − f(v)|, |f(v − e) − f(v)|), which is the truth and no first-order
 * estimate; the function's own error is the machine's. √ is an operation of IEEE 754 and rounds like one.
 */
import * as math from '../../math/index.ts';
import { functionRounding, rounded, type Tracked, unitRoundoff } from './tracked.ts';

/** float64's own roundings in the differences of the envelope. */
const ENVELOPE = 4.440892098500626e-16;
/** u + 2u², for a float64 at least one step farther. Source: Rump, Zimmermann, Boldo & Melquiond (2009), algorithm 4. */
const STEP = 1.1102230246251568e-16;

/** x + by, rounded away from x where it has to be rounded: an interval must not lose its end. */
export function outward(x: number, by: number): number {
  const end = x + by;
  const added = end - x;
  const lost = x - (end - added) + (by - added);
  if (!(by > 0 ? lost > 0 : lost < 0)) return end;
  const step = STEP * Math.abs(end) + Number.MIN_VALUE;
  return by > 0 ? end + step : end - step;
}

/** f of a tracked number, for a monotone f; `relative` is the machine's error of it, `own` that of this program beyond a rounding. */
export function monotone(f: (x: number) => number, a: Tracked, relative: number, own = 0): Tracked {
  const v = f(a.v);
  if (a.e === 0) return rounded(v, 0, 0, relative + own);
  // 0/0 may have come: not even a bounded function has a bound then.
  if (!Number.isFinite(a.e)) return { v, e: Infinity, q: Infinity };
  const up = Math.abs(f(outward(a.v, a.e)) - v);
  const down = Math.abs(f(outward(a.v, -a.e)) - v);
  const noise = ENVELOPE + 2 * own;
  const reach = Math.max(up, down) * (1 + noise) + noise * Math.abs(v);
  const e = Number.isNaN(reach) ? Infinity : reach;
  const slope = e / a.e;
  return rounded(v, e, slope * slope * a.q, relative + own);
}

const elementary =
  (f: (x: number) => number) =>
  (a: Tracked): Tracked =>
    monotone(f, a, functionRounding());

export const exp: (a: Tracked) => Tracked = elementary(math.exp);
export const expm1: (a: Tracked) => Tracked = elementary(math.expm1);
export const log: (a: Tracked) => Tracked = elementary((x) => (x <= 0 ? -Infinity : math.log(x)));
export const log1p: (a: Tracked) => Tracked = elementary((x) => (x <= -1 ? -Infinity : math.log1p(x)));
export const tanh: (a: Tracked) => Tracked = elementary(math.tanh);

/**
 * erf, whose own error counts from 1 and not from its value: the approximations in common use (Abramowitz & Stegun 7.1.26, in PyTorch
 * for one) are right to a few digits after the last of 1, near 0 as well.
 */
export function erf(a: Tracked): Tracked {
  const relative = functionRounding();
  const { v, e, q } = monotone(math.erf, a, relative);
  return { v, e: e + relative, q: q + (relative * relative) / 3 };
}

/** √a; where a may be negative by its error, √ of it counts as 0. */
export const sqrt = (a: Tracked): Tracked => monotone((x) => Math.sqrt(Math.max(0, x)), a, unitRoundoff());

/** |f(a + δ) − f(a)| ≤ |f′(a)| |δ| + δ²/2 for sin and cos, and no more than 2. */
function circular(v: number, slope: number, a: Tracked): Tracked {
  const change = (Math.abs(slope) + a.e / 2) * (1 + ENVELOPE) * a.e;
  const e = Number.isFinite(a.e) ? Math.min(2, change) : Infinity;
  return rounded(v, e, slope * slope * a.q, functionRounding());
}

export const sin = (a: Tracked): Tracked => circular(math.sin(a.v), math.cos(a.v), a);
export const cos = (a: Tracked): Tracked => circular(math.cos(a.v), math.sin(a.v), a);
