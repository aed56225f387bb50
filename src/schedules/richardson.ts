/**
 * Derivative of a function on [0, 1] by Richardson extrapolation of differences, with its own error estimate.
 *
 * Inside: central differences D(h) = (f(t + h) − f(t − h)) / 2h = f′ + c₂h² + c₄h⁴ + …, steps h, h/2, h/4, …; column j of
 * the tableau removes h^(2j). Within 10⁻³ of an end: one-sided differences, f′ + c₁h + c₂h² + …, column j removes h^j.
 * The entry whose neighbours agree best is taken: the two it is made of, and the one of the same column at twice the step, since two
 * alone may agree by chance while h is still coarse. The largest distance is the error estimate, which bounds the truncation error
 * as long as f is smooth. Source: Ridders, Accurate computation of F′(x) and F″(x), Adv. Eng. Software 4 (1982).
 *
 * Rounding. Values of f that are wrong by δ move a central difference by at most δ/h, and column j multiplies errors by at most
 * Π (4ⁱ + 1)/(4ⁱ − 1) < 2; one-sided: 2δ/h and Π (2ⁱ + 1)/(2ⁱ − 1) < 8.3. So 2δ/h (17δ/h) bounds what rounding does to an entry
 * whose finest step is h. Given δ, it is part of the error, and the entry with the smallest sum of both is taken: two neighbours
 * that agree by luck deep in the rounding do not pass for accuracy.
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
  const amplification = base === 4 ? 2 : 17;
  let previous: number[] = [];
  let value = Number.NaN;
  let error = Infinity;
  for (let level = 0, h = firstStep; level < differences.length; level++, h /= 2) {
    const row = [differences[level]!];
    const rounding = (amplification * noise) / h;
    for (let j = 1, factor: number = base; j <= level; j++, factor *= base) {
      const entry = (row[j - 1]! * factor - previous[j - 1]!) / (factor - 1);
      const distance = Math.max(
        Math.abs(entry - row[j - 1]!),
        Math.abs(entry - previous[j - 1]!),
        Math.abs(entry - previous[j]!),
      );
      // NaN where a neighbour is missing or not finite; the comparison is then false.
      if (distance + rounding <= error) {
        value = entry;
        error = distance + rounding;
      }
      row[j] = entry;
    }
    previous = row;
  }
  return { value, error };
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
