/**
 * The floor of the loss of a Gaussian mixture by quadrature: Gauss–Legendre in t; in x the grid of each component (component-grid.ts).
 *
 * Times and points are doubled, each by itself, at least once, until their changes sum to at most `tolerance`·C, or one more round
 * would take more than WORK component evaluations (seconds) or more times than there are rules for; the sum of the changes is the
 * error reported, whatever the end.
 */
import { gaussLegendre } from '../math/gauss-legendre.ts';
import type { GaussianMixture } from '../targets/gaussian-mixture.ts';
import { placeGrid, standardGrid } from './component-grid.ts';
import type { MarginalField } from './marginal-field.ts';

const WORK = 2e7;
/** The largest rule of gaussLegendre. */
const MOST_TIMES = 4096;

/** ∫₀¹ Σ wₖ E[tr Cov | k] dt for a mixture in one or two dimensions. */
export function floorByQuadrature(
  field: MarginalField,
  target: GaussianMixture,
  tolerance: number,
): { value: number; error: number } {
  let times = 12;
  let points = 24;
  let coarse = integrate(field, target, times, points);
  let value: number;
  let error: number;
  do {
    const finerTime = integrate(field, target, 2 * times, points);
    const finerSpace = integrate(field, target, times, 2 * points);
    const [inTime, inSpace] = [Math.abs(finerTime - coarse), Math.abs(finerSpace - coarse)];
    error = inTime + inSpace;
    value = finerTime + finerSpace - coarse;
    // Doubles what still changes; the other stays cheap.
    const limit = 0.5 * tolerance * Math.abs(value);
    if (inTime > limit) times *= 2;
    if (inSpace > limit) points *= 2;
    coarse =
      inTime > limit && inSpace > limit
        ? integrate(field, target, times, points)
        : inTime > limit
          ? finerTime
          : finerSpace;
  } while (
    !(error <= tolerance * Math.abs(value)) &&
    work(target, times, points) <= WORK &&
    2 * times <= MOST_TIMES
  );
  return { value, error };
}

/** Component evaluations of one more round of doubling. */
function work({ count, dim }: GaussianMixture, times: number, points: number): number {
  const nodes = dim === 1 ? points : points * points;
  return count * count * nodes * times * (2 + (dim === 1 ? 2 : 4));
}

/** Σ over times, components and grid points of weight · tr Cov. */
function integrate(field: MarginalField, target: GaussianMixture, times: number, points: number): number {
  const { dim } = field;
  const rule = gaussLegendre(times);
  const { offsets, weights } = standardGrid(points, dim);
  const x = new Float64Array(offsets.length);
  const variance = new Float64Array(weights.length);
  let total = 0;
  for (let j = 0; j < times; j++) {
    const t = rule.nodes[j]!;
    for (let k = 0; k < target.count; k++) {
      if (target.weights[k] === 0) continue;
      placeGrid(field, target, t, k, offsets, x);
      field.conditionalVariance(t, x, variance);
      let sum = 0;
      for (let r = 0; r < weights.length; r++) sum += weights[r]! * variance[r]!;
      total += rule.weights[j]! * target.weights[k]! * sum;
    }
  }
  return total;
}
