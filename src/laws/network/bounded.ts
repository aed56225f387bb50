/**
 * Vectors with a bound on their rounding errors: (v, e) stands for a computed vector within e of the exact v, entry by entry.
 *
 * Rules, with unit roundoff u and γₙ = nu/(1 − nu) (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., §3.1):
 * - a sum of n products of exact weights and bounded numbers, onto an exact start: Σ |w| e + γₙ₊₁ (|start| + Σ |w| (|v| + e));
 * - a product: |a| e_b + e_a |b| + e_a e_b + u (|a| + e_a)(|b| + e_b).
 */

import { SINGLE } from '../core/precision.ts';

/** Exact values and bounds on the errors of the computed ones. */
export interface Bounded {
  readonly v: Float64Array;
  readonly e: Float64Array;
}

/** u = 2⁻²⁴, of float32 rounded to nearest. */
export const UNIT: number = SINGLE / 2;

export const gamma = (n: number, unit: number): number => (n * unit) / (1 - n * unit);

export const bounded = (n: number): Bounded => ({ v: new Float64Array(n), e: new Float64Array(n) });

export const exactly = (values: ArrayLike<number>): Bounded => ({
  v: Float64Array.from(values),
  e: new Float64Array(values.length),
});

/** out[o] = start(o) + Σᵢ weight(o, i) a[i]. */
export function weightedSums(
  outputs: number,
  weight: (o: number, i: number) => number,
  a: Bounded,
  start: (o: number) => number,
  unit: number,
): Bounded {
  const out = bounded(outputs);
  const inputs = a.v.length;
  for (let o = 0; o < outputs; o++) {
    let value = start(o);
    let size = Math.abs(value);
    let carried = 0;
    for (let i = 0; i < inputs; i++) {
      const w = weight(o, i);
      value += w * a.v[i]!;
      carried += Math.abs(w) * a.e[i]!;
      size += Math.abs(w) * (Math.abs(a.v[i]!) + a.e[i]!);
    }
    out.v[o] = value;
    out.e[o] = carried + gamma(inputs + 1, unit) * size;
  }
  return out;
}

/** Entry by entry. */
export function product(a: Bounded, b: Bounded, unit: number): Bounded {
  const out = bounded(a.v.length);
  for (let i = 0; i < a.v.length; i++) {
    [out.v[i], out.e[i]] = productOf(a.v[i]!, a.e[i]!, b.v[i]!, b.e[i]!, unit);
  }
  return out;
}

/** Value and bound of one product. */
export function productOf(a: number, ea: number, b: number, eb: number, unit: number): [number, number] {
  const [x, y] = [Math.abs(a), Math.abs(b)];
  return [a * b, x * eb + ea * y + ea * eb + unit * (x + ea) * (y + eb)];
}
