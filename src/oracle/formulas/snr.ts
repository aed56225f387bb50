/**
 * Signal to noise: ρ = α/σ, λ = ln(α²/σ²) = 2 ln ρ, and the time at which a schedule has a given ρ.
 *
 *   cond-ot     ρ/(1 + ρ)                       ot         ρ/(1 + (1 − σ_min) ρ)
 *   polynomial  (ρ/(1 + ρ))^(1/n)               linear-vp  ρ/√(1 + ρ²)
 *   cosine      (2/π) arctan ρ                  ve         1 + ln(ρ σ_min)/ln(σ_max/σ_min)
 *   vp          T = ln(1 + 1/ρ²),  1 − 2T/(β_min + √(β_min² + 2 (β_max − β_min) T))
 *
 * Source: Kingma et al., Variational Diffusion Models (2021), § 3; Lipman et al., Flow Matching Guide and Code (2024), § 4.10.
 */
import type { ScheduleSpec } from '../../schedules/index.ts';
import { arctan } from '../arithmetic/arctan.ts';
import { exp, log, log1p, sqrt } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  exact,
  multiply,
  square,
  subtract,
  type Tracked,
  times,
} from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';
import { alpha, sigma, veLogRatio } from './schedules.ts';

const one: Tracked = exact(1);
const two: Tracked = exact(2);
const TWO_OVER_PI = 0.6366197723675814;

/** ρ = α/σ. */
export const snr: Formula<[schedule: ScheduleSpec, t: Tracked], Tracked> = formula(
  'schedule.snr',
  (schedule, t) => divide(alpha(schedule, t), sigma(schedule, t)),
);

/** λ = 2 ln(α/σ). */
export const logSnr: Formula<[schedule: ScheduleSpec, t: Tracked], Tracked> = formula(
  'schedule.log-snr',
  (schedule, t) => multiply(two, log(divide(alpha(schedule, t), sigma(schedule, t)))),
);

/** T with 1/ρ² = e^T − 1: the exponent of the variance preserving schedule at a level. */
export const vpExponentOfSnr: Formula<[rho: Tracked], Tracked> = formula(
  'schedule.vp-exponent-of-snr',
  (rho) => log1p(divide(one, square(rho))),
);

/** The diffusion's time s ≥ 0 with ½ s² (β_max − β_min) + s β_min = T. */
export const vpTimeOfExponent: Formula<[betaMin: number, betaMax: number, exponent: Tracked], Tracked> =
  formula('schedule.vp-time-of-exponent', (betaMin, betaMax, exponent) => {
    const least = constant(betaMin);
    const root = sqrt(add(square(least), times(two, constant(betaMax - betaMin), exponent)));
    return divide(multiply(two, exponent), add(least, root));
  });

/** t with α(t)/σ(t) = ρ. */
export const timeOfSnr: Formula<[schedule: ScheduleSpec, rho: Tracked], Tracked> = formula(
  'schedule.time-of-snr',
  (schedule, rho) => {
    switch (schedule.kind) {
      case 'cond-ot':
        return divide(rho, add(one, rho));
      case 'ot':
        return divide(rho, add(one, multiply(constant(1 - schedule.sigmaMin), rho)));
      case 'polynomial':
        return exp(divide(log(divide(rho, add(one, rho))), exact(schedule.n)));
      case 'linear-vp':
        return divide(rho, sqrt(add(one, square(rho))));
      case 'cosine':
        return multiply(constant(TWO_OVER_PI), arctan(rho));
      case 've': {
        const { sigmaMin, sigmaMax } = schedule;
        return add(one, divide(log(multiply(rho, constant(sigmaMin))), veLogRatio(sigmaMin, sigmaMax)));
      }
      case 'vp': {
        const { betaMin, betaMax } = schedule;
        return subtract(one, vpTimeOfExponent(betaMin, betaMax, vpExponentOfSnr(rho)));
      }
    }
  },
);
