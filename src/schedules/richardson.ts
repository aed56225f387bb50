/**
 * Derivative of a function on [0, 1] by Richardson extrapolation of differences, with its own error estimate.
 *
 * Inside: central differences D(h) = (f(t + h) − f(t − h)) / 2h = f′ + c₂h² + c₄h⁴ + …, steps h, h/2, h/4, …; column j of
 * the tableau removes h^(2j). Within 10⁻³ of an end: one-sided differences, f′ + c₁h + c₂h² + …, column j removes h^j.
 * The entry whose neighbours agree best is taken; its distance to them is the error estimate, which bounds the truncation
 * error as long as f is smooth. Source: Ridders, Accurate computation of F′(x) and F″(x), Adv. Eng. Software 4 (1982).
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
 * f′(t) for t in [0, 1]; f is evaluated in [0, 1] only.
 *
 * ```ts
 * import { richardsonDerivative } from 'flowproof';
 * richardsonDerivative((t) => t * t * t, 0.5); // { value: 0.75…, error: about 1e-14 }
 * ```
 */
export function richardsonDerivative(f: (t: number) => number, t: number): DerivativeEstimate {
  checkTime(t);
  const side = t < NEAR_END ? 1 : t > 1 - NEAR_END ? -1 : 0;
  const base = side === 0 ? 4 : 2;
  let h = side === 0 ? Math.min(FIRST_STEP, t, 1 - t) : FIRST_STEP;
  let previous: number[] = [];
  let value = Number.NaN;
  let error = Infinity;
  for (let level = 0; level < LEVELS; level++, h /= 2) {
    const row = [difference(f, t, h, side)];
    for (let j = 1, factor = base; j <= level; j++, factor *= base) {
      row[j] = (row[j - 1]! * factor - previous[j - 1]!) / (factor - 1);
      const distance = Math.max(Math.abs(row[j]! - row[j - 1]!), Math.abs(row[j]! - previous[j - 1]!));
      if (distance <= error) {
        value = row[j]!;
        error = distance;
      }
    }
    previous = row;
  }
  return { value, error };
}
