/**
 * Change of schedule: with ρ = α/σ, t = ρ⁻¹(ρ̄(r)) and s = σ̄(r)/σ(t) = ᾱ(r)/α(t), the field ū_r(x) = (ṡ/s)x + s ṫ u_t(x/s) made from the
 * field u of (α, σ) is the field of (ᾱ, σ̄), here against that field of a mixture written down by hand.
 *
 * Bound. t is found here by bisection, apart from the object's own ρ⁻¹. It carries δt = ε(t + t|ln t| + ασ/|D|): its own rounding, that
 * of a logarithm, and one of ρ; s carries δs/s = ε + max(|σ̇/σ|, |α̇/α|) δt. What they do to F(t, s) = [(ᾱ̇σ − σ̄̇α)u_t(x/s) + (σ̄̇α̇ −
 * ᾱ̇σ̇)x/s]/D is measured by differences of F. To these come ε times the magnitudes that both fields add up, times 1 + |x − αm|²/2v for
 * the weights of the mixture. The sum times 8 roundings.
 *
 * Where the path of (α, σ) never reaches ρ̄(r) an error is right, and nothing else; where ᾱ̇, σ̄̇ or 1/D is infinite it is allowed.
 * Blind to: what happens off the signal-to-noise ratios of the mixture's bulk. Source: Lipman et al., Flow Matching Guide and Code (2024), section 4.10.
 */

import fc from 'fast-check';
import { log } from '../../math/index.ts';
import { changeOfSchedule as changed } from '../../paths/index.ts';
import type { Schedule } from '../../schedules/schedule.ts';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { hundredths, positive } from '../arbitraries/points.ts';
import { times } from '../arbitraries/times.ts';
import { givenArray, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import type { ScheduleSubject } from '../core/subjects.ts';
import { knownVelocity, sigmaSigmaDot, type TwoBumps } from './known-path.ts';
import { pointAt } from './linear-relations.ts';
import { requireOutOfReach } from './pole-error.ts';

/** A way to turn the velocity of one path into that of another through the same random variables. */
export interface ScheduleChangeSubject {
  readonly name?: string;
  readonly from: ScheduleSubject;
  readonly to: ScheduleSubject;
  /** The velocity on the schedule `to`, from one on the schedule `from`. Throws at times that it cannot reach. */
  change(velocity: VelocityFunction): VelocityFunction;
  /** ε, the relative precision of the values; default 2⁻⁵². */
  readonly precision?: number;
}

/** A time of the new schedule, a point, and the two bumps of the target. */
export interface ScheduleChangeCase extends TwoBumps {
  readonly r: number;
  readonly x: number;
}

/** flowproof's own change of schedule. */
export function scheduleChangeOf(from: Schedule, to: Schedule): ScheduleChangeSubject {
  return {
    name: `${from.name} → ${to.name}`,
    from,
    to,
    change: (velocity) => changed({ from, to, velocity }),
  };
}

/**
 * The law of a change of schedule.
 *
 * ```ts
 * import { condOT, cosine } from 'flowproof';
 * import { changeOfSchedule, scheduleChangeOf } from 'flowproof/laws';
 * console.log(changeOfSchedule(scheduleChangeOf(condOT, cosine)).check().status); // holds
 * ```
 */
export const changeOfSchedule: Law<ScheduleChangeSubject, ScheduleChangeCase> = defineLaw({
  id: 'change-of-schedule',
  number: 7,
  title: 'ū_r(x) = (ṡ/s)x + sṫ u_t(x/s) is the field of the other schedule, t = ρ⁻¹(ρ̄(r)), s = σ̄/σ',
  kind: 'parametrization',
  assumes: ['ρ = α/σ increases in t on the schedule that is changed'],
  export: 'changeOfSchedule',
  runs: 25,
  refuses(subject) {
    if (typeof subject?.change !== 'function') return 'it has no change(velocity)';
    for (const schedule of [subject.from, subject.to]) {
      for (const name of ['alpha', 'sigma', 'alphaDot', 'sigmaDot']) requireFunction(schedule, name);
    }
    return null;
  },
  cases: ({ to }) =>
    times({ margin: 0 }).chain((r) => {
      const { alpha, sigma } = pointAt(to, r);
      return fc.record({
        r: fc.constant(r),
        x: hundredths(2).map((z) => Math.round(100 * z * (alpha + sigma)) / 100),
        means: fc.tuple(hundredths(2), hundredths(2)),
        std: positive(0.3, 1.5),
      });
    }),
  words: ({ r, x, means, std }) => `r = ${r}, x = ${x}, means ${means.join(' and ')}, deviation ${std}`,
  picture: () => ({
    t: [0.01, 0.99],
    x: [-3, 3],
    caseAt: (r, x) => ({ r, x, means: [-1, 1.5], std: 0.5 }),
  }),
  measure(subject, at) {
    const { from, to } = subject;
    const precision = precisionOf(subject);
    const { r, x } = at;
    const reached = reach(from, to, r, precision);
    const where = typeof reached === 'number' ? pointAt(from, reached) : null;
    const speed = where ? where.alphaDot * where.sigma - where.alpha * where.sigmaDot : Number.NaN;
    const next = pointAt(to, r);
    const direct = knownVelocity(to, at, r, x);
    const free =
      reached === 'border' || !Number.isFinite(direct.u) || !Number.isFinite(next.sigmaDot) || !(speed > 0);
    const found = ask(subject, at, reached === 'never' || free);
    if (found === null) return { residual: 0, bound: 0, why: 'an error, as it must or may be' };
    if (reached === 'never') {
      return {
        residual: 1,
        bound: 0,
        why: 'no time of the first path has this signal-to-noise ratio: an error is due',
        detail: `the answer was ${found}`,
      };
    }
    if (reached === 'border') throw new CannotJudge(`rounding decides whether ρ̄(${r}) is reached`);
    if (!Number.isFinite(direct.u)) {
      throw new CannotJudge(`the direct field has no value at r = ${r}`);
    }
    return compare(found, direct, reached, at, subject, precision);
  },
});

/** The answer, or null where an error was thrown and is allowed. */
function ask(subject: ScheduleChangeSubject, at: ScheduleChangeCase, mayThrow: boolean): number | null {
  const { r, x } = at;
  const velocity: VelocityFunction = (t, y, out) => {
    for (let i = 0; i < y.length; i++) out[i] = knownVelocity(subject.from, at, t, y[i]!).u;
  };
  const call = `change(velocity)(${r}, [${x}])`;
  const write = (out: Float64Array): void => subject.change(velocity)(r, Float64Array.of(x), out);
  if (!mayThrow) return givenArray(call, 1, write)[0]!;
  const out = Float64Array.of(Number.NaN);
  try {
    write(out);
  } catch (error) {
    requireOutOfReach(error);
    return null;
  }
  return out[0]!;
}

/** Roundings of two ratios α/σ, with 16 in each function of a schedule. */
const CLEAR = 64;

/** t with α/σ = ρ̄(r) by bisection; 'never' where ρ̄(r) is out of reach, 'border' where rounding decides. */
function reach(
  from: ScheduleSubject,
  to: ScheduleSubject,
  r: number,
  precision: number,
): number | 'never' | 'border' {
  const ratio = (schedule: ScheduleSubject, t: number): number => {
    const { alpha, sigma } = pointAt(schedule, t);
    return alpha / sigma;
  };
  const goal = ratio(to, r);
  const [low, high] = [ratio(from, 0), ratio(from, 1)];
  const clear = CLEAR * precision;
  if (goal < low * (1 - clear) || goal > high * (1 + clear)) return 'never';
  if (goal === low || goal === high) return goal === low ? 0 : 1;
  if (goal < low * (1 + clear) || goal > high * (1 - clear)) return 'border';
  let [below, above] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = 0.5 * (below + above);
    if (ratio(from, middle) < goal) below = middle;
    else above = middle;
  }
  return 0.5 * (below + above);
}

