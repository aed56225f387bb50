/**
 * α̇ = dα/dt, σ̇ = dσ/dt, σσ̇ = ½ dσ²/dt, against differences of α and σ alone.
 *
 * Every other formula takes α̇ and σ̇ on trust: with wrong ones the algebra of a marginal field stays consistent, and the field is
 * that of another path. Bound: the error estimate of the extrapolation, plus 2δ/h for rounding in differences of step h
 * (schedules/measured-derivative.ts). Interior times only: at an end a derivative may be infinite.
 */
import { measuredDerivative } from '../../schedules/measured-derivative.ts';
import { times } from '../arbitraries/times.ts';
import { givenFinite, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import type { ScheduleSubject } from '../core/subjects.ts';

/** Where the derivatives are compared. */
export interface ScheduleTime {
  readonly t: number;
}

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
  runs: 40,
  refuses(schedule) {
    for (const name of ['alpha', 'sigma', 'alphaDot', 'sigmaDot']) requireFunction(schedule, name);
    return null;
  },
  cases: () => times().map((t) => ({ t })),
  words: ({ t }) => `t = ${t}`,
  picture: () => ({ t: [0.002, 0.998], caseAt: (t) => ({ t }) }),
  measure(schedule, { t }) {
    const alpha = (s: number): number => givenFinite(`alpha(${s})`, schedule.alpha(s));
    const sigma = (s: number): number => givenFinite(`sigma(${s})`, schedule.sigma(s));
    const found = [
      compare('α̇', t, alpha, givenFinite(`alphaDot(${t})`, schedule.alphaDot(t))),
      compare('σ̇', t, sigma, givenFinite(`sigmaDot(${t})`, schedule.sigmaDot(t))),
    ];
    if (schedule.sigmaSigmaDot) {
      const given = givenFinite(`sigmaSigmaDot(${t})`, schedule.sigmaSigmaDot(t));
      found.push(compare('σσ̇', t, (s) => 0.5 * sigma(s) * sigma(s), given));
    }
    return worstOf(found);
  },
});

/** A difference of which less than this share is certain says nothing: the function is not smooth here. */
const COARSE = 1e-3;

function compare(name: string, t: number, f: (t: number) => number, given: number): Measurement {
  const { value, error } = measuredDerivative(f, t, given);
  if (!(error <= COARSE * Math.max(1, Math.abs(value)))) {
    throw new CannotJudge(
      `the function whose derivative is ${name} is not smooth near t = ${t}: ${value} ± ${error}`,
    );
  }
  return {
    residual: Math.abs(given - value),
    bound: error,
    why: 'error estimate of extrapolated differences, and their rounding',
    detail: `${name}(${t}) is given as ${given} and measured as ${value}`,
  };
}
