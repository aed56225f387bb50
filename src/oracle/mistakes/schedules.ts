/** Mistakes in any schedule, in its level, and in what belongs to which row. */

import { log } from '../arithmetic/functions.ts';
import { divide, exact, multiply, negate, square, type Tracked } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { rowOfTime } from '../formulas/batch.ts';
import { alpha, alphaDot, back, sigma, sigmaDot } from '../formulas/schedules.ts';
import { logSnr, snr } from '../formulas/snr.ts';
import type { Mistake } from './mistake.ts';
import { onCoefficientsAndSlopes } from './reach.ts';

/**
 * Right at 1 − t. Derivatives are made of coefficients, which are asked at 1 − t already and must not be turned back again.
 */
let turned = false;
function atOther<S>(right: (schedule: S, t: Tracked) => Tracked, schedule: S, t: Tracked): Tracked {
  if (turned) return right(schedule, t);
  turned = true;
  try {
    return right(schedule, back(t));
  } finally {
    turned = false;
  }
}

export const scheduleMistakes: readonly Mistake[] = [
  {
    id: 'schedule.time-reversed',
    title: 'time runs from data to noise, as in diffusion',
    right: 'α(t), σ(t), α̇(t), σ̇(t)',
    wrong: 'α(1 − t), σ(1 − t), −α̇(1 − t), −σ̇(1 − t)',
    looksLike: 'consistent in itself: training works, sampling from t = 0 starts at the data',
    operations: onCoefficientsAndSlopes,
    replace: [
      instead(alpha, atOther),
      instead(sigma, atOther),
      instead(alphaDot, (...args) => negate(atOther(...args))),
      instead(sigmaDot, (...args) => negate(atOther(...args))),
    ],
  },
  {
    id: 'schedule.snr-inverted',
    title: 'noise over signal',
    right: 'ρ = α/σ,  λ = 2 ln(α/σ)',
    wrong: 'ρ = σ/α,  λ = 2 ln(σ/α)',
    looksLike: 'λ has the wrong sign and falls with t',
    operations: ['schedule.log-snr'],
    replace: [
      instead(snr, (right, schedule, t) => divide(exact(1), right(schedule, t))),
      instead(logSnr, (right, schedule, t) => negate(right(schedule, t))),
    ],
  },
  {
    id: 'schedule.log-snr-of-amplitudes',
    title: 'the logarithm of α/σ instead of α²/σ²',
    right: 'λ = ln(α²/σ²)',
    wrong: 'λ = ln(α/σ)',
    looksLike: 'λ is half of what it should be, ρ is right; weights in λ are off by constant factors',
    operations: ['schedule.log-snr'],
    replace: [instead(logSnr, (_, schedule, t) => log(divide(alpha(schedule, t), sigma(schedule, t))))],
  },
  {
    id: 'schedule.snr-of-powers',
    title: 'the ratio of powers instead of amplitudes',
    right: 'ρ = α/σ',
    wrong: 'ρ = α²/σ²',
    looksLike: 'ρ is the square of what it should be, λ right',
    operations: ['schedule.log-snr'],
    replace: [instead(snr, (right, schedule, t) => square(right(schedule, t)))],
  },
  {
    id: 'schedule.log-snr-in-decibels',
    title: 'the logarithm to the base 10',
    right: 'λ = ln(α²/σ²)',
    wrong: 'λ = log₁₀(α²/σ²)',
    looksLike: 'λ is 0.434 of what it should be',
    operations: ['schedule.log-snr'],
    replace: [
      instead(logSnr, (right, schedule, t) => multiply(exact(0.4342944819032518), right(schedule, t))),
    ],
  },
  {
    id: 'batch.time-of-first-row',
    title: 'the time of the first row for all rows',
    right: 'row r at time tᵣ',
    wrong: 'row r at time t₀',
    looksLike:
      'the first row is right and the others are not; invisible where all rows share a time, as in sampling',
    operations: [
      'path.sample',
      'path.velocity',
      'path.conditional-velocity',
      'path.conditional-score',
      'path.conditional-log-density',
      'parametrization.convert',
      'marginal.velocity',
      'marginal.score',
      'marginal.divergence',
      'marginal.log-density',
    ],
    replace: [instead(rowOfTime, () => 0)],
  },
];
