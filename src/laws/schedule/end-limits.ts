/**
 * Whether a function of time comes to its value at an end, or jumps there.
 *
 * d_k = |f(at distance 2⁻ᵏ) − f(end)|. If f goes to its value like a power dist^p, d₅₀ = d₄₀²/d₃₀; if it misses it by δ, all d_k go to
 * δ. So d₅₀ ≤ max(1.5 d₄₀²/d₃₀, rounding), and also d₅₀ ≤ 0.9 d₄₀, which the powers with p ≥ 0.016 keep and a miss by δ > 2⁻⁴⁰ does not.
 * Two values of −∞, as ln p has them where there is no mass, do not differ; −∞ at 2⁻⁵⁰ next to a finite value misses it by ∞.
 * A schedule that is pinned to 0 or 1 at its ends alone, and is wrong next to them, is seen here and nowhere else.
 */
import type { Measurement } from '../core/measurement.ts';

/** 2⁻³⁰, 2⁻⁴⁰, 2⁻⁵⁰. */
const [FAR, MIDDLE, NEAR] = [1, 1024, 1048576].map((k) => 1 / (k * 1073741824)) as [number, number, number];

/** `f` next to `end` and at it. `rounding`: what f may be off by, as a computed number. */
export function endLimit(
  name: string,
  f: (t: number) => number,
  end: 0 | 1,
  rounding: (values: readonly number[]) => number,
): Measurement {
  const at = (distance: number): number => f(end === 0 ? distance : 1 - distance);
  const values = [f(end), at(FAR), at(MIDDLE), at(NEAR)] as const;
  const [far, middle, near] = [1, 2, 3].map((i) =>
    values[i] === values[0] ? 0 : Math.abs(values[i]! - values[0]),
  ) as [number, number, number];
  let ratio = 0;
  if (far > 0) ratio = far < Infinity ? middle / far : 1;
  const power = near < Infinity ? 1.5 * middle * ratio : 0;
  return {
    residual: near,
    bound: Math.max(Math.min(power, 0.9 * middle), rounding(values)),
    why: 'a power of the distance to the end, at distances 2⁻³⁰, 2⁻⁴⁰ and 2⁻⁵⁰, or rounding',
    detail: `${name} is ${values[0]} at t = ${end}, and ${values[3]} at the distance 2⁻⁵⁰ from it`,
  };
}
