/**
 * Every conversion among x₁, ε, u, s, v on a known triple: with x = αx₁ + σx₀ and the prediction of one made from (x₁, x₀), the
 * answer is the other one made from (x₁, x₀), and converting back returns what was given.
 *
 * Bound. Let |q| stand for |q₁x₁| + |q₀x₀|, the magnitudes that quantity q adds up. Input x and prediction f carry roundings of
 * |x| and |f|, which A and B carry on; a determinant that cancels is a rounded (α, σ) or (f₁, f₀), which does the same; the answer
 * carries its own. So the error is at most k·2⁻⁵³(|g| + |A||x| + |B||f|), the componentwise condition of the 2 × 2 system, with k = 12 in
 * the terms of x and f: three roundings of the input (product, sum, a division by σ), two of each determinant, one of their quotient, two of a unit such
 * as 1/σ or of σσ̇, one of the product and one of the sum; the term of g has fewer. Back again: the first error times |B| of the
 * way back, and the second's own.
 *
 * Poles, at t = 0 and 1: where the coefficients are unbounded the answer must be an error, and neither numbers nor NaN; where they have
 * a limit only, either will do. Blind to: a schedule whose α̇ is not the derivative of α (schedule-derivatives sees that).
 * Sources: Lipman et al., Flow Matching Guide and Code (2024), table 1; Higham, Accuracy and Stability (2002), section 7.2.
 */

import { ObjectError, show } from '../../errors.ts';
import type { Parametrization } from '../../paths/index.ts';
import { vectors } from '../arbitraries/points.ts';
import { times } from '../arbitraries/times.ts';
import { givenArray, requireFunction } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import type { Measurement } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { pointAt, type Relation, relation, rowOf, type SchedulePoint, unitOf } from './linear-relations.ts';
import { PARAMETRIZATIONS, type ParametrizationSubject } from './parametrization.ts';
import { requirePole } from './pole-error.ts';

/** A time and the two ends of a path, coordinate by coordinate. */
export interface ConversionCase {
  readonly t: number;
  readonly x1: readonly number[];
  readonly x0: readonly number[];
}

/**
 * The law of conversions.
 *
 * ```ts
 * import { condOT } from 'flowproof';
 * import { conversions } from 'flowproof/laws';
 * // x₁ = x + (1 − t) u, and back, for α = t, σ = 1 − t.
 * const own = {
 *   schedule: condOT,
 *   parametrizations: ['x1', 'velocity'] as const,
 *   convert(from: string, _to: string, t: number, x: Float64Array, f: Float64Array, out: Float64Array) {
 *     if (from === 'x1' && t === 1) throw new Error('at t = 1 x₁ does not determine the velocity');
 *     for (let i = 0; i < x.length; i++) {
 *       out[i] = from === 'velocity' ? x[i]! + (1 - t) * f[i]! : (f[i]! - x[i]!) / (1 - t);
 *     }
 *   },
 * };
 * console.log(conversions(own).check().status); // holds
 * ```
 */
export const conversions: Law<ParametrizationSubject, ConversionCase> = defineLaw({
  id: 'conversions',
  number: 7,
  title: 'x₁, ε, u, s, v from one another on a known triple, there and back; errors at the poles',
  kind: 'parametrization',
  assumes: ['α and σ with α̇ and σ̇, in [0, 1]', 'poles that grow faster than the fourth root of the distance'],
  export: 'conversions',
  runs: 40,
  refuses(subject) {
    if (typeof subject?.convert !== 'function') return 'it has no convert(from, to, t, x, prediction, out)';
    for (const name of ['alpha', 'sigma', 'alphaDot', 'sigmaDot']) requireFunction(subject.schedule, name);
    if (namesOf(subject).length < 2) return 'it knows fewer than two parametrizations';
    return null;
  },
  cases: () => {
    const ends = vectors(2, 3);
    return times({ margin: 0 }).chain((t) => ends.chain((x1) => ends.map((x0) => ({ t, x1, x0 }))));
  },
  words: ({ t, x1, x0 }) => `t = ${t}, x₁ = [${x1.join(', ')}], x₀ = [${x0.join(', ')}]`,
  picture: () => ({ t: [0.002, 0.998], caseAt: (t) => ({ t, x1: [1], x0: [-0.6] }) }),
  measure(subject, at) {
    const names = namesOf(subject);
    const worst = new Worst();
    for (const from of names) {
      for (const to of names) if (from !== to) convertOnce(subject, at, from, to, worst);
    }
    return worst.measurement();
  },
});

function namesOf(subject: ParametrizationSubject): readonly Parametrization[] {
  const names = subject.parametrizations ?? PARAMETRIZATIONS;
  for (const name of names) {
    if (!PARAMETRIZATIONS.includes(name)) {
      throw new ObjectError({
        argument: 'parametrizations',
        expected: PARAMETRIZATIONS.join(', '),
        received: show(name),
      });
    }
  }
  return names;
}

/** k·2⁻⁵³ as a multiple of ε = 2⁻⁵². */
const ROUNDINGS = 6;

