/**
 * d/dt ψ_t(x₀|z) = u_t(ψ_t(x₀|z)|z): differences of `sample` in t are `targetVelocity`, and `velocity` at the point reached.
 *
 * This is the equation that makes a path the solution of its own ODE. A σ̇ x₀ that is dropped keeps both ends of the path exact, and is
 * seen here at any time between.
 *
 * Bound: the error estimate of extrapolated differences, in which values of ψ carry 8 roundings of M, the largest of |ψ|, |x₀|, |z|
 * (so α z and σ x₀ each are that large at most), and 16 roundings of what is given. For `velocity`, which takes the rounded point and
 * divides by σ, also 16 roundings of M through ∂u/∂x: its terms (α̇ − ασ̇/σ)z and (σ̇/σ)x are as large as that. ∂u/∂x is measured by
 * differences over the spread of the path in each coordinate.
 *
 * Steps in t reach half way to the nearer end. Not seen: the density, and both sides wrong alike. Source: Lipman et al. (2023), theorem 3.
 */
import fc from 'fast-check';
import { extrapolate } from '../../schedules/richardson.ts';
import { type PathPoints, pathPoints } from '../arbitraries/paths.ts';
import { times } from '../arbitraries/times.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import type { PathSubject } from '../core/subjects.ts';
import { largest, mapSpread } from './map-jacobian.ts';
import { type PathCalls, pathCalls, pointWords } from './path-calls.ts';

/** A time in (0, 1), and rows of x₀ and z. */
export interface PathCase extends PathPoints {
  readonly t: number;
}

const FIRST_STEP = 0.1;
const LEVELS = 10;
/** A difference of which less than this share is certain says nothing. */
const COARSE = 1e-3;

/**
 * The law of a path's velocity.
 *
 * ```ts
 * import { condOT, gaussianPath } from 'flowproof';
 * import { flowMapVelocity } from 'flowproof/laws';
 * const path = gaussianPath(condOT, 2);
 * console.log(flowMapVelocity(path).check().status); // holds
 * const dropped = { ...path, targetVelocity: (t, x0, z, out) => out.set(z) }; // σ̇ x₀ is missing
 * console.log(flowMapVelocity(dropped).check().status); // violated
 * ```
 */
export const flowMapVelocity: Law<PathSubject, PathCase> = defineLaw({
  id: 'flow-map-velocity',
  number: 4,
  title: 'd/dt ψ_t(x₀|z) = u_t(ψ_t(x₀|z)|z)',
  kind: 'path',
  assumes: ['ψ_t(x₀|z) is smooth in t inside (0, 1)'],
  export: 'flowMapVelocity',
  runs: 24,
  refuses(subject) {
    const path = pathCalls(subject);
    return path.has('targetVelocity') || path.has('velocity')
      ? null
      : 'it has neither targetVelocity nor velocity';
  },
  cases: (subject) =>
    fc.tuple(times(), pathPoints(pathCalls(subject).dim)).map(([t, points]) => ({ t, ...points })),
  words: ({ t, x0, z }) => pointWords(t, { x0, z }),
  picture: (subject) =>
    subject.dim === 1
      ? { t: [0.002, 0.998], x: [-3, 3], caseAt: (t, x) => ({ t, x0: [x], z: [1.5] }) }
      : null,
  measure(subject, at) {
    const path = pathCalls(subject);
    const found: Measurement[] = [];
    const measured = timeDerivative(path, at);
    if (path.has('targetVelocity')) {
      const given = path.call('targetVelocity', at.t, at.x0, at.z);
      found.push(...compare('targetVelocity', at.t, given, measured, measured.error));
    }
    if (path.has('velocity')) {
      const x = path.call('sample', at.t, at.x0, at.z);
      const given = path.call('velocity', at.t, x, at.z);
      const rounding = pointRounding(path, at, x);
      found.push(
        ...compare(
          'velocity',
          at.t,
          given,
          measured,
          measured.error.map((e, i) => e + rounding[i]!),
        ),
      );
    }
    return worstOf(found);

    function compare(
      name: string,
      t: number,
      given: Float64Array,
      { value }: { readonly value: Float64Array },
      error: Float64Array,
    ): Measurement[] {
      return Array.from(given, (u, i) => ({
        residual: Math.abs(u - value[i]!),
        bound: error[i]! + 16 * path.precision * Math.abs(u),
        why: 'error estimate of extrapolated differences of sample, and roundings of the velocity and of the point',
        detail: `${name}[${i}] is ${u} at t = ${t}, and dψ/dt is measured as ${value[i]}`,
      }));
    }
  },
});

/** dψ/dt of each coordinate, and a bound on its error. */
function timeDerivative(
  path: PathCalls,
  { t, x0, z }: PathCase,
): { value: Float64Array; error: Float64Array } {
  const firstStep = Math.min(FIRST_STEP, t / 2, (1 - t) / 2);
  const steps = Array.from({ length: LEVELS }, (_, level) => firstStep / (1 << level));
  const ahead = steps.map((h) => path.call('sample', t + h, x0, z));
  const behind = steps.map((h) => path.call('sample', t - h, x0, z));
  const magnitude = largest(
    [...ahead, ...behind].map((values) => largest(values)),
    largest(x0, largest(z)),
  );
  const noise = 8 * path.precision * magnitude;
  const estimates = Array.from(x0, (_, i) =>
    extrapolate(
      steps.map((h, level) => (ahead[level]![i]! - behind[level]![i]!) / (2 * h)),
      firstStep,
      4,
      noise,
    ),
  );
  for (const { value, error } of estimates) {
    if (!(error <= COARSE * Math.max(1, Math.abs(value), magnitude))) {
      throw new CannotJudge(`sample is not smooth in t near t = ${t}: its derivative is ${value} ± ${error}`);
    }
  }
  return {
    value: Float64Array.from(estimates, ({ value }) => value),
    error: Float64Array.from(estimates, ({ error }) => error),
  };
}

/** 16 roundings of M through ∂u/∂x, for every coordinate of u. */
function pointRounding(path: PathCalls, { t, x0, z }: PathCase, x: Float64Array): Float64Array {
  const { dim, precision } = path;
  const out = new Float64Array(x.length);
  for (let r = 0; r < x.length; r += dim) {
    const row = {
      t,
      x0: Float64Array.from(x0).subarray(r, r + dim),
      z: Float64Array.from(z).subarray(r, r + dim),
    };
    const point = x.subarray(r, r + dim);
    const magnitude = largest(point, largest(row.x0, largest(row.z)));
    const { spread } = mapSpread(path, row);
    for (let j = 0; j < dim; j++) {
      const h = spread[j]!;
      const moved = [h, -h].map((step) => {
        const there = point.slice();
        there[j]! += step;
        return path.call('velocity', t, there, row.z);
      });
      for (let i = 0; i < dim; i++) {
        const slope = Math.abs(moved[0]![i]! - moved[1]![i]!) / (2 * h);
        out[r + i]! += 16 * precision * slope * magnitude;
      }
    }
  }
  return out;
}
