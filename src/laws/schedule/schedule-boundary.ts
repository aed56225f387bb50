/**
 * α(0), σ(0), α(1), σ(1) are what the schedule says they are, and α and σ come to them.
 *
 * A schedule that states nothing must have 0, 1 and 1, 0, to the last bit: then p₀ is the source and p₁ the target. One that misses
 * them on purpose states by how much, in `ends` or through the parameters of its `spec` (stated-ends.ts): VP starts from
 * e^(−T(0)/2) X₁ + √(1 − e^(−T(0))) X₀, VE from X₁ + σ_max X₀. The defect is then measured, and held to the statement.
 *
 * Bound. A stated 0 or 1 is met exactly: 0. Any other value v is that of a function of the parameters: 16 roundings of v, and those
 * of the exponent where v = eˣ, which is relative to v what they are to x = ln v. A jump next to an end: end-limits.ts.
 * Not seen: what α and σ do inside (0, 1). Source: Lipman et al., Flow Matching Guide and Code (2024), section 4.7.
 */

import fc from 'fast-check';
import { log } from '../../math/index.ts';
import { givenFinite, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import type { BoundaryValues, ScheduleSubject } from '../core/subjects.ts';
import { endLimit } from './end-limits.ts';
import { statedEnds } from './stated-ends.ts';

/** One of the two ends. */
export interface ScheduleEnd {
  readonly t: 0 | 1;
}

/**
 * The law of a schedule's ends.
 *
 * ```ts
 * import { vp } from 'flowproof';
 * import { scheduleBoundary } from 'flowproof/laws';
 * console.log(scheduleBoundary(vp()).check().status); // holds
 * const foreign = { alpha: (t: number) => t, sigma: (t: number) => 1.001 - t, alphaDot: () => 1, sigmaDot: () => -1 };
 * console.log(scheduleBoundary(foreign).check().status); // violated
 * const ends = { alpha0: 0, sigma0: 1.001, alpha1: 1, sigma1: 1.001 - 1 };
 * console.log(scheduleBoundary({ ...foreign, ends }).check().status); // holds
 * ```
 */
export const scheduleBoundary: Law<ScheduleSubject, ScheduleEnd> = defineLaw({
  id: 'schedule-boundary',
  number: 1,
  title: 'α(0) = 0, σ(0) = 1, α(1) = 1, σ(1) = 0, or the stated defects',
  kind: 'schedule',
  assumes: ['α and σ are finite at both ends, and come to their values there like a power of the distance'],
  export: 'scheduleBoundary',
  runs: 8,
  refuses(schedule) {
    for (const name of ['alpha', 'sigma']) requireFunction(schedule, name);
    statedEnds(schedule);
    return null;
  },
  cases: () => fc.constantFrom<ScheduleEnd>({ t: 0 }, { t: 1 }),
  words: ({ t }) => `t = ${t}`,
  measure(schedule, { t }) {
    const alpha = (s: number): number => givenFinite(`alpha(${s})`, schedule.alpha(s));
    const sigma = (s: number): number => givenFinite(`sigma(${s})`, schedule.sigma(s));
    const stated = statedEnds(schedule);
    const rounding = (values: readonly number[]): number => 16 * EPSILON * Math.max(...values.map(Math.abs));
    const defects = statement(stated, t);
    return worstOf([
      meets('α', t, alpha(t), t === 0 ? stated.alpha0 : stated.alpha1),
      meets('σ', t, sigma(t), t === 0 ? stated.sigma0 : stated.sigma1),
      ...[endLimit('α', alpha, t, rounding), endLimit('σ', sigma, t, rounding)].map((limit) => ({
        ...limit,
        detail: `${limit.detail}; ${defects}`,
      })),
    ]);
  },
});

/** What the schedule says of this end. */
function statement({ alpha0, sigma0, alpha1, sigma1 }: BoundaryValues, t: 0 | 1): string {
  const [alpha, sigma] = t === 0 ? [alpha0, sigma0] : [alpha1, sigma1];
  const exact = t === 0 ? alpha === 0 && sigma === 1 : alpha === 1 && sigma === 0;
  if (exact) return t === 0 ? 'it starts at the source' : 'it ends at the target';
  return `stated: it ${t === 0 ? 'starts from' : 'ends at'} ${alpha} X₁ + ${sigma} X₀`;
}

function meets(name: string, t: number, value: number, stated: number): Measurement {
  const exact = stated === 0 || Math.abs(stated) === 1;
  return {
    residual: Math.abs(value - stated),
    bound: exact ? 0 : EPSILON * (16 + 4 * Math.abs(log(Math.abs(stated)))) * Math.abs(stated),
    why: exact
      ? `${name}(${t}) = ${stated} is stated, and must be met exactly`
      : 'roundings of the stated value and of its logarithm',
    detail: `${name}(${t}) is ${value}, and stated as ${stated}`,
  };
}
