/** Mistakes in one kind of schedule. */
import type { ScheduleSpec } from '../../schedules/index.ts';
import { cos, exp, sin } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  exact,
  multiply,
  negate,
  square,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { type Formula, instead, type Replacement } from '../formula.ts';
import {
  alpha,
  alphaDot,
  back,
  power,
  quarterTurn,
  sigma,
  sigmaDot,
  veLogRatio,
  vpExponent,
  vpRate,
} from '../formulas/schedules.ts';
import { vpTimeOfExponent } from '../formulas/snr.ts';
import type { Mistake } from './mistake.ts';
import { onCoefficients, onCoefficientsAndSlopes, onPreservedVariance, onSlopes } from './reach.ts';

type Kind = ScheduleSpec['kind'];
type OfKind<K extends Kind> = Extract<ScheduleSpec, { kind: K }>;
type Coefficient = Formula<[schedule: ScheduleSpec, t: Tracked], Tracked>;

/** A wrong coefficient for schedules of one kind, the right one for the others. */
function only<K extends Kind>(
  kind: K,
  coefficient: Coefficient,
  wrong: (schedule: OfKind<K>, t: Tracked, right: (schedule: ScheduleSpec, t: Tracked) => Tracked) => Tracked,
): Replacement {
  return instead(coefficient, (right, schedule, t) =>
    schedule.kind === kind ? wrong(schedule as OfKind<K>, t, right) : right(schedule, t),
  );
}

