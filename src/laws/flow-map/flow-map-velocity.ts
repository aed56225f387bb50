/**
 * d/dt ψ_t(x₀|z) = u_t(ψ_t(x₀|z)|z): differences of `sample` in t are `targetVelocity`, and `velocity` at the point reached.
 *
 * This is the equation that makes a path the solution of its own ODE. A σ̇ x₀ that is dropped keeps both ends of the path exact, and is
 * seen here at any time between. At t: extrapolated differences. From t to a later time: ψ moves by the integral of either along it, so that
 * a mistake in a narrow window of time is met by every interval around it (schedule/smoothness.ts). Before any case, the velocity along one
 * path is searched for jumps over all of [0.001, 0.999]: a kink refuses the path, naming t.
 *
 * Bound: the error estimate of the differences or of the quadrature; 8 roundings of M, the largest of |ψ|, |x₀|, |z| (so α z and σ x₀ each
 * are that large at most), for values of ψ; 16 roundings of what is given. For `velocity`, which takes the rounded point and
 * divides by σ, also 16 roundings of M through ∂u/∂x: its terms (α̇ − ασ̇/σ)z and (σ̇/σ)x are as large as that. ∂u/∂x is measured by
 * differences over the spread of the path in each coordinate. Where the values scatter by more than that among twenty-one neighbouring times
 * (continuity/noise.ts), 6 standard deviations count: √(1 − α²) near t = 1 is right, and ill-conditioned. What a quadrature overlooks, ψ
 * itself finds (schedule/change-over.ts).
 *
 * Steps in t reach half way to the nearer end. Not seen: the density, and both sides wrong alike. Source: Lipman et al. (2023), theorem 3.
 */

import fc from 'fast-check';
import { type PathPoints, pathPoints } from '../arbitraries/paths.ts';
import { timeSpans } from '../arbitraries/times.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import type { PathSubject } from '../core/subjects.ts';
import { largest } from '../core/vectors.ts';
import { roughTime } from '../schedule/smoothness.ts';
import { roundedPoint } from './map-jacobian.ts';
import { type PathCalls, pathCalls, pointWords } from './path-calls.ts';
import { compareMotion, noiseAlong, probe, timeDerivative, velocityAlong } from './path-motion.ts';

/** A time in (0, 1), and rows of x₀ and z. */
export interface PathCase extends PathPoints {
  readonly t: number;
}

/** As {@link PathCase}; with `until` > t the interval from t to there. */
export interface MotionCase extends PathCase {
  readonly until?: number;
}

const [FIRST, LAST] = [0.001, 0.999];

/**
 * The law of a path's velocity.
 *
 * ```ts
 * import { condOT, gaussianPath } from 'flowproof';
 * import { flowMapVelocity, type PathSubject } from 'flowproof/laws';
 * const path = gaussianPath(condOT, 2);
 * console.log(flowMapVelocity(path).check().status); // holds
 * const dropped: PathSubject = { ...path, targetVelocity: (_t, _x0, z, out) => out.set(z) }; // without σ̇ x₀
 * console.log(flowMapVelocity(dropped).check().status); // violated
 * ```
 */
export const flowMapVelocity: Law<PathSubject, MotionCase> = defineLaw({
  id: 'flow-map-velocity',
  number: 4,
  title: 'd/dt ψ_t(x₀|z) = u_t(ψ_t(x₀|z)|z)',
  kind: 'path',
  assumes: ['ψ_t(x₀|z) is smooth in t inside (0, 1)'],
  export: 'flowMapVelocity',
  runs: 24,
  refuses(subject) {
    const path = pathCalls(subject);
    const along = velocityAlong(path, probe(path.dim));
    if (along === null) return 'it has neither targetVelocity nor velocity';
    // One combination of the coordinates, with factors under which jumps of theirs do not cancel.
    const combined = (t: number): number => along(t).reduce((sum, u, i) => sum + u / (1 + 0.37 * i), 0);
    const t = roughTime(combined, FIRST, LAST);
    return t === null ? null : `the velocity along a path jumps or is infinite near t = ${t}`;
  },
  cases: (subject) =>
    fc
      .tuple(timeSpans(), pathPoints(pathCalls(subject).dim))
      .map(([span, points]) => ({ ...span, ...points })),
  words: ({ t, until, x0, z }) =>
    `${pointWords(t, { x0, z })}${until === undefined ? '' : `, until t = ${until}`}`,
  picture: (subject) =>
    subject.dim === 1
      ? { t: [0.002, 0.998], x: [-3, 3], caseAt: (t, x) => ({ t, x0: [x], z: [1.5] }) }
      : null,
  measure(subject, at) {
    const path = pathCalls(subject);
    if (at.until !== undefined) {
      return compareMotion(path, at, at.until, (t) =>
        pointRounding(path, { ...at, t }, path.call('sample', t, at.x0, at.z)),
      );
    }
    const found: Measurement[] = [];
    const measured = timeDerivative(path, at);
    if (path.has('targetVelocity')) {
      const target = (t: number): Float64Array => path.call('targetVelocity', t, at.x0, at.z);
      const own = noiseAlong(path, at.t, target);
      const error = measured.error.map((e, i) => e + own[i]!);
      found.push(...compare(path, `targetVelocity at t = ${at.t}`, target(at.t), measured, error));
    }
    if (path.has('velocity')) {
      const place = (t: number): Float64Array => path.call('sample', t, at.x0, at.z);
      const velocity = (t: number): Float64Array => path.call('velocity', t, place(t), at.z);
      const [rounding, own] = [pointRounding(path, at, place(at.t)), noiseAlong(path, at.t, velocity)];
      const error = measured.error.map((e, i) => e + rounding[i]! + own[i]!);
      found.push(...compare(path, `velocity at t = ${at.t}`, velocity(at.t), measured, error));
    }
    return worstOf(found);
  },
});

function compare(
  { precision }: PathCalls,
  name: string,
  given: Float64Array,
  { value }: { readonly value: Float64Array },
  error: Float64Array,
): Measurement[] {
  return Array.from(given, (u, i) => ({
    residual: Math.abs(u - value[i]!),
    bound: error[i]! + 16 * precision * Math.abs(u),
    why: 'error estimate of extrapolated differences of sample, and roundings or noise of the velocity and of the point',
    detail: `${name}, coordinate ${i}, is ${u}, and dψ/dt is measured as ${value[i]}`,
  }));
}

/** 16 roundings of M through ∂u/∂x, for every coordinate of u. */
function pointRounding(path: PathCalls, { t, x0, z }: PathCase, x: Float64Array): Float64Array {
  const { dim } = path;
  const out = new Float64Array(x.length);
  for (let r = 0; r < x.length; r += dim) {
    const row = {
      t,
      x0: Float64Array.from(x0).subarray(r, r + dim),
      z: Float64Array.from(z).subarray(r, r + dim),
    };
    const point = x.subarray(r, r + dim);
    const magnitude = largest(point, largest(row.x0, largest(row.z)));
    out.set(roundedPoint(path, 'velocity', row, point, magnitude), r);
  }
  return out;
}
