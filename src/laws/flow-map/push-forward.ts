/**
 * p_t(·|z) is N(0, I) pushed forward by ψ_t(·|z): ln p_t(ψ(x₀)) = ln N(x₀) − ln|det ∂ψ/∂x₀|, and what follows from it:
 *
 *   Jᵀ score(ψ(x₀)) = ∇_{x₀} [ln N(x₀) − ln|det J|],     divergence = d/dt ln|det J|.
 *
 * The right sides come from `sample` alone: J = ∂ψ/∂x₀ whole, so that coordinates may differ and mix, by extrapolated differences
 * (map-jacobian.ts), and differences of ln|det J| in x₀ and in t. Bound: their error estimates, and the roundings of what is given. These are
 * 16 roundings of each term of the log-density, of Jᵀ score, of the divergence; and those of the point and of α z, which are of the size
 * of M, the largest of |ψ|, |x₀|, |z|: 16 roundings of M through ∇ ln p and through the measured derivative of the score.
 *
 * Not seen: the velocity; whether p_t is the marginal that somebody wants. Sources: change of variables; Lipman et al. (2023), section 4.
 */
import fc from 'fast-check';
import { extrapolate } from '../../schedules/richardson.ts';
import { pathPoints } from '../arbitraries/paths.ts';
import { times } from '../arbitraries/times.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import type { PathSubject } from '../core/subjects.ts';
import type { PathCase } from './flow-map-velocity.ts';
import { type MapJacobian, mapJacobian, type RowAt, roundedPoint } from './map-jacobian.ts';
import { MOST_DIMENSIONS, type PathCalls, pathCalls, pointWords } from './path-calls.ts';

const LOG_TWO_PI = 1.8378770664093454836;
const [SPACE_STEP, SPACE_LEVELS] = [0.5, 3];
const [TIME_STEP, TIME_LEVELS] = [0.1, 6];
const WHY = 'error estimates of differences of sample, roundings of the terms and of the point';

/**
 * The law of a path's density, score and divergence.
 *
 * ```ts
 * import { condOT, gaussianPath } from 'flowproof';
 * import { pushForward } from 'flowproof/laws';
 * const path = gaussianPath(condOT, 2);
 * console.log(pushForward(path).check().status); // holds
 * console.log(pushForward({ ...path, divergence: (t) => -1 / (1 - t) }).check().status); // violated
 * ```
 */
export const pushForward: Law<PathSubject, PathCase> = defineLaw({
  id: 'push-forward',
  number: 4,
  title: 'ln p_t(ψ_t(x₀)) = ln p₀(x₀) − ln|det ∂ψ_t/∂x₀|, its gradient, and div u = d/dt ln|det ∂ψ_t/∂x₀|',
  kind: 'path',
  assumes: [
    'the source is N(0, I)',
    'ψ_t(·|z) is smooth and one to one inside (0, 1)',
    'at most 16 dimensions',
  ],
  export: 'pushForward',
  runs: 10,
  refuses(subject) {
    const path = pathCalls(subject);
    if (path.dim > MOST_DIMENSIONS)
      return `whole Jacobians are differenced up to ${MOST_DIMENSIONS} dimensions`;
    const given = (['logDensity', 'score', 'divergence'] as const).filter((member) => path.has(member));
    return given.length > 0 ? null : 'it has none of logDensity, score, divergence';
  },
  cases: (subject) =>
    fc.tuple(times(), pathPoints(pathCalls(subject).dim)).map(([t, points]) => ({ t, ...points })),
  words: ({ t, x0, z }) => pointWords(t, { x0, z }),
  picture: (subject) =>
    subject.dim === 1
      ? { t: [0.002, 0.998], x: [-3, 3], caseAt: (t, x) => ({ t, x0: [x], z: [1.5] }) }
      : null,
  measure(subject, { t, x0, z }) {
    const path = pathCalls(subject);
    const { dim } = path;
    const x = path.call('sample', t, x0, z);
    const logP = path.has('logDensity') ? path.call('logDensity', t, x, z) : null;
    const score = path.has('score') ? path.call('score', t, x, z) : null;
    const found: Measurement[] = [];
    for (let r = 0; r * dim < x.length; r++) {
      const row = (values: ArrayLike<number>): Float64Array =>
        Float64Array.from({ length: dim }, (_, i) => values[r * dim + i]!);
      const at: RowAt = { t, x0: row(x0), z: row(z) };
      const map = mapJacobian(path, at);
      if (logP || score) {
        const gradient = pulledGradient(path, at);
        if (logP) found.push(compareDensity(path, at, map, gradient.value, logP[r]!));
        if (score) found.push(...compareScore(path, at, map, gradient, row(x), row(score)));
      }
      // It is the same at every x, so that one row says all.
      if (r === 0 && path.has('divergence')) found.push(compareDivergence(path, at));
    }
    return worstOf(found);
  },
});

