/**
 * snr = α/σ, logSnr = ln(α²/σ²), both increasing, and their inverses take them back to t.
 *
 * Bounds come from the conditioning L = d ln ρ/dt, measured from α/σ: a formula is right when its value is that of a time moved by
 * 4 roundings (of 2⁻⁵²), up to 8 of its own. So ln ρ may be off by r = (8 + 4|L|) 2⁻⁵², and λ = 2 ln ρ by 2r and 4|λ| 2⁻⁵². An
 * inverse turns an error of ln ρ into one of t by 1/|L| and adds 8 roundings; a level ρ that is 0, ∞ or a rounded number is the same level for
 * both. Where ln ρ or the inverse scatters by more among twenty-one neighbouring times (own-noise.ts), 6 standard deviations of that count
 * instead: √(1 − 1/(1 + ρ²)) is right, and loses digits where ρ is small. Where L is so small that t is not determined to 10⁻³, the law refuses the time.
 *
 * At the ends ρ may be 0 and ∞ and λ ±∞: these are met exactly, and inverted exactly.
 * Not seen: levels that no time in [0, 1] has. Source: Kingma et al., Variational Diffusion Models (2021), section 3.1, for λ.
 */

import fc from 'fast-check';
import { log } from '../../math/index.ts';
import { times } from '../arbitraries/times.ts';
import { givenFinite, givenNumber, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import type { ScheduleSubject } from '../core/subjects.ts';
import { ownNoise } from './own-noise.ts';

/** A time, and a later one for the order of the levels. */
export interface LevelTimes {
  readonly t: number;
  readonly later: number;
}

const MEMBERS = ['snr', 'snrInverse', 'logSnr', 'logSnrInverse'] as const;

/**
 * The law of a schedule's signal-to-noise ratio and its inverses.
 *
 * ```ts
 * import { cosine } from 'flowproof';
 * import { scheduleInverses } from 'flowproof/laws';
 * console.log(scheduleInverses(cosine).check().status); // holds
 * const wrong = { ...cosine, snrInverse: (rho: number) => cosine.snrInverse(rho * rho) };
 * console.log(scheduleInverses(wrong).check().status); // violated
 * ```
 */
export const scheduleInverses: Law<ScheduleSubject, LevelTimes> = defineLaw({
  id: 'schedule-inverses',
  number: 2,
  title: 'ρ = α/σ and λ = ln(α²/σ²) increase, and t = ρ⁻¹(ρ(t)) = λ⁻¹(λ(t))',
  kind: 'schedule',
  assumes: ['α/σ increases on [0, 1]'],
  export: 'scheduleInverses',
  runs: 40,
  refuses(schedule) {
    for (const name of ['alpha', 'sigma']) requireFunction(schedule, name);
    const given = MEMBERS.filter((name) => schedule[name] !== undefined);
    for (const name of given) requireFunction(schedule, name);
    return given.length > 0 ? null : `it has none of ${MEMBERS.join(', ')}`;
  },
  cases: () =>
    fc.oneof(
      { withCrossShrink: true },
      {
        weight: 5,
        arbitrary: fc
          .tuple(times(), times())
          .filter(([s, t]) => s !== t)
          .map(([s, t]) => ({ t: Math.min(s, t), later: Math.max(s, t) })),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom({ t: 0, later: 1 }, { t: 1, later: 1 }, { t: 0, later: 0.25 }),
      },
    ),
  words: ({ t, later }) => `t = ${t}, and ${later} after it`,
  picture: () => ({ t: [0.002, 0.998], caseAt: (t) => ({ t, later: 0.999 }) }),
  measure(schedule, { t, later }) {
    const here = levelAt(schedule, t);
    return worstOf([
      ...levels(schedule, here),
      ...inverses(schedule, here),
      order(here, levelAt(schedule, later)),
    ]);
  },
});

/** A time and its level as α and σ say it. */
interface Level {
  readonly t: number;
  readonly rho: number;
  /** ln ρ. */
  readonly logRho: number;
  /** |d ln ρ/dt|. */
  readonly slope: number;
  /** What ln ρ may be off by. */
  readonly error: number;
}

function ratio(schedule: ScheduleSubject, t: number): number {
  const alpha = givenFinite(`alpha(${t})`, schedule.alpha(t));
  return givenNumber(`alpha(${t}) / sigma(${t})`, alpha / givenFinite(`sigma(${t})`, schedule.sigma(t)));
}

function levelAt(schedule: ScheduleSubject, t: number): Level {
  const rho = ratio(schedule, t);
  if (!(rho >= 0)) throw new CannotJudge(`α/σ = ${rho} at t = ${t}: the logarithm needs α/σ ≥ 0`);
  // A difference over a distance in which ln ρ stays as steep as at t, up to a factor of 2; one-sided at an end.
  const step = t > 0 && t < 1 ? Math.min(t, 1 - t) / 8 : 1 / 64;
  const [before, after] = [Math.max(t - step, 0), Math.min(t + step, 1)];
  const rise = log(ratio(schedule, after)) - log(ratio(schedule, before));
  const slope = Math.abs(rise) / (after - before);
  const scatter = ownNoise((s) => log(ratio(schedule, s)), t);
  return { t, rho, logRho: log(rho), slope, error: Math.max(EPSILON * (8 + 4 * slope), scatter) };
}

/** snr and logSnr against α/σ. */
function levels(schedule: ScheduleSubject, { t, rho, logRho, error }: Level): Measurement[] {
  const why = 'roundings of the time and of the value, carried by d ln(α/σ)/dt';
  const found: Measurement[] = [];
  const infinite = rho === 0 || rho === Infinity;
  const compare = (name: string, given: number, right: number, bound: number): void => {
    found.push({
      residual: given === right ? 0 : Math.abs(given - right),
      bound: infinite ? 0 : bound,
      why: infinite ? `${right} is met exactly` : why,
      detail: `${name}(${t}) is given as ${given}, and α and σ make it ${right}`,
    });
  };
  if (schedule.snr) compare('snr', givenNumber(`snr(${t})`, schedule.snr(t)), rho, error * rho);
  if (schedule.logSnr) {
    const lambda = givenNumber(`logSnr(${t})`, schedule.logSnr(t));
    compare('logSnr', lambda, 2 * logRho, 2 * error + 8 * EPSILON * Math.abs(logRho));
  }
  return found;
}

/** The inverses at the levels that α and σ have. */
function inverses(schedule: ScheduleSubject, { t, rho, logRho, slope, error }: Level): Measurement[] {
  const infinite = rho === 0 || rho === Infinity;
  const found: Measurement[] = [];
  const compare = (
    name: 'snrInverse' | 'logSnrInverse',
    levelOf: (time: number) => number,
    logError: number,
  ): void => {
    const level = levelOf(t);
    const inverse = (at: number): number => givenFinite(`${name}(${at})`, schedule[name]!(at));
    const given = inverse(level);
    const scatter = ownNoise((time) => inverse(levelOf(time)) - time, t);
    const bound = infinite ? 0 : Math.max(logError / slope + 8 * EPSILON, scatter);
    if (!(bound <= 1e-3))
      throw new CannotJudge(`α/σ hardly changes near t = ${t}: no time belongs to a level`);
    found.push({
      residual: Math.abs(given - t),
      bound,
      why: infinite ? 'an end is met exactly' : 'roundings or noise of level and inverse, by d ln(α/σ)/dt',
      detail: `${name}(${level}) is given as ${given}, and t is ${t}`,
    });
  };
  // The level given is the object's own, so that one at an end of the range is not out of the domain by a rounding.
  if (schedule.snrInverse) {
    const own = (time: number): number =>
      schedule.snr ? givenNumber(`snr(${time})`, schedule.snr(time)) : ratio(schedule, time);
    compare('snrInverse', own, error);
  }
  if (schedule.logSnrInverse) {
    const own = (time: number): number =>
      schedule.logSnr
        ? givenNumber(`logSnr(${time})`, schedule.logSnr(time))
        : 2 * log(ratio(schedule, time));
    compare('logSnrInverse', own, infinite ? 0 : error + 4 * EPSILON * Math.abs(logRho));
  }
  return found;
}

function order(earlier: Level, later: Level): Measurement {
  const fall = earlier.rho <= later.rho ? 0 : earlier.logRho - later.logRho;
  return {
    residual: fall,
    bound: earlier.error + later.error,
    why: 'roundings of both levels',
    detail: `α/σ is ${earlier.rho} at t = ${earlier.t}, and ${later.rho} at t = ${later.t}`,
  };
}
