/**
 * Change of variables along the flow: with dx/dt = u(t, x), d ln p_t(x(t))/dt = −div u(t, x(t)). From ln p at time s the law carries
 * the log-density to time r and compares it with the field's own ln p_r at the point reached.
 *
 * Bound: the defect ln p_s − ∫div u − ln p_r is computed with N = 4, 8, 16, … steps of a fourth-order method until it changes by less
 * than 10⁻⁶; its last change (and a sixteenth of the one before) bounds what finite steps leave. Rounding adds the noise of ln p at both
 * ends, 2⁻⁵² in each step of ln p and of x (times the slope of ln p). Where the divergence is a difference over h = 1/(4N), with weights that sum to 1.83,
 * it is off by 1.83·2⁻⁵² Σᵢ (|uᵢ| + |xᵢ ∂ᵢuᵢ|)/h: rounding of u and of the points. The sum is the larger one of both ends.
 * What `tolerance` states is added; where it is more than a twentieth of what the flow changes, the law refuses.
 *
 * Sees: a wrong sign or factor of the divergence, a velocity that is not that of p, at 10⁻⁶ and above. Blind to: a p that is wrong by a
 * constant factor at all times (normalization sees that). Sources: Chen et al., Neural Ordinary Differential Equations (2018),
 * theorem 1; Lipman et al. (2023), appendix C.
 */

import fc from 'fast-check';
import { drawnPoints, type FieldPoint } from '../arbitraries/field-points.ts';
import { times } from '../arbitraries/times.ts';
import { logDensityWithMass, pointInWords } from '../core/field-calls.ts';
import { givenArray, requireDimension } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import type { Measurement } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { logDensityNoise } from '../diffusion/differences.ts';
import {
  carry,
  confirmed,
  refuseIdleTolerance,
  settle,
  startOf,
  type TransportSubject,
  toleranceOf,
} from './transport.ts';

/** A point x at time t, and the time `to` that it is carried to. */
export interface CarriedCase extends FieldPoint {
  readonly to: number;
}

/** Why such a law cannot judge the field, or null. */
export function refusesTransport(field: TransportSubject): string | null {
  if (typeof field?.velocity !== 'function' && typeof field?.transport !== 'function') {
    return 'it has neither velocity(t, x, out) nor transport(from, to, state, steps, out)';
  }
  if (typeof field.logDensity !== 'function') return 'it has no logDensity(t, x, out)';
  requireDimension(field);
  toleranceOf(field);
  return null;
}

/** Draws of the path, since the flow is chaotic where it has no mass, and a time a tenth to four tenths before or after. */
export function carriedCases(field: TransportSubject): fc.Arbitrary<CarriedCase> {
  return fc
    .tuple(drawnPoints(field, times({ margin: 0.05 })), fc.constantFrom(0.1, -0.1, 0.25, -0.25, 0.4, -0.4))
    .map(([{ t, x }, span]) => {
      const ahead = t + span >= 0.05 && t + span <= 0.95 ? t + span : t - span;
      return { t, x, to: Math.round(1e4 * ahead) / 1e4 };
    });
}

/**
 * The law of the change of variables.
 *
 * ```ts
 * import { changeOfVariables } from 'flowproof/laws';
 * // X_t = (1 + t) X₀ with X₀ ~ N(0, 1): u = x/(1 + t), ln p = −½x²/(1 + t)² − ln(1 + t) + const.
 * const own = {
 *   dim: 1,
 *   velocity: (t: number, x: Float64Array, out: Float64Array) => out.set(x.map((v) => v / (1 + t))),
 *   logDensity: (t: number, x: Float64Array, out: Float64Array) =>
 *     out.set(x.map((v) => -0.5 * (v / (1 + t)) * (v / (1 + t)) - Math.log(1 + t))),
 * };
 * console.log(changeOfVariables(own).check().status); // holds
 * ```
 */
