/**
 * α̇ = dα/dt, σ̇ = dσ/dt, σσ̇ = ½ dσ²/dt, against α and σ alone: at a time, and over an interval.
 *
 * Every other formula takes α̇ and σ̇ on trust: with wrong ones the algebra of a marginal field stays consistent, and the field is
 * that of another path. At t: extrapolated differences; bound: their error estimate, and rounding (schedules/measured-derivative.ts).
 * From a to b: α(b) − α(a) = ∫ α̇ dt, so that a mistake in a narrow window of time is met by every interval around it; bound: the difference
 * of two quadratures (smoothness.ts), 16 roundings of M twice, the largest of |α| at 0, ½ and 1, and 16 of ∫|α̇|. What a quadrature overlooks, α finds
 * (change-over.ts): a steep transition is judged, or refuses the schedule.
 *
 * Noise. √(1 − α²) near t = 1 is right, and off by more than 16 roundings of M. So both functions are also looked at where they are compared, at
 * twenty-one neighbours (continuity/noise.ts): 6 standard deviations of what these scatter by count where they are more, for values of α, and are added
 * for α̇. A mistake is the same at all neighbours, and adds nothing.
 *
 * Before any case, the given derivatives are searched for jumps over all of [0.001, 0.999]: a kink there refuses the schedule, naming
 * t, although no random time may ever hit it. Where α has a kink and α̇ does not know it, the interval around it is violated.
 * Not seen: what happens at the ends, where derivatives may be infinite (schedule-boundary), and at a single time alone.
 * Source of the extrapolation: Ridders, Accurate computation of F′(x) and F″(x) (1982).
 */

import { measuredDerivative, ROUNDINGS, sizeOf } from '../../schedules/measured-derivative.ts';
import { type TimeSpan, timeSpans } from '../arbitraries/times.ts';
import { givenFinite, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import type { ScheduleSubject } from '../core/subjects.ts';
import { changeOver } from './change-over.ts';
import { ownNoise } from './own-noise.ts';
import { roughTime } from './smoothness.ts';

/** A time, or with `until` the interval from t to there. */
export type ScheduleTime = TimeSpan;

/** A function of the schedule, and its derivative as given. */
interface Pair {
  readonly name: string;
  readonly primitive: string;
  readonly f: (t: number) => number;
  readonly given: (t: number) => number;
}

const [FIRST, LAST] = [0.001, 0.999];

/**
 * The law of a schedule's derivatives.
 *
 * ```ts
 * import { condOT } from 'flowproof';
 * import { scheduleDerivatives } from 'flowproof/laws';
 * console.log(scheduleDerivatives(condOT).check().status); // holds
 * const wrong = scheduleDerivatives({ ...condOT, sigmaDot: () => 1 }).check();
 * console.log(wrong.status, wrong.counterexample?.words); // violated t = 0.25
 * ```
 */
export const scheduleDerivatives: Law<ScheduleSubject, ScheduleTime> = defineLaw({
  id: 'schedule-derivatives',
  number: 2,
  title: 'α̇ = dα/dt, σ̇ = dσ/dt, σσ̇ = ½ dσ²/dt',
  kind: 'schedule',
  assumes: ['α and σ are smooth inside (0, 1)'],
  export: 'scheduleDerivatives',
  runs: 32,
  refuses(schedule) {
    for (const name of ['alpha', 'sigma', 'alphaDot', 'sigmaDot']) requireFunction(schedule, name);
    for (const { name, given } of pairsOf(schedule)) {
      const t = roughTime(given, FIRST, LAST);
      if (t !== null) return `${name} jumps or is infinite near t = ${t}: there is no derivative there`;
    }
    return null;
  },
  cases: timeSpans,
  words: ({ t, until }) => (until === undefined ? `t = ${t}` : `from t = ${t} to ${until}`),
  picture: () => ({ t: [0.002, 0.998], caseAt: (t) => ({ t }) }),
  measure: (schedule, { t, until }) =>
    worstOf(
      pairsOf(schedule).map((pair) =>
        until === undefined ? compare(pair, t) : compareMeans(pair, t, until),
      ),
    ),
});

function pairsOf(schedule: ScheduleSubject): Pair[] {
  const call =
    (name: 'alpha' | 'sigma' | 'alphaDot' | 'sigmaDot' | 'sigmaSigmaDot') =>
    (t: number): number =>
      givenFinite(`${name}(${t})`, schedule[name]!(t));
  const sigma = call('sigma');
  const pairs: Pair[] = [
    { name: 'α̇', primitive: 'α', f: call('alpha'), given: call('alphaDot') },
    { name: 'σ̇', primitive: 'σ', f: sigma, given: call('sigmaDot') },
  ];
  if (schedule.sigmaSigmaDot !== undefined) {
    requireFunction(schedule, 'sigmaSigmaDot');
    const f = (t: number): number => 0.5 * sigma(t) * sigma(t);
    pairs.push({ name: 'σσ̇', primitive: '½σ²', f, given: call('sigmaSigmaDot') });
  }
  return pairs;
}

/** A difference of which less than this share is certain says nothing: the function is not smooth here. */
const COARSE = 1e-3;

function compare({ name, f, given }: Pair, t: number): Measurement {
  const stated = given(t);
  const { value, error } = measuredDerivative(f, t, stated, ownNoise(f, t));
  if (!(error <= COARSE * Math.max(1, Math.abs(value)))) {
    throw new CannotJudge(
      `the function whose derivative is ${name} is not smooth near t = ${t}: ${value} ± ${error}`,
    );
  }
  return {
    residual: Math.abs(stated - value),
    bound: error + ownNoise(given, t),
    why: 'error estimate of extrapolated differences, and the noise of both functions, at least 16 roundings',
    detail: `${name}(${t}) is given as ${stated} and measured as ${value}`,
  };
}

function compareMeans({ name, primitive, f, given }: Pair, from: number, to: number): Measurement {
  const ends = 2 * ROUNDINGS * sizeOf(f) + ownNoise(f, from) + ownNoise(f, to);
  const rounding = (integralSize: number): number => ends + ROUNDINGS * integralSize;
  const found = changeOver(f, given, from, to, rounding);
  if (found.rough !== undefined) {
    throw new CannotJudge(`${primitive} or ${name} jumps or is infinite near t = ${found.rough}`);
  }
  return {
    residual: Math.abs(found.change - found.integral),
    bound: found.error + rounding(found.size),
    why: `difference of two quadratures, 16 roundings of the largest ${primitive}, twice, and of ∫|${name}|, or ${primitive}'s own noise`,
    detail: `${primitive} changes by ${found.change} from t = ${from} to ${to}, and the integral of ${name} is ${found.integral}`,
  };
}
