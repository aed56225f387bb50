/**
 * The rounding noise of a computed function, measured from its values at neighbouring points.
 *
 * A smooth function on points so close that its third differences vanish leaves in them nothing but the rounding errors of its values.
 * With independent errors of standard deviation s, E (Δ³f)² = 20s². Twenty-one points give eighteen third differences, whose sum of squares is
 * spread like χ² with 18/(1 + 2ρ₁² + 2ρ₂² + 2ρ₃²) = 7.8 degrees of freedom, ρ = −¾, 3/10, −1/20 being the correlations of neighbouring ones.
 * Source: Moré & Wild, Estimating Computational Noise, SIAM J. Sci. Comput. 33 (2011), algorithm ECnoise at order 3.
 *
 * The points lie about ε^(2/3) apart, relatively: 2¹⁷ units in the last place in float64, far enough for the roundings to be independent also where
 * the function hardly changes. They are rounded themselves: exact ones would share their last bits, and with them the rounding of products such as αz. So
 * what is measured includes the effect of one rounding of t and x. Third differences of the function are ε² of its variation over distances like |x| and t, 10⁻²² where p is 10⁻³ wide.
 */

/** Neighbours on either side. */
const SIDE = 10;
const NEIGHBOURS = 2 * SIDE + 1;

/** Standard deviation of the noise in `values`, taken at equidistant points. */
export function noiseOf(values: ArrayLike<number>): number {
  let square = 0;
  for (let i = 3; i < values.length; i++) {
    const third = values[i]! - 3 * (values[i - 1]! - values[i - 2]!) - values[i - 3]!;
    square += third * third;
  }
  return Math.sqrt(square / (20 * (values.length - 3)));
}

/** The times and points of the neighbours of (t, x): all coordinates move together. `precision`: ε of the function. */
export function neighbours(
  t: number,
  x: Float64Array,
  precision: number,
): readonly { readonly t: number; readonly x: Float64Array }[] {
  const units = spacing(precision);
  const timeStep = units * powerAbove(Math.min(t, 1 - t));
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  const steps = x.map((value) => units * powerAbove(Math.abs(value) || largest || 1));
  return Array.from({ length: NEIGHBOURS }, (_, i) => ({
    t: t + (i - SIDE) * timeStep,
    x: x.map((value, c) => value + (i - SIDE) * steps[c]!),
  }));
}

/** At most ε^(2/3), with no zeros at the end of its binary digits. */
function spacing(precision: number): number {
  let unit = 0.7;
  while (unit * unit * unit > precision * precision) unit /= 2;
  return unit;
}

/** The smallest power of two that is not below x > 0. */
function powerAbove(x: number): number {
  let power = 1;
  while (power < x) power *= 2;
  while (power / 2 >= x && power > 1e-300) power /= 2;
  return power;
}