interface Gradient {
  readonly value: Float64Array;
  readonly error: Float64Array;
}

/** ∇_{x₀} [ln N(x₀) − ln|det J|]; the first part is −x₀. */
function pulledGradient(path: PathCalls, at: RowAt): Gradient {
  const value = new Float64Array(path.dim);
  const error = new Float64Array(path.dim);
  for (let axis = 0; axis < path.dim; axis++) {
    const moved = (step: number): MapJacobian => {
      const x0 = at.x0.slice();
      x0[axis]! += step;
      return mapJacobian(path, { ...at, x0 });
    };
    const estimate = differenced(moved, SPACE_STEP, SPACE_LEVELS);
    value[axis] = -at.x0[axis]! - estimate.value;
    error[axis] = estimate.error;
  }
  return { value, error };
}

/** The derivative of ln|det J| along what `moved` moves. */
function differenced(
  moved: (step: number) => MapJacobian,
  firstStep: number,
  levels: number,
): { value: number; error: number } {
  let noise = 0;
  const differences = Array.from({ length: levels }, (_, level) => {
    const h = firstStep / (1 << level);
    const [ahead, behind] = [moved(h), moved(-h)];
    noise = Math.max(noise, ahead.logError, behind.logError);
    return (ahead.logDeterminant - behind.logDeterminant) / (2 * h);
  });
  return extrapolate(differences, firstStep, 4, noise);
}

function compareDensity(
  path: PathCalls,
  { t, x0 }: RowAt,
  map: MapJacobian,
  gradient: Float64Array,
  given: number,
): Measurement {
  const { dim, precision } = path;
  const square = x0.reduce((sum, value) => sum + value * value, 0);
  const right = -0.5 * (dim * LOG_TWO_PI + square) - map.logDeterminant;
  // |∇ ln p| · (errors of the point), with ∇ ln p = J⁻ᵀ gradient.
  let slope = 0;
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) slope += Math.abs(map.inverse[i * dim + j]! * gradient[i]!);
  }
  const terms = 0.5 * (dim * LOG_TWO_PI + square) + Math.abs(map.logDeterminant);
  return {
    residual: Math.abs(given - right),
    bound: map.logError + 16 * precision * (terms + slope * map.magnitude),
    why: WHY,
    detail: `logDensity is ${given} at t = ${t}, and the source pushed forward has ${right}`,
  };
}

function compareScore(
  path: PathCalls,
  at: RowAt,
  map: MapJacobian,
  { value, error }: Gradient,
  x: Float64Array,
  given: Float64Array,
): Measurement[] {
  const { dim, precision } = path;
  const through = roundedPoint(path, 'score', at, x, map.magnitude);
  /** What the score may be off by. */
  const own = given.map((s, i) => 16 * precision * Math.abs(s) + through[i]!);
  return Array.from(value, (right, j) => {
    let [pulled, bound] = [0, error[j]!];
    for (let i = 0; i < dim; i++) {
      const J = map.value[i * dim + j]!;
      pulled += J * given[i]!;
      bound += Math.abs(J) * own[i]! + map.error[i * dim + j]! * Math.abs(given[i]!);
    }
    return {
      residual: Math.abs(pulled - right),
      bound,
      why: WHY,
      detail: `(Jᵀ score)[${j}] is ${pulled} at t = ${at.t}, and the gradient of the density pushed forward ${right}`,
    };
  });
}

function compareDivergence(path: PathCalls, at: RowAt): Measurement {
  const { t } = at;
  const given = path.divergence(t);
  const firstStep = Math.min(TIME_STEP, t / 2, (1 - t) / 2);
  const { value, error } = differenced(
    (step) => mapJacobian(path, { ...at, t: t + step }),
    firstStep,
    TIME_LEVELS,
  );
  if (!(error <= 1e-3 * Math.max(1, Math.abs(value)))) {
    throw new CannotJudge(`ln|det ∂ψ/∂x₀| is not smooth in t near t = ${t}: ${value} ± ${error}`);
  }
  return {
    residual: Math.abs(given - value),
    bound: error + 16 * path.precision * Math.abs(given),
    why: WHY,
    detail: `divergence(${t}) is ${given}, and d/dt ln|det ∂ψ/∂x₀| is measured as ${value}`,
  };
}