const ROUNDINGS = 8;
/** The displacement, as a share, that says how F depends on s: only the size of the slope matters. */
const NUDGE = 1e-5;
/** As near to an end as this, F is looked at instead of at the end itself, where it may be 0/0. */
const BESIDE = 1e-6;
/** Less room than this before t = 1 is too little for differences of F. */
const NO_ROOM = 1e-12;

/** t, and a step for the slope of F there that stays inside (0, 1); next to the end where t is one. */
function besideEnds(t: number): { readonly time: number; readonly step: number } {
  if (t === 0) return { time: BESIDE, step: 1e-4 * BESIDE };
  if (1 - t < NO_ROOM) return { time: 1 - BESIDE, step: 1e-4 * BESIDE };
  return { time: t, step: 1e-4 * Math.min(t, 1 - t) };
}

function compare(
  found: number,
  direct: { readonly u: number; readonly size: number; readonly exponent: number },
  t: number,
  at: ScheduleChangeCase,
  { from, to }: ScheduleChangeSubject,
  precision: number,
): Measurement {
  const { r, x } = at;
  const next = pointAt(to, r);
  /** F(t, s), and the magnitudes that it adds up. */
  const F = (time: number, s: number): { value: number; size: number } => {
    const p = pointAt(from, time);
    const ssDot = sigmaSigmaDot(from, time);
    const u = knownVelocity(from, at, time, x / s);
    // Both parts times σ, so that a σ̇ without bound does not meet σ = 0.
    const G = p.alphaDot * p.sigma * p.sigma - p.alpha * ssDot;
    const a = (p.sigma * (next.alphaDot * p.sigma - next.sigmaDot * p.alpha)) / G;
    const b = (next.sigmaDot * p.alphaDot * p.sigma - next.alphaDot * ssDot) / G;
    const parts =
      (Math.abs(next.sigmaDot * p.alphaDot * p.sigma) + Math.abs(next.alphaDot * ssDot)) / Math.abs(G);
    const aParts =
      (p.sigma * (Math.abs(next.alphaDot * p.sigma) + Math.abs(next.sigmaDot * p.alpha))) / Math.abs(G);
    return {
      value: a * u.u + b * (x / s),
      size: aParts * u.size * (1 + u.exponent) + parts * Math.abs(x / s),
    };
  };
  const { time, step: h } = besideEnds(t);
  const p = pointAt(from, time);
  const s = next.alpha * p.sigma > next.sigma * p.alpha ? next.alpha / p.alpha : next.sigma / p.sigma;
  const byTime = Math.abs(F(time + h, s).value - F(time - h, s).value) / (2 * h);
  const byScale = Math.abs(F(time, s * (1 + NUDGE)).value - F(time, s * (1 - NUDGE)).value) / (2 * NUDGE);
  const speed = Math.abs(p.alphaDot * p.sigma - p.alpha * p.sigmaDot);
  const dt = time * (1 - log(time)) + (p.alpha * p.sigma) / speed;
  const ds = 1 + Math.max(Math.abs(p.sigmaDot / p.sigma), Math.abs(p.alphaDot / p.alpha)) * dt;
  const sizes = F(time, s).size + direct.size * (1 + direct.exponent);
  return {
    residual: Math.abs(found - direct.u),
    bound: ROUNDINGS * precision * (sizes + byTime * dt + byScale * ds),
    why: 'the roundings of t and s, by measured sensitivity, and of what both fields add up',
    detail: `changed: ${found}, direct: ${direct.u}`,
  };
}
