/** Other ways to compute schedules and their levels. */
import { exp, expm1, log, sin, sqrt } from '../arithmetic/functions.ts';
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
import { instead } from '../formula.ts';
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
import { logSnr, snr } from '../formulas/snr.ts';
import { onCoefficientsAndSlopes } from '../mistakes/reach.ts';
import type { Form } from './form.ts';

const one = exact(1);
const half = exact(0.5);
const two = exact(2);
const HALF_PI = 1.5707963267948966;

/** β_max − β_min where both have been rounded. */
const rise = (betaMin: number, betaMax: number): Tracked => subtract(constant(betaMax), constant(betaMin));

const coefficientForms: readonly Form[] = [
  {
    id: 'schedule.otherwise',
    formula: [
      'tⁿ = e^(n ln t);  ot: σ = (1 − t) + σ_min t;  linear-vp: σ = √((1 − t)(1 + t))',
      'cosine: σ = sin(π(1 − t)/2), α̇ = (π/2) σ;  ve: σ = e^(t ln σ_min + (1 − t) ln σ_max), σ̇ = (ln σ_min − ln σ_max) σ',
      'vp: T = ½ s² (β_max − β_min) + s β_min,  β = s β_max + t β_min',
    ].join('\n'),
    operations: onCoefficientsAndSlopes,
    replace: [
      instead(power, (right, t, n) => (n < 2 || t.v === 0 ? right(t, n) : exp(multiply(exact(n), log(t))))),
      instead(sigma, (right, schedule, t) => {
        switch (schedule.kind) {
          case 'ot':
            return add(back(t), multiply(constant(schedule.sigmaMin), t));
          case 'linear-vp':
            return sqrt(multiply(back(t), add(one, t)));
          case 'cosine':
            return sin(quarterTurn(back(t)));
          case 've': {
            const least = multiply(t, log(constant(schedule.sigmaMin)));
            return exp(add(least, multiply(back(t), log(constant(schedule.sigmaMax)))));
          }
          default:
            return right(schedule, t);
        }
      }),
      instead(alphaDot, (right, schedule, t) =>
        schedule.kind === 'cosine' ? multiply(constant(HALF_PI), sigma(schedule, t)) : right(schedule, t),
      ),
      instead(veLogRatio, (_, sigmaMin, sigmaMax) =>
        subtract(log(constant(sigmaMax)), log(constant(sigmaMin))),
      ),
      instead(vpExponent, (_, betaMin, betaMax, t) => {
        const s = back(t);
        return add(times(half, square(s), rise(betaMin, betaMax)), multiply(s, constant(betaMin)));
      }),
      instead(vpRate, (_, betaMin, betaMax, t) =>
        add(multiply(back(t), constant(betaMax)), multiply(t, constant(betaMin))),
      ),
    ],
  },
  {
    id: 'schedule.vp-without-expm1',
    formula: 'σ = √(1 − e^(−T))',
    operations: onCoefficientsAndSlopes,
    replace: [
      instead(sigma, (right, schedule, t) =>
        schedule.kind === 'vp'
          ? sqrt(subtract(one, exp(negate(vpExponent(schedule.betaMin, schedule.betaMax, t)))))
          : right(schedule, t),
      ),
    ],
  },
  {
    id: 'schedule.noise-from-alpha',
    formula: 'σ = √(1 − α²),  σ̇ = −α α̇/σ',
    operations: onCoefficientsAndSlopes,
    replace: [
      instead(sigma, (right, schedule, t) =>
        schedule.kind === 'vp' || schedule.kind === 'linear-vp'
          ? sqrt(subtract(one, square(alpha(schedule, t))))
          : right(schedule, t),
      ),
      instead(sigmaDot, (right, schedule, t) =>
        schedule.kind === 'vp' || schedule.kind === 'linear-vp'
          ? negate(divide(multiply(alpha(schedule, t), alphaDot(schedule, t)), sigma(schedule, t)))
          : right(schedule, t),
      ),
    ],
  },
];

const levels = ['schedule.log-snr'];

const levelForms: readonly Form[] = [
  {
    id: 'schedule.log-snr-of-powers',
    formula: 'λ = ln(α²/σ²)',
    operations: levels,
    replace: [
      instead(logSnr, (_, schedule, t) =>
        log(divide(square(alpha(schedule, t)), square(sigma(schedule, t)))),
      ),
    ],
  },
  {
    id: 'schedule.log-snr-by-difference',
    formula: 'λ = 2 (ln α − ln σ),  ρ = e^(λ/2)',
    operations: levels,
    replace: [
      instead(logSnr, (_, schedule, t) =>
        multiply(two, subtract(log(alpha(schedule, t)), log(sigma(schedule, t)))),
      ),
      instead(snr, (_, schedule, t) => exp(multiply(half, logSnr(schedule, t)))),
    ],
  },
  {
    id: 'schedule.log-snr-of-variances',
    formula: 'λ = ln α² − ln σ²,  ρ = √(α²/σ²)',
    operations: levels,
    replace: [
      instead(logSnr, (_, schedule, t) =>
        subtract(log(square(alpha(schedule, t))), log(square(sigma(schedule, t)))),
      ),
      instead(snr, (_, schedule, t) => sqrt(divide(square(alpha(schedule, t)), square(sigma(schedule, t))))),
    ],
  },
  {
    id: 'schedule.vp-level-of-exponent',
    formula: 'λ = −ln(e^T − 1),  ρ = 1/√(e^T − 1) on vp',
    operations: levels,
    replace: [
      instead(logSnr, (right, schedule, t) =>
        schedule.kind === 'vp'
          ? negate(log(expm1(vpExponent(schedule.betaMin, schedule.betaMax, t))))
          : right(schedule, t),
      ),
      instead(snr, (right, schedule, t) =>
        schedule.kind === 'vp'
          ? divide(one, sqrt(expm1(vpExponent(schedule.betaMin, schedule.betaMax, t))))
          : right(schedule, t),
      ),
    ],
  },
];

export const scheduleForms: readonly Form[] = [...coefficientForms, ...levelForms];
