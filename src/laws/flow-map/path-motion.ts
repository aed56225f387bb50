/**
 * How a path moves: its velocity along ψ_t(x₀|z) as a function of time, differences of `sample` in t, and the way from one time to another.
 *
 * Bounds: see flow-map-velocity.ts, the law that these are for.
 */
import { extrapolate } from '../../schedules/richardson.ts';
import type { PathPoints } from '../arbitraries/paths.ts';
import { neighbours, noiseOf } from '../continuity/noise.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { largest } from '../core/vectors.ts';
import { changeOver } from '../schedule/change-over.ts';
import type { PathCalls } from './path-calls.ts';

interface RowsAt extends PathPoints {
  readonly t: number;
}

const FIRST_STEP = 0.1;
const LEVELS = 10;
/** A difference of which less than this share is certain says nothing. */
const COARSE = 1e-3;
/** Standard deviations of the measured noise. */
const DEVIATIONS = 6;
const NOWHERE = new Float64Array(0);

/** A row of no special values: where the path is searched for kinks. */
export function probe(dim: number): PathPoints {
  return {
    x0: Array.from({ length: dim }, (_, i) => 0.71 - 0.43 * i),
    z: Array.from({ length: dim }, (_, i) => 1.37 + 0.59 * i),
  };
}

const MEMBERS = ['targetVelocity', 'velocity'] as const;
type Velocity = (typeof MEMBERS)[number];

function velocityOf(path: PathCalls, member: Velocity, t: number, { x0, z }: PathPoints): Float64Array {
  return path.call(member, t, member === 'velocity' ? path.call('sample', t, x0, z) : x0, z);
}

/** The velocity along the path from x₀ to z as a function of time; null where the path gives none. Each time is asked for once. */
export function velocityAlong(path: PathCalls, points: PathPoints): ((t: number) => Float64Array) | null {
  const member = MEMBERS.find((name) => path.has(name));
  return member === undefined ? null : remembered((t) => velocityOf(path, member, t, points));
}

/**
 * ψ_b − ψ_a against the integral along the path of `targetVelocity`, and of `velocity`, whichever it has. `pointRounding`: what the
 * rounding of the point at a time moves `velocity` by.
 */
export function compareMotion(
  path: PathCalls,
  at: RowsAt,
  until: number,
  pointRounding: (t: number) => Float64Array,
): Measurement {
  return worstOf(
    MEMBERS.filter((member) => path.has(member)).map((member) => {
      const times = member === 'velocity' ? [at.t, at.t + (until - at.t) / 2, until] : [];
      const most = times.map(pointRounding);
      return compareMember(path, member, at, until, (i) => largest(most.map((row) => row[i]!)));
    }),
  );
}

function compareMember(
  path: PathCalls,
  member: Velocity,
  { t, x0, z }: RowsAt,
  until: number,
  rate: (i: number) => number,
): Measurement {
  const along = remembered((s) => velocityOf(path, member, s, { x0, z }));
  const place = remembered((s) => path.call('sample', s, x0, z));
  const magnitude = largest([...place(t), ...place(until)], largest(x0, largest(z)));
  const ends = [t, until].map((s) => noiseAlong(path, s, place));
  return worstOf(
    x0.map((_, i): Measurement => {
      const carried = (until - t) * rate(i);
      const noise = ends.reduce((sum, own) => sum + own[i]!, 32 * path.precision * magnitude + carried);
      const rounding = (size: number): number => noise + 16 * path.precision * size;
      const found = changeOver(
        (s) => place(s)[i]!,
        (s) => along(s)[i]!,
        t,
        until,
        rounding,
        rate(i),
      );
      if (found.rough !== undefined) {
        throw new CannotJudge(
          `the path or the velocity along it jumps or is infinite near t = ${found.rough}`,
        );
      }
      return {
        residual: Math.abs(found.change - found.integral),
        bound: found.error + rounding(found.size),
        why: 'difference of two quadratures, and roundings of both points and of the velocity',
        detail: `ψ[${i}] moves by ${found.change} from t = ${t} to ${until}, and the integral of ${member} is ${found.integral}`,
      };
    }),
  );
}

/** What each of `values` near t is off by, as neighbours in time show; 0 at an end, which has them on one side only. */
export function noiseAlong(
  { precision }: PathCalls,
  t: number,
  values: (t: number) => Float64Array,
): Float64Array {
  if (!(t > 0 && t < 1)) return values(t).map(() => 0);
  const around = neighbours(t, NOWHERE, precision).map((near) => values(near.t));
  return around[0]!.map((_, i) => DEVIATIONS * noiseOf(around.map((row) => row[i]!)));
}

/** Each time is asked for once. */
function remembered(values: (t: number) => Float64Array): (t: number) => Float64Array {
  const known = new Map<number, Float64Array>();
  return (t) => {
    let found = known.get(t);
    if (!found) {
      found = values(t);
      known.set(t, found);
    }
    return found;
  };
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
  const own = noiseAlong(path, t, (s) => path.call('sample', s, x0, z));
  const estimates = Array.from(x0, (_, i) =>
    extrapolate(
      steps.map((h, level) => (ahead[level]![i]! - behind[level]![i]!) / (2 * h)),
      firstStep,
      4,
      Math.max(8 * path.precision * magnitude, own[i]!),
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
