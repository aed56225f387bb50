/**
 * The rounding noise of a computed function, measured from its values at neighbouring points.
 *
 * A smooth function on points so close that its third differences vanish leaves in them nothing but the rounding errors of its values.
 * Divided differences Σ cᵢfᵢ of four neighbours, cᵢ = 1/Π(oᵢ − oⱼ), have the variance s² Σcᵢ² for independent errors of standard deviation s.
 * Twenty-one points give eighteen of them, whose sum of squares is spread like χ² with 18/(1 + 2ρ₁² + 2ρ₂² + 2ρ₃²) = 7.8 degrees of
 * freedom, ρ = −¾, 3/10, −1/20 being the correlations of neighbouring ones on equidistant points.
 * Source: Moré & Wild, Estimating Computational Noise, SIAM J. Sci. Comput. 33 (2011), algorithm ECnoise at order 3.
 *
 * The points lie about ε^(2/3) apart, relatively: 2¹⁷ units in the last place in float64, far enough for the roundings to be independent also where
 * the function hardly changes. Their distances are uneven, and they are rounded themselves: on even and exact points roundings repeat, of linear functions
 * in step with the points, and of products such as αz because the last bits are the same. So what is measured includes the effect of one rounding of
 * t and x. Third differences of the function are ε² of its variation over distances like |x| and t, 10⁻²² where p is 10⁻³ wide.
 */

/** Neighbours on either side. */
const SIDE = 10;
/** Places of the neighbours: whole numbers, and up to 0.4 more by multiples of the golden section. */
export const OFFSETS: readonly number[] = Array.from({ length: 2 * SIDE + 1 }, (_, i) => {
  const golden = i * 0.6180339887498949;
  return i - SIDE + 0.4 * (golden - Math.floor(golden));
});

/** c₀ … c₃ of each four neighbours, scaled to Σc² = 1. */
const WEIGHTS: readonly (readonly number[])[] = OFFSETS.slice(3).map((_, first) => {
  const places = OFFSETS.slice(first, first + 4);
  const c = places.map(
    (o, i) => 1 / places.reduce((product, other, j) => (j === i ? product : product * (o - other)), 1),
  );
  const norm = Math.sqrt(c.reduce((sum, value) => sum + value * value, 0));
  return c.map((value) => value / norm);
});

/** Standard deviation of the noise in `values`, taken at {@link OFFSETS}. */
export function noiseOf(values: ArrayLike<number>): number {
  const square = WEIGHTS.reduce((sum, weights, first) => {
    // Differences from the first value, lest the weights' own rounding counts.
    const third = weights.reduce(
      (total, weight, i) => total + weight * (values[first + i]! - values[first]!),
      0,
    );
    return sum + third * third;
  }, 0);
  return Math.sqrt(square / WEIGHTS.length);
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
  return OFFSETS.map((offset) => ({
    t: t + offset * timeStep,
    x: x.map((value, c) => value + offset * steps[c]!),
  }));
}

/** At most ε^(2/3), and more than half of it. */
function spacing(precision: number): number {
  let unit = 1;
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
