/**
 * First and second derivatives of an object's values by extrapolated central differences, all stencil points in one batch.
 *
 *   (f(h) − f(−h))/2h = f′ + c₂h² + …,   (f(h) − 2f(0) + f(−h))/h² = f″ + c₂h² + …,
 *
 * extrapolated in h² with steps halved (schedules/richardson.ts). Values wrong by δ move a first difference by δ/h and a second by 4δ/h².
 */
import { type DerivativeEstimate, extrapolateRounded } from '../../schedules/richardson.ts';
import { givenArray } from '../core/guard.ts';

/** Values with a bound on the absolute error of each. */
export interface Measured {
  readonly value: Float64Array;
  readonly error: Float64Array;
}

type Scalars = (t: number, x: Float64Array, out: Float64Array) => unknown;

/** Steps from 0.8 down to 0.0001: widths of a path from 20 to a few thousandths. */
const LEVELS = 14;
const FIRST_STEP = 0.8;

/** Points x ± hₗ eᵢ: [dim, LEVELS, 2, dim], and x itself last. */
export function stencil(x: Float64Array): Float64Array {
  const dim = x.length;
  const points = new Float64Array((dim * LEVELS * 2 + 1) * dim);
  let row = 0;
  for (let i = 0; i < dim; i++) {
    for (let level = 0; level < LEVELS; level++) {
      for (const side of [1, -1]) {
        points.set(x, row * dim);
        points[row * dim + i]! += side * (FIRST_STEP / (1 << level));
        row++;
      }
    }
  }
  points.set(x, row * dim);
  return points;
}

/** ∂f/∂xᵢ for axis i, from the values on the stencil; component c of [rows, width]. */
export function firstDerivative(
  values: Float64Array,
  axis: number,
  noise: number,
  width = 1,
  c = 0,
): DerivativeEstimate {
  const at = (level: number, side: 0 | 1): number =>
    values[((axis * LEVELS + level) * 2 + side) * width + c]!;
  const step = (level: number): number => FIRST_STEP / (1 << level);
  return extrapolateRounded(
    Array.from({ length: LEVELS }, (_, l) => (at(l, 0) - at(l, 1)) / (2 * step(l))),
    4,
    (l) => noise / step(l),
  );
}

/** ∂²f/∂xᵢ² of a scalar. */
export function secondDerivative(values: Float64Array, axis: number, noise: number): DerivativeEstimate {
  const centre = values.at(-1)!;
  const at = (level: number, side: 0 | 1): number => values[(axis * LEVELS + level) * 2 + side]!;
  const step = (level: number): number => FIRST_STEP / (1 << level);
  return extrapolateRounded(
    Array.from({ length: LEVELS }, (_, l) => (at(l, 0) - 2 * centre + at(l, 1)) / (step(l) * step(l))),
    4,
    (l) => (4 * noise) / (step(l) * step(l)),
  );
}

/** ∂f/∂t of a scalar at one point, t in (0, 1); the first step is half the way to the nearer end, at most 0.1. */
export function timeDerivative(
  call: string,
  f: Scalars,
  t: number,
  x: Float64Array,
  noise: number,
): DerivativeEstimate {
  const first = Math.min(0.1, t / 2, (1 - t) / 2);
  const at = (s: number): number => givenArray(`${call}(${s}, …)`, 1, (out) => f(s, x, out))[0]!;
  const levels = 10;
  return extrapolateRounded(
    Array.from({ length: levels }, (_, l) => {
      const h = first / (1 << l);
      return (at(t + h) - at(t - h)) / (2 * h);
    }),
    4,
    (l) => (noise * (1 << l)) / first,
  );
}

/**
 * Bound on the rounding of ln p at the stencil's finer points: a sum of d squares, and the rounding of x − αm as that of x,
 * ε[½(d + 8)(d + 8 + |ln p|) + 2Σ|xᵢ sᵢ|]. Coarse points have more, and a truncation error far above it.
 */
export function logDensityNoise(
  logP: number,
  x: Float64Array,
  score: Float64Array,
  precision: number,
): number {
  const dim = x.length;
  let along = 0;
  for (let i = 0; i < dim; i++) along += Math.abs(x[i]! * score[i]!);
  return precision * (0.5 * (dim + 8) * (dim + 8 + Math.abs(logP)) + 2 * along);
}

/** ∇ ln p at one point, from ln p alone. */
export function scoreByDifferences(
  field: { readonly dim: number; logDensity: Scalars },
  t: number,
  x: Float64Array,
  precision: number,
): Measured {
  const { dim } = field;
  const points = stencil(x);
  // Far off there may be no mass; differences of ±∞ are no estimate, and finer steps are.
  const rows = points.length / dim;
  const logs = givenArray(`logDensity(${t}, …)`, rows, (out) => field.logDensity(t, points, out), true);
  return gradientOf(logs, x, precision);
}

/** ∇f [dim] of the values of ln p on the stencil around x. */
export function gradientOf(logs: Float64Array, x: Float64Array, precision: number): Measured {
  const dim = x.length;
  // A first look with the noise of |x| alone says how steep ln p is, which the noise depends on.
  let noise = logDensityNoise(
    logs.at(-1)!,
    x,
    x.map(() => 1),
    precision,
  );
  const value = new Float64Array(dim);
  const error = new Float64Array(dim);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < dim; i++) {
      const slope = firstDerivative(logs, i, noise);
      value[i] = slope.value;
      error[i] = slope.error;
    }
    noise = logDensityNoise(logs.at(-1)!, x, value, precision);
  }
  return { value, error };
}