export const scheduleKindMistakes: readonly Mistake[] = [
  {
    id: 'schedule.vp-half-missing',
    title: 'the integral of the linear rate β without its ½',
    right: 'T = ½ s² (β_max − β_min) + s β_min',
    wrong: 'T = s² (β_max − β_min) + s β_min',
    looksLike:
      'too much noise at every time but t = 1; α(0) is e^(−10) instead of e^(−5); the derivatives no longer fit',
    operations: onPreservedVariance,
    replace: [
      instead(vpExponent, (_, betaMin, betaMax, t) =>
        multiply(back(t), add(multiply(back(t), constant(betaMax - betaMin)), constant(betaMin))),
      ),
    ],
  },
  {
    id: 'schedule.vp-rates-swapped',
    title: 'β_min and β_max are exchanged',
    right: 'β = β_min + s (β_max − β_min)',
    wrong: 'β = β_max + s (β_min − β_max)',
    looksLike: 'right at both ends, as T(0) and T(1) are the same; noise vanishes only just before t = 1',
    operations: onCoefficientsAndSlopes,
    replace: [
      instead(vpExponent, (right, betaMin, betaMax, t) => right(betaMax, betaMin, t)),
      instead(vpRate, (right, betaMin, betaMax, t) => right(betaMax, betaMin, t)),
      instead(vpTimeOfExponent, (right, betaMin, betaMax, exponent) => right(betaMax, betaMin, exponent)),
    ],
  },
  {
    id: 'schedule.vp-alpha-without-half',
    title: 'ᾱ = α², the product of a discrete diffusion, is taken for α',
    right: 'α = e^(−T/2)',
    wrong: 'α = e^(−T)',
    looksLike: 'α² + σ² < 1: samples shrink halfway; right at t = 1',
    operations: onPreservedVariance,
    replace: [only('vp', alpha, ({ betaMin, betaMax }, t) => exp(negate(vpExponent(betaMin, betaMax, t))))],
  },
  {
    id: 'schedule.vp-variance-for-deviation',
    title: 'the variance 1 − e^(−T) is taken for σ',
    right: 'σ = √(1 − e^(−T))',
    wrong: 'σ = 1 − e^(−T)',
    looksLike: 'too little noise near the data, right at the source, where σ is 1',
    operations: onCoefficientsAndSlopes,
    replace: [only('vp', sigma, (schedule, t, right) => square(right(schedule, t)))],
  },
  {
    id: 'schedule.vp-slope-doubled',
    title: 'the ½ of d√y = ½ dy/√y is lost in σ̇',
    right: 'σ̇ = −½ β e^(−T)/σ',
    wrong: 'σ̇ = −β e^(−T)/σ',
    looksLike: 'σ̇ is twice what it should be, α̇ right; samples are over-denoised',
    operations: onSlopes,
    replace: [only('vp', sigmaDot, (schedule, t, right) => multiply(exact(2), right(schedule, t)))],
  },
  {
    id: 'schedule.vp-slopes-in-diffusion-time',
    title: "derivatives with respect to the diffusion's time s = 1 − t",
    right: 'α̇ = ½ β α,  σ̇ = −½ β e^(−T)/σ',
    wrong: 'α̇ = −½ β α,  σ̇ = ½ β e^(−T)/σ',
    looksLike: 'α and σ are right and every velocity has the wrong sign: samples run away from the data',
    operations: onSlopes,
    replace: [
      only('vp', alphaDot, (schedule, t, right) => negate(right(schedule, t))),
      only('vp', sigmaDot, (schedule, t, right) => negate(right(schedule, t))),
    ],
  },
  {
    id: 'schedule.linear-vp-straight-noise',
    title: 'σ of the straight schedule under the name of the variance preserving one',
    right: 'σ = √(1 − t²),  σ̇ = −t/σ',
    wrong: 'σ = 1 − t,  σ̇ = −1',
    looksLike: 'right at both ends; α² + σ² is ½ at t = ½',
    operations: onCoefficientsAndSlopes,
    replace: [only('linear-vp', sigma, (_, t) => back(t)), only('linear-vp', sigmaDot, () => exact(-1))],
  },
  {
    id: 'schedule.linear-vp-slope-over-variance',
    title: 'σ̇ is divided by σ² instead of σ',
    right: 'σ̇ = −t/√(1 − t²)',
    wrong: 'σ̇ = −t/(1 − t²)',
    looksLike: 'unseen near t = 0, explodes towards t = 1',
    operations: onSlopes,
    replace: [only('linear-vp', sigmaDot, (schedule, t) => negate(divide(t, square(sigma(schedule, t)))))],
  },
  {
    id: 'schedule.cosine-half-pi-missing',
    title: 'the inner derivative π/2 is lost',
    right: 'α̇ = (π/2) cos(πt/2),  σ̇ = −(π/2) sin(πt/2)',
    wrong: 'α̇ = cos(πt/2),  σ̇ = −sin(πt/2)',
    looksLike:
      'every velocity on this schedule is 2/π = 0.637 of the right one; integration stops short of the data',
    operations: onSlopes,
    replace: [
      only('cosine', alphaDot, (_, t) => cos(quarterTurn(t))),
      only('cosine', sigmaDot, (_, t) => negate(sin(quarterTurn(t)))),
    ],
  },
  {
    id: 'schedule.cosine-squared',
    title: 'the squares ᾱ = α² and 1 − ᾱ are taken for α and σ',
    right: 'α = sin(πt/2),  σ = cos(πt/2)',
    wrong: 'α = sin²(πt/2),  σ = cos²(πt/2)',
    looksLike: 'α + σ = 1 instead of α² + σ² = 1; right at both ends',
    operations: onCoefficients,
    replace: [
      only('cosine', alpha, (schedule, t, right) => square(right(schedule, t))),
      only('cosine', sigma, (schedule, t, right) => square(right(schedule, t))),
    ],
  },
  {
    id: 'schedule.ve-ends-swapped',
    title: 'noise grows with t, as in the time of the diffusion',
    right: 'σ = σ_min (σ_max/σ_min)^(1 − t)',
    wrong: 'σ = σ_min (σ_max/σ_min)^t',
    looksLike: 'data come out buried in noise of size σ_max; right at t = ½ only',
    operations: onCoefficientsAndSlopes,
    replace: [
      only('ve', sigma, (schedule, t, right) => right(schedule, back(t))),
      only('ve', sigmaDot, (schedule, t, right) => negate(right(schedule, t))),
    ],
  },
  {
    id: 'schedule.ve-logarithm-missing',
    title: 'a power is differentiated without the logarithm of its base',
    right: 'σ̇ = −ln(σ_max/σ_min) σ',
    wrong: 'σ̇ = −(σ_max/σ_min) σ',
    looksLike: 'σ̇ has the right sign and shape and is far too large',
    operations: onSlopes,
    replace: [
      only('ve', sigmaDot, (schedule, t) =>
        negate(
          multiply(divide(constant(schedule.sigmaMax), constant(schedule.sigmaMin)), sigma(schedule, t)),
        ),
      ),
    ],
  },
  {
    id: 'schedule.ve-slope-unscaled',
    title: 'the derivative of ln σ is taken for that of σ',
    right: 'σ̇ = −ln(σ_max/σ_min) σ',
    wrong: 'σ̇ = −ln(σ_max/σ_min)',
    looksLike: 'σ̇ is a constant; right only where σ = 1',
    operations: onSlopes,
    replace: [only('ve', sigmaDot, ({ sigmaMin, sigmaMax }) => negate(veLogRatio(sigmaMin, sigmaMax)))],
  },
  {
    id: 'schedule.ot-slope-of-cond-ot',
    title: 'σ_min is in σ but not in its derivative',
    right: 'σ̇ = −(1 − σ_min)',
    wrong: 'σ̇ = −1',
    looksLike: 'an error of σ_min x₀ in every velocity: small, and invisible with σ_min = 10⁻⁵',
    operations: onSlopes,
    replace: [only('ot', sigmaDot, () => exact(-1))],
  },
  {
    id: 'schedule.ot-sigma-min-added',
    title: 'σ_min is added to σ instead of being its end',
    right: 'σ = 1 − (1 − σ_min) t',
    wrong: 'σ = 1 − t + σ_min',
    looksLike: 'right at t = 1; σ(0) is 1 + σ_min, so the path does not start at the source',
    operations: onCoefficients,
    replace: [only('ot', sigma, ({ sigmaMin }, t) => add(back(t), constant(sigmaMin)))],
  },
  {
    id: 'schedule.polynomial-noise-power',
    title: 'σ is the power of 1 − t instead of 1 minus the power',
    right: 'σ = 1 − tⁿ,  σ̇ = −n tⁿ⁻¹',
    wrong: 'σ = (1 − t)ⁿ,  σ̇ = −n (1 − t)ⁿ⁻¹',
    looksLike: 'right at both ends and for n = 1; α + σ < 1 between',
    operations: onCoefficientsAndSlopes,
    replace: [
      only('polynomial', sigma, ({ n }, t) => power(back(t), n)),
      only('polynomial', sigmaDot, ({ n }, t) => negate(multiply(exact(n), power(back(t), n - 1)))),
    ],
  },
  {
    id: 'schedule.polynomial-exponent-kept',
    title: 'the exponent is not lowered in the derivative',
    right: 'α̇ = n tⁿ⁻¹ = −σ̇',
    wrong: 'α̇ = n tⁿ = −σ̇',
    looksLike: 'derivatives are t times the right ones: right at t = 1, lost near t = 0',
    operations: onSlopes,
    replace: [
      only('polynomial', alphaDot, (schedule, t, right) => multiply(t, right(schedule, t))),
      only('polynomial', sigmaDot, (schedule, t, right) => multiply(t, right(schedule, t))),
    ],
  },
];
