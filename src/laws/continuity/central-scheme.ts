/**
 * The continuity equation by central differences of second order, at steps h, h/2, h/4, …, from the values of ln p and u alone:
 *
 *   S(h) = (ln p(t + h) − ln p(t − h))/2h + Σᵢ (uᵢ(x + kh eᵢ) − uᵢ(x − kh eᵢ))/2kh + Σᵢ uᵢ (ln p(x + kh eᵢ) − ln p(x − kh eᵢ))/2kh
 *
 * with k = length over time. S(h) = residual + c₂h² + c₄h⁴ + … for smooth functions. The steps are the distances of the points as
 * rounded. Rounding of S(h): δ/h, δ = δ(ln p)(1 + Σ|uᵢ|/k) + Σ δ(uᵢ)/k, with δ = 6 standard deviations s of the measured noise of each
 * (noise.ts), and at least one rounding of the value, of ln p as a sum of d terms. Six are enough where the extrapolation doubles them: two
 * values over 2h have the deviation s/(√2h), (4S(h/2) − S(h))/3 has 0.95 s/(h/2), and the bound there is 2δ/(h/2) = 12 s/(h/2), 12.6 deviations, which
 * Student's t with the 7.8 degrees of freedom of s exceeds once in 3·10⁵ cases. Orders are looked at 64 times above δ/h.
 */

import { logDensityAt, velocityAt } from '../core/field-calls.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { neighbours, noiseOf } from './noise.ts';

/** Differences of the second order at falling steps. */
export interface SchemeValues {
  /** S(h) for h = firstStep/2ˡ. */
  readonly sums: Float64Array;
  readonly firstStep: number;
  /** δ: S(h) is certain to δ/h. */
  readonly noise: number;
  /** |∂ₜ ln p| + Σ|∂ᵢuᵢ| + Σ|uᵢ∂ᵢ ln p| at the finest step. */
  readonly magnitude: number;
}

const DEVIATIONS = 6;

/** The scheme at `levels` steps, the first `time` in t and `length` in x. */
export function centralScheme(
  field: FieldSubject,
  t: number,
  x: Float64Array,
  steps: { readonly time: number; readonly length: number; readonly levels: number },
): SchemeValues {
  const { dim } = field;
  const u = velocityAt(field, t, x);
  const sums = new Float64Array(steps.levels);
  const batch = new Float64Array(2 * dim * dim);
  let magnitude = 0;
  for (let level = 0; level < steps.levels; level++) {
    const h = steps.time / (1 << level);
    const k = steps.length / (1 << level);
    for (let row = 0; row < 2 * dim; row++) batch.set(x, row * dim);
    for (let i = 0; i < dim; i++) {
      batch[2 * i * dim + i]! += k;
      batch[(2 * i + 1) * dim + i]! -= k;
    }
    const [after, before] = [t + h, t - h];
    const rate = (logDensityAt(field, after, x)[0]! - logDensityAt(field, before, x)[0]!) / (after - before);
    const logP = logDensityAt(field, t, batch);
    const velocity = velocityAt(field, t, batch);
    let sum = rate;
    magnitude = Math.abs(rate);
    for (let i = 0; i < dim; i++) {
      const [right, left] = [2 * i * dim + i, (2 * i + 1) * dim + i];
      const width = batch[right]! - batch[left]!;
      const stretch = (velocity[right]! - velocity[left]!) / width;
      const transport = (u[i]! * (logP[2 * i]! - logP[2 * i + 1]!)) / width;
      sum += stretch + transport;
      magnitude += Math.abs(stretch) + Math.abs(transport);
    }
    sums[level] = sum;
  }
  return {
    sums,
    firstStep: steps.time,
    magnitude,
    noise: noiseAt(field, t, x, u, steps.time / steps.length),
  };
}

function noiseAt(
  field: FieldSubject,
  t: number,
  x: Float64Array,
  u: Float64Array,
  perLength: number,
): number {
  const precision = precisionOf(field);
  const around = neighbours(t, x, precision);
  const logP = around.map((point) => logDensityAt(field, point.t, point.x)[0]!);
  const velocities = around.map((point) => velocityAt(field, point.t, point.x));
  const allowance = (values: readonly number[], size: number): number =>
    DEVIATIONS * noiseOf(values) + precision * size;
  const density = allowance(logP, x.length + Math.abs(logP[0]!));
  let noise = density;
  for (let i = 0; i < u.length; i++) {
    const ofVelocity = allowance(
      velocities.map((row) => row[i]!),
      Math.abs(u[i]!),
    );
    noise += perLength * (ofVelocity + Math.abs(u[i]!) * density);
  }
  return noise;
}
