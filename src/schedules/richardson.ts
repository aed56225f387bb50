/**
 * Derivative of a function on [0, 1] by Richardson extrapolation of differences, with its own error estimate.
 *
 * Inside: central differences D(h) = (f(t + h) − f(t − h)) / 2h = f′ + c₂h² + c₄h⁴ + …, steps h, h/2, h/4, …; column j of
 * the tableau removes h^(2j). Within 10⁻³ of an end: one-sided differences, f′ + c₁h + c₂h² + …, column j removes h^j.
 * Of each step the entry whose neighbours agree best is taken: the two it is made of, of which that at twice the step is further off, and the
 * one of the same column at twice the step, since two alone may agree by chance while h is still coarse. The largest distance is the error estimate, which bounds the truncation error
 * as long as f is smooth. Of the steps the one with the least error is taken, coming from the finest, until a coarser one contradicts: coarse
 * steps may agree with each other across a feature that they do not see, such as a corner between two slopes. (Given no δ, see below, the least of all.)
 * Source: Ridders, Accurate computation of F′(x) and F″(x), Adv. Eng. Software 4 (1982).
 *
 * Rounding. Values of f that are wrong by δ move a central difference by at most δ/h, and column j multiplies errors by at most
 * Π (4ⁱ + 1)/(4ⁱ − 1) < 2; one-sided: 2δ/h and Π (2ⁱ + 1)/(2ⁱ − 1) < 8.3. So 2δ/h (17δ/h) bounds what rounding does to an entry
 * whose finest step is h. Given δ, it is part of the error, and the entry with the smallest sum of both is taken: two neighbours
 * that agree by luck deep in the rounding do not pass for accuracy. A second difference is moved by 4δ/h², times the same product.
 */
import { checkTime } from './domain.ts';

/** A derivative and the distance of the neighbouring extrapolations, as an estimate of its absolute error. */
export interface DerivativeEstimate {
  readonly value: number;
  readonly error: number;
}

const LEVELS = 10;
const FIRST_STEP = 0.1;
const NEAR_END = 1e-3;

function difference(f: (t: number) => number, t: number, h: number, side: -1 | 0 | 1): number {
  return side === 0 ? (f(t + h) - f(t - h)) / (2 * h) : (f(t + side * h) - f(t)) / (side * h);
}

/**
 * The limit of differences[l], taken with steps firstStep/2ˡ: `base` 4 for central differences, 2 for one-sided ones.
 *
 * `noise`: bound δ on the absolute error of the values that were subtracted. Differences that are not finite are passed over.
 */
export function extrapolate(
  differences: ArrayLike<number>,
  firstStep: number,
  base: 2 | 4,
  noise: number,
): DerivativeEstimate {
  const ofDifference = base === 4 ? noise : 2 * noise;
  return extrapolateRounded(differences, base, (level) => (ofDifference * (1 << level)) / firstStep);
}

/** As {@link extrapolate}, with a bound on the error of each difference. */
export function extrapolateRounded(
  differences: ArrayLike<number>,
  base: 2 | 4,
  rounding: (level: number) => number,
): DerivativeEstimate {
  const amplification = AMPLIFICATION[base];
  const levels: DerivativeEstimate[] = [];
  let previous: number[] = [];
  for (let level = 0; level < differences.length; level++) {
    const row = [differences[level]!];
    const own = amplification * rounding(level);
    let best = NONE;
    for (let j = 1, factor: number = base; j <= level; j++, factor *= base) {
      const entry = (row[j - 1]! * factor - previous[j - 1]!) / (factor - 1);
      const error = own + Math.max(Math.abs(entry - previous[j - 1]!), Math.abs(entry - previous[j]!));
      // NaN where a neighbour is missing or not finite; the comparison is then false.
      if (error <= best.error) best = { value: entry, error };
      row[j] = entry;
    }
    levels.push(best);
    previous = row;
  }
  // Without a bound on rounding the finest steps err by nobody knows how much, and overrule nobody.
  return rounding(0) > 0 ? consistent(levels) : levels.reduce((a, b) => (b.error <= a.error ? b : a), NONE);
}

/** What extrapolation multiplies errors of differences by, at most. */
const AMPLIFICATION = { 2: 8.5, 4: 2 } as const;
const NONE: DerivativeEstimate = { value: Number.NaN, error: Infinity };

/** From the finest level on, the estimate of the least error, as long as coarser ones agree with it. */
function consistent(levels: readonly DerivativeEstimate[]): DerivativeEstimate {
  let found = NONE;
  for (const next of levels.toReversed()) {
    if (Math.abs(next.value - found.value) > next.error + found.error) break;
    if (next.error < found.error) found = next;
  }
  return found;
}

/**
 * f′(t) for t in [0, 1]; f is evaluated in [0, 1] only. `noise`: bound on the absolute error of f, ≥ 0; default 0, the
 * estimate is then of the truncation alone.
 *
 * ```ts
 * import { richardsonDerivative } from 'flowproof';
 * richardsonDerivative((t) => t * t * t, 0.5); // { value: 0.75…, error: about 1e-14 }
 * ```
 */
export function richardsonDerivative(f: (t: number) => number, t: number, noise = 0): DerivativeEstimate {
  checkTime(t);
  const side = t < NEAR_END ? 1 : t > 1 - NEAR_END ? -1 : 0;
  const firstStep = side === 0 ? Math.min(FIRST_STEP, t, 1 - t) : FIRST_STEP;
  const differences = Array.from({ length: LEVELS }, (_, level) =>
    difference(f, t, firstStep / (1 << level), side),
  );
  return extrapolate(differences, firstStep, side === 0 ? 4 : 2, noise);
}
