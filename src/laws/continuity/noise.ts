/**
 * The rounding noise of a computed function, measured from its values at neighbouring points.
 *
 * A smooth function on points so close that its second differences vanish leaves in them nothing but the rounding errors of its values.
 * With independent errors of standard deviation s, E (Δ²f)² = 6s². Seventeen points give fifteen second differences, whose sum of squares is
 * spread like χ² with 15/(1 + 2ρ₁² + 2ρ₂²) = 7.7 degrees of freedom, ρ₁ = −⅔ and ρ₂ = ⅙ being the correlations of neighbouring ones.
 * Source: Moré & Wild, Estimating Computational Noise, SIAM J. Sci. Comput. 33 (2011), algorithm ECnoise at order 2.
 *
 * The points lie 2¹⁰ units in the last place apart, and are exact: far enough for the roundings to be independent, so near that second
 * differences of the function are 2⁻⁸⁴ of its variation over distances like |x| and t.
 */

/** Neighbours on either side. */
const SIDE = 8;
const NEIGHBOURS = 2 * SIDE + 1;

/** Standard deviation of the noise in `values`, taken at equidistant points. */
export function noiseOf(values: ArrayLike<number>): number {
  let square = 0;
  for (let i = 1; i + 1 < values.length; i++) {
    const bend = values[i + 1]! - 2 * values[i]! + values[i - 1]!;
    square += bend * bend;
  }
  return Math.sqrt(square / (6 * (values.length - 2)));
}

/** The times and points of the neighbours of (t, x): all coordinates move together. `precision`: ε of the function. */
export function neighbours(
  t: number,
  x: Float64Array,
  precision: number,
): readonly { readonly t: number; readonly x: Float64Array }[] {
  const units = 1024 * precision;
  const timeStep = units * powerAbove(Math.min(t, 1 - t));
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  const steps = x.map((value) => units * powerAbove(Math.abs(value) || largest || 1));
  return Array.from({ length: NEIGHBOURS }, (_, i) => ({
    t: t + (i - SIDE) * timeStep,
    x: x.map((value, c) => value + (i - SIDE) * steps[c]!),
  }));
}

/** The smallest power of two that is not below x > 0. */
function powerAbove(x: number): number {
  let power = 1;
  while (power < x) power *= 2;
  while (power / 2 >= x && power > 1e-300) power /= 2;
  return power;
}