/** A triple at one time: each quantity, and the magnitudes that it adds up. */
interface Triple {
  readonly point: SchedulePoint;
  readonly value: (name: Parametrization | 'x', i: number) => number;
  readonly size: (name: Parametrization | 'x', i: number) => number;
}

/** 0·∞ = 0: an end that is not there does not move, whatever σ̇ is. */
const times0 = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : a * b);

function tripleOf(point: SchedulePoint, x1: readonly number[], x0: readonly number[]): Triple {
  const unit = (name: Parametrization | 'x'): number => (name === 'x' ? 1 : unitOf(point, name));
  return {
    point,
    value: (name, i) => {
      const [q1, q0] = rowOf(point, name);
      return times0(times0(q1, x1[i]!) + times0(q0, x0[i]!), unit(name));
    },
    size: (name, i) => {
      const [q1, q0] = rowOf(point, name);
      return times0(Math.abs(times0(q1, x1[i]!)) + Math.abs(times0(q0, x0[i]!)), unit(name));
    },
  };
}

function convertOnce(
  subject: ParametrizationSubject,
  { t, x1, x0 }: ConversionCase,
  from: Parametrization,
  to: Parametrization,
  worst: Worst,
): void {
  const { schedule } = subject;
  const precision = precisionOf(subject);
  const there = relation(schedule, t, from, to);
  const point = pointAt(schedule, t);
  // A finite score at σ = 0, and a finite velocity where σ̇ = −∞, belong to x₀ = 0.
  const still =
    (from === 'score' && point.sigma === 0) || (from === 'velocity' && !Number.isFinite(point.sigmaDot));
  const triple = tripleOf(point, x1, still ? x0.map(() => 0) : x0);
  const n = x1.length;
  const x = Float64Array.from({ length: n }, (_, i) => triple.value('x', i));
  const given = Float64Array.from({ length: n }, (_, i) => triple.value(from, i));
  if (there.kind !== 'regular') {
    const answer = answerAtPole(subject, from, to, t, x, there.kind === 'pole' ? given.fill(1) : given);
    if (answer === null || (there.kind === 'removable' && !given.every(Number.isFinite))) return;
    if (there.kind === 'pole') {
      worst.add(1, 0, `${from} → ${to} has a pole at t = ${t}, and the answer was [${answer.join(', ')}]`);
      return;
    }
    compare(answer, to, there);
    return;
  }
  const call = `convert('${from}', '${to}', ${t}, …)`;
  const answer = givenArray(call, n, (out) => subject.convert(from, to, t, x, given, out));
  const bounds = compare(answer, to, there);
  const back = relation(schedule, t, to, from);
  if (back.kind !== 'regular') return;
  const callBack = `convert('${to}', '${from}', ${t}, …)`;
  const again = givenArray(callBack, n, (out) => subject.convert(to, from, t, x, answer, out));
  for (let i = 0; i < n; i++) {
    const own = ROUNDINGS * precision * conditionOf(triple, i, to, from, back);
    worst.add(
      Math.abs(again[i]! - given[i]!),
      own + Math.abs(back.B) * bounds[i]!,
      `${from} → ${to} → ${from} turns ${given[i]} into ${again[i]}`,
    );
  }

  /** Adds the comparison of an answer with the truth; returns the bounds. */
  function compare(found: Float64Array, name: Parametrization, coefficients: Relation): number[] {
    return Array.from(found, (value, i) => {
      const right = triple.value(name, i);
      const bound = ROUNDINGS * precision * conditionOf(triple, i, from, name, coefficients);
      worst.add(Math.abs(value - right), bound, `${from} → ${name} gives ${value}, and ${name} is ${right}`);
      return bound;
    });
  }
}

/** |g| + |A||x| + |B||f|. */
function conditionOf(
  triple: Triple,
  i: number,
  from: Parametrization,
  to: Parametrization,
  { A, B }: Relation,
): number {
  return triple.size(to, i) + Math.abs(A) * triple.size('x', i) + Math.abs(B) * triple.size(from, i);
}

/** What the object answers where it may throw; null when it throws an error that is meant as one. */
function answerAtPole(
  subject: ParametrizationSubject,
  from: Parametrization,
  to: Parametrization,
  t: number,
  x: Float64Array,
  given: Float64Array,
): Float64Array | null {
  const out = new Float64Array(x.length).fill(Number.NaN);
  try {
    subject.convert(from, to, t, x, given, out);
  } catch (error) {
    requirePole(error);
    return null;
  }
  return out;
}

/** The worst comparison so far; a NaN is the worst of all. */
class Worst {
  private residual = 0;
  private bound = 0;
  private ratio = -1;
  private detail = '';

  add(residual: number, bound: number, detail: string): void {
    const ratio = residual === 0 ? 0 : residual / bound;
    if (ratio <= this.ratio || Number.isNaN(this.ratio)) return;
    this.residual = residual;
    this.bound = bound;
    this.ratio = ratio;
    this.detail = detail;
  }

  measurement(): Measurement {
    const { residual, bound, detail } = this;
    const why = 'the roundings of inputs, coefficients and answer, by the condition of the 2 × 2 system';
    return detail === '' ? { residual, bound, why } : { residual, bound, why, detail };
  }
}