export const changeOfVariables: Law<TransportSubject, CarriedCase> = defineLaw({
  id: 'change-of-variables',
  number: 10,
  title: 'ln p_r(x_r) = ln p_s(x_s) − ∫ₛʳ div u dt along dx/dt = u',
  kind: 'field',
  assumes: ['u and p are smooth for 0.05 ≤ t ≤ 0.95'],
  export: 'changeOfVariables',
  runs: 4,
  refuses: refusesTransport,
  cases: carriedCases,
  words: ({ t, x, to }) => `x = ${pointInWords(x)} at t = ${t}, carried to t = ${to}`,
  picture: (field) =>
    field.dim === 1 ? { t: [0.05, 0.9], x: [-3, 3], caseAt: (t, x) => ({ t, x: [x], to: t + 0.05 }) } : null,
  measure: (field, at) => confirmed((firstSteps) => carriedDensity(field, at, firstSteps)),
});

function carriedDensity(
  field: TransportSubject,
  { t, x: at, to }: CarriedCase,
  firstSteps: number,
): { measurement: Measurement; steps: number } {
  const { dim } = field;
  const precision = precisionOf(field);
  const start = startOf(field, t, at);
  let end: Float64Array = start;
  const settled = settle(
    (steps) => {
      end = carry(field, t, to, start, steps);
      return Float64Array.of(end[dim]! - logDensityWithMass(field, to, end.subarray(0, dim)));
    },
    1,
    firstSteps,
  );
  const { value, error, steps } = settled;
  const reached = end.subarray(0, dim);
  const found = logDensityWithMass(field, to, reached);
  const residual = Math.abs(value[0]!);
  const ends = { t, x: start, to, reached, found };
  const bound = error[0]! + toleranceOf(field) + rounding(field, precision, steps, ends);
  if (residual <= bound) refuseIdleTolerance(field, t, to, start, steps);
  const measurement = {
    residual,
    bound,
    why: `what ${steps} steps leave, as the last doubling shows, and rounding`,
    detail: `carried along, ln p is ${end[dim]}; at the point reached it is ${found}`,
  };
  return { measurement, steps };
}

/** 2(3/4 + 3/20 + 1/60), the weights of the differences. */
const WEIGHTS: number = 11 / 6;

/** Rounding of ln p at both ends, and of the state in every step. */
function rounding(
  field: TransportSubject,
  precision: number,
  steps: number,
  at: {
    readonly t: number;
    readonly x: Float64Array;
    readonly to: number;
    readonly reached: Float64Array;
    readonly found: number;
  },
): number {
  const { dim } = field;
  const x = at.x.subarray(0, dim);
  const gradient = (t: number, point: Float64Array, log: number): Float64Array =>
    point.map((_, i) => slope((y) => logDensityWithMass(field, t, y), point, i, log));
  const steep = gradient(at.to, at.reached, at.found);
  const along = steep.reduce((sum, s, i) => sum + Math.abs(s * at.reached[i]!), 0);
  const ends =
    logDensityNoise(at.found, at.reached, steep, precision) +
    logDensityNoise(at.x[dim]!, x, gradient(at.t, x, at.x[dim]!), precision);
  const differences =
    field.divergence || field.transport
      ? 0
      : WEIGHTS * 4 * steps * Math.max(sizeOfTrace(field, at.t, x), sizeOfTrace(field, at.to, at.reached));
  return ends + precision * (steps * (Math.abs(at.found) + Math.abs(at.x[dim]!) + along + 1) + differences);
}

/** The slope of f along axis i, over a thousandth of its argument: it is only to say how far rounding of x moves f. */
function slope(f: (x: Float64Array) => number, x: Float64Array, i: number, value: number): number {
  const moved = x.slice();
  const step = 1e-3 * (1e-3 + Math.abs(x[i]!));
  moved[i]! += step;
  return (f(moved) - value) / step;
}

/** Σᵢ (|uᵢ| + |xᵢ ∂ᵢuᵢ|). */
function sizeOfTrace(field: TransportSubject, t: number, x: Float64Array): number {
  const velocity = (y: Float64Array): Float64Array =>
    givenArray(`velocity(${t}, …)`, x.length, (out) => field.velocity(t, y, out));
  return velocity(x).reduce(
    (sum, u, i) => sum + Math.abs(u) + Math.abs(x[i]! * slope((y) => velocity(y)[i]!, x, i, u)),
    0,
  );
}
