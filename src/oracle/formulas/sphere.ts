/**
 * The unit sphere, one point a row.
 *
 *   exp_x(v) = cos|v| x + (sin|v|/|v|) v,     v ⟂ x
 *   log_x(y) = (θ/sin θ) (y − ⟨x, y⟩ x),      θ = atan2(|y − ⟨x, y⟩ x|, ⟨x, y⟩)
 *   geodesic γ(t) = exp_{x₀}(t v), v = log_{x₀} x₁;   γ̇(t) = cos(t|v|) v − |v| sin(t|v|) x₀ = log_{γ(t)}(x₁)/(1 − t)
 *
 * Source: Chen & Lipman, Flow Matching on General Geometries (2024), §§ 3.2, 4.
 */
import { angle, angleOf } from '../arithmetic/angle.ts';
import { cos, sin, sqrt } from '../arithmetic/functions.ts';
import { add, divide, dot, exact, multiply, negate, subtract, type Tracked } from '../arithmetic/tracked.ts';
import { widened } from '../arithmetic/widened.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';

export const length = (v: Row): Tracked => sqrt(dot(v, v));

export const scaled = (factor: Tracked, v: Row): Row => v.map((value) => multiply(factor, value));

/** sin(r)/r, 1 at 0. */
export const sinc: Formula<[r: Tracked], Tracked> = formula('sphere.sinc', (r) =>
  r.v === 0 ? exact(1) : divide(sin(r), r),
);

/** exp_x(v). */
export const sphereExp: Formula<[x: Row, v: Row], Row> = formula('sphere.exp', (x, v) => {
  const r = length(v);
  const [along, across] = [cos(r), sinc(r)];
  return x.map((value, i) => add(multiply(along, value), multiply(across, v[i]!)));
});

/** y − ⟨x, y⟩ x: the part of y that is tangent at x. */
export const tangentPart: Formula<[x: Row, y: Row], Row> = formula('sphere.tangent-part', (x, y) => {
  const cosine = dot(x, y);
  return y.map((value, i) => subtract(value, multiply(cosine, x[i]!)));
});

/** The angle between x and y; `across` is the tangent part. */
export const sphereAngle: Formula<[x: Row, y: Row, across: Row], Tracked> = formula(
  'sphere.angle',
  (x, y, across) => angle(length(across), dot(x, y)),
);

/** log_x(y). */
export const sphereLog: Formula<[x: Row, y: Row], Row> = formula('sphere.log', (x, y) => {
  const across = tangentPart(x, y);
  return scaled(divide(sphereAngle(x, y, across), length(across)), across);
});

/** γ(t). */
export const geodesicPoint: Formula<[x0: Row, x1: Row, t: Tracked], Row> = formula(
  'sphere.geodesic-point',
  (x0, x1, t) => sphereExp(x0, scaled(t, sphereLog(x0, x1))),
);

/** γ̇(t). */
export const geodesicVelocity: Formula<[x0: Row, x1: Row, t: Tracked], Row> = formula(
  'sphere.geodesic-velocity',
  (x0, x1, t) => {
    const v = sphereLog(x0, x1);
    const speed = length(v);
    const turned = multiply(t, speed);
    const [along, across] = [cos(turned), negate(multiply(speed, sin(turned)))];
    return v.map((value, i) => add(multiply(along, value), multiply(across, x0[i]!)));
  },
);

const norm = (x: Row): number => Math.sqrt(x.reduce((total, { v }) => total + v * v, 0));
const inner = (x: Row, y: Row): number => x.reduce((total, { v }, i) => total + v * y[i]!.v, 0);

/** How far rounded points are from the sphere, and a rounded vector from its tangent space. */
export const offSphere = (x: Row): number => Math.abs(norm(x) - 1);
export const offTangent = (x: Row, v: Row): number =>
  Math.abs(inner(x, v)) * (1 + 1 / Math.max(norm(v), 1e-300));

/**
 * What normalizing or projecting the inputs first may change in functions of the angle, for points that are δ off the sphere. A cosine
 * that is δ off moves θ by δ/sin θ and θ/sin θ by (1 + θ/sin θ) δ/sin θ; four times for both points and both functions.
 */
export function pairSlack(x: Row, y: Row): number {
  const cosine = inner(x, y);
  const sine = norm(y.map((value, i) => ({ ...value, v: value.v - cosine * x[i]!.v })));
  const stretch = (1 + angleOf(sine, cosine) / sine) / Math.min(1, sine);
  return 8 * (offSphere(x) + offSphere(y)) * stretch;
}

export const widenedRow = (row: Row, by: number): Row => row.map((value) => widened(value, by));
