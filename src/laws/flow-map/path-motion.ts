/**
 * How a path moves: its velocity along ψ_t(x₀|z) as a function of time, differences of `sample` in t, and the way from one time to another.
 *
 * Bounds: see flow-map-velocity.ts, the law that these are for.
 */
import { extrapolate } from '../../schedules/richardson.ts';
import type { PathPoints } from '../arbitraries/paths.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { integrate } from '../schedule/smoothness.ts';
import { largest } from './map-jacobian.ts';
import type { PathCalls } from './path-calls.ts';

interface RowsAt extends PathPoints {
  readonly t: number;
}

const FIRST_STEP = 0.1;
const LEVELS = 10;
/** A difference of which less than this share is certain says nothing. */
const COARSE = 1e-3;

/** A row of no special values: where the path is searched for kinks. */
export function probe(dim: number): PathPoints {
  return {
    x0: Array.from({ length: dim }, (_, i) => 0.71 - 0.43 * i),
    z: Array.from({ length: dim }, (_, i) => 1.37 + 0.59 * i),
  };
}

/** The velocity along the path from x₀ to z as a function of time; null where the path gives none. Each time is asked for once. */
export function velocityAlong(path: PathCalls, { x0, z }: PathPoints): ((t: number) => Float64Array) | null {
  const [target, field] = [path.has('targetVelocity'), path.has('velocity')];
  if (!target && !field) return null;
  const known = new Map<number, Float64Array>();
  return (t) => {
    let u = known.get(t);
    if (!u) {
      u = target
        ? path.call('targetVelocity', t, x0, z)
        : path.call('velocity', t, path.call('sample', t, x0, z), z);
      known.set(t, u);
    }
    return u;
  };
}

/** ψ_b − ψ_a against the integral of the velocity along the path. */
export function compareMotion(path: PathCalls, { t, x0, z }: RowsAt, until: number): Measurement {
  const along = velocityAlong(path, { x0, z })!;
  const [start, end] = [path.call('sample', t, x0, z), path.call('sample', until, x0, z)];
  const magnitude = largest([...start, ...end], largest(x0, largest(z)));
  return worstOf(
    Array.from(start, (from, i): Measurement => {
      const integral = integrate((s) => along(s)[i]!, t, until);
      if (integral.rough !== undefined) {
        throw new CannotJudge(`the velocity along the path jumps or is infinite near t = ${integral.rough}`);
      }
      const moved = end[i]! - from;
      return {
        residual: Math.abs(moved - integral.value),
        bound: integral.error + 16 * path.precision * (2 * magnitude + integral.size),
        why: 'difference of two quadratures, and roundings of both points and of the velocity',
        detail: `ψ[${i}] moves by ${moved} from t = ${t} to ${until}, and the integral of its velocity is ${integral.value}`,
      };
    }),
  );
}

/** dψ/dt of each coordinate, and a bound on its error. */
export function timeDerivative(
  path: PathCalls,
  { t, x0, z }: RowsAt,
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
