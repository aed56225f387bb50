/**
 * Schedules Xₜ = αₜ X₁ + σₜ X₀ and their derivatives, by name of the schedule.
 *
 *   cond-ot     t, 1 − t                              ot          t, 1 − (1 − σ_min) t
 *   polynomial  tⁿ, 1 − tⁿ (n a positive integer)     linear-vp   t, √(1 − t²)
 *   cosine      sin(πt/2), cos(πt/2)                  ve          1, σ_min (σ_max/σ_min)^(1 − t)
 *   vp          T = s(½ s (β_max − β_min) + β_min), s = 1 − t:  e^(−T/2), √(1 − e^(−T)) = √(−expm1(−T))
 *
 * Sources: Lipman et al., Flow Matching for Generative Modeling (2023), § 4; Song et al., Score-Based Generative Modeling (2021),
 * app. B; Albergo & Vanden-Eijnden (2023).
 */

import type { ScheduleSpec } from '../../schedules/index.ts';
import { cos, exp, expm1, log, sin, sqrt } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  exact,
  multiply,
  negate,
  square,
  subtract,
  type Tracked,
  times,
} from '../arithmetic/tracked.ts';
import { type Formula, formula } from '../formula.ts';

const one: Tracked = exact(1);
const half: Tracked = exact(0.5);
const HALF_PI = 1.5707963267948966;

/** s = 1 − t, the time of a diffusion. */
export const back = (t: Tracked): Tracked => subtract(one, t);

/** tⁿ for n = 0, 1, 2, … */
export const power: Formula<[t: Tracked, n: number], Tracked> = formula('schedule.power', (t, n) =>
  n === 0 ? one : Array.from({ length: n - 1 }).reduce<Tracked>((p) => multiply(p, t), t),
);

/** T(t) = ∫ β over the diffusion's time s = 1 − t. */
export const vpExponent: Formula<[betaMin: number, betaMax: number, t: Tracked], Tracked> = formula(
  'schedule.vp-exponent',
  (betaMin, betaMax, t) => {
    const s = back(t);
    return multiply(s, add(times(half, s, constant(betaMax - betaMin)), constant(betaMin)));
  },
);

/** β at the diffusion's time s = 1 − t. */
export const vpRate: Formula<[betaMin: number, betaMax: number, t: Tracked], Tracked> = formula(
  'schedule.vp-rate',
  (betaMin, betaMax, t) => add(multiply(back(t), constant(betaMax - betaMin)), constant(betaMin)),
);

/** πt/2, the angle of the cosine schedule. */
export const quarterTurn: Formula<[t: Tracked], Tracked> = formula('schedule.quarter-turn', (t) =>
  multiply(constant(HALF_PI), t),
);

/** ln(σ_max/σ_min) of the variance exploding schedule. */
export const veLogRatio: Formula<[sigmaMin: number, sigmaMax: number], Tracked> = formula(
  'schedule.ve-log-ratio',
  (sigmaMin, sigmaMax) => log(divide(constant(sigmaMax), constant(sigmaMin))),
);

export const alpha: Formula<[schedule: ScheduleSpec, t: Tracked], Tracked> = formula(
  'schedule.alpha',
  (schedule, t) => {
    switch (schedule.kind) {
      case 'cond-ot':
      case 'ot':
      case 'linear-vp':
        return t;
      case 'polynomial':
        return power(t, schedule.n);
      case 'cosine':
        return sin(quarterTurn(t));
      case 've':
        return one;
      case 'vp':
        return exp(negate(multiply(half, vpExponent(schedule.betaMin, schedule.betaMax, t))));
    }
  },
);

export const sigma: Formula<[schedule: ScheduleSpec, t: Tracked], Tracked> = formula(
  'schedule.sigma',
  (schedule, t) => {
    switch (schedule.kind) {
      case 'cond-ot':
        return back(t);
      case 'ot':
        return subtract(one, multiply(constant(1 - schedule.sigmaMin), t));
      case 'polynomial':
        return subtract(one, power(t, schedule.n));
      case 'linear-vp':
        return sqrt(subtract(one, square(t)));
      case 'cosine': {
        const noise = cos(quarterTurn(t));
        // Of a π that is rounded, cos(π/2) is not the 0 that others divide by.
        return t.v === 1 ? { ...noise, v: 0, e: noise.e + Math.abs(noise.v) } : noise;
      }
      case 've': {
        const { sigmaMin, sigmaMax } = schedule;
        return multiply(constant(sigmaMin), exp(multiply(veLogRatio(sigmaMin, sigmaMax), back(t))));
      }
      case 'vp':
        return sqrt(negate(expm1(negate(vpExponent(schedule.betaMin, schedule.betaMax, t)))));
    }
  },
);

export const alphaDot: Formula<[schedule: ScheduleSpec, t: Tracked], Tracked> = formula(
  'schedule.alpha-dot',
  (schedule, t) => {
    switch (schedule.kind) {
      case 'cond-ot':
      case 'ot':
      case 'linear-vp':
        return one;
      case 'polynomial':
        return multiply(exact(schedule.n), power(t, schedule.n - 1));
      case 'cosine':
        return multiply(constant(HALF_PI), cos(quarterTurn(t)));
      case 've':
        return exact(0);
      case 'vp':
        return times(half, vpRate(schedule.betaMin, schedule.betaMax, t), alpha(schedule, t));
    }
  },
);

export const sigmaDot: Formula<[schedule: ScheduleSpec, t: Tracked], Tracked> = formula(
  'schedule.sigma-dot',
  (schedule, t) => {
    switch (schedule.kind) {
      case 'cond-ot':
        return exact(-1);
      case 'ot':
        return constant(-(1 - schedule.sigmaMin));
      case 'polynomial':
        return negate(multiply(exact(schedule.n), power(t, schedule.n - 1)));
      case 'linear-vp':
        return negate(divide(t, sigma(schedule, t)));
      case 'cosine':
        return negate(multiply(constant(HALF_PI), sin(quarterTurn(t))));
      case 've':
        return negate(multiply(veLogRatio(schedule.sigmaMin, schedule.sigmaMax), sigma(schedule, t)));
      case 'vp': {
        const decay = exp(negate(vpExponent(schedule.betaMin, schedule.betaMax, t)));
        return negate(
          divide(times(half, vpRate(schedule.betaMin, schedule.betaMax, t), decay), sigma(schedule, t)),
        );
      }
    }
  },
);

/** A schedule and its derivatives at one time. */
export interface Point {
  readonly alpha: Tracked;
  readonly sigma: Tracked;
  readonly alphaDot: Tracked;
  readonly sigmaDot: Tracked;
}

export const pointAt = (schedule: ScheduleSpec, t: Tracked): Point => ({
  alpha: alpha(schedule, t),
  sigma: sigma(schedule, t),
  alphaDot: alphaDot(schedule, t),
  sigmaDot: sigmaDot(schedule, t),
});
