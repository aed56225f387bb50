/** Other ways to ask a model on another schedule: other inverses of ρ, other scales, other derivatives. */
import { exp, log, log1p, sqrt } from '../arithmetic/functions.ts';
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
import { instead, type Replacement } from '../formula.ts';
import { determinant } from '../formulas/parametrizations.ts';
import { changedVelocity, rates, scale } from '../formulas/schedule-change.ts';
import { type Point, veLogRatio } from '../formulas/schedules.ts';
import { timeOfSnr, vpExponentOfSnr, vpTimeOfExponent } from '../formulas/snr.ts';
import type { Form } from './form.ts';

const operations = ['schedule.change'];
const one = exact(1);
const half = exact(0.5);
const two = exact(2);

/** t by way of λ = 2 ln ρ. */
const byLogarithm: readonly Replacement[] = [
  instead(timeOfSnr, (right, schedule, rho) => right(schedule, exp(multiply(half, multiply(two, log(rho)))))),
  instead(vpExponentOfSnr, (_, rho) => log1p(exp(negate(multiply(two, log(rho)))))),
];

/** t by way of 1/ρ. */
const byInverse: readonly Replacement[] = [
  instead(timeOfSnr, (right, schedule, rho) => {
    const noise = divide(one, rho);
    switch (schedule.kind) {
      case 'cond-ot':
        return divide(one, add(one, noise));
      case 'ot':
        return divide(one, add(constant(1 - schedule.sigmaMin), noise));
      case 'polynomial':
        return exp(multiply(constant(1 / schedule.n), negate(log(add(one, noise)))));
      case 'linear-vp':
        return divide(one, sqrt(add(one, square(noise))));
      case 've': {
        const level = add(log(rho), log(constant(schedule.sigmaMax)));
        return divide(level, veLogRatio(schedule.sigmaMin, schedule.sigmaMax));
      }
      default:
        return right(schedule, rho);
    }
  }),
];

/** The variance preserving exponent from α² = ρ²/(1 + ρ²), and the quadratic equation solved as in school. */
const byAlpha: readonly Replacement[] = [
  instead(vpExponentOfSnr, (_, rho) => {
    const power = square(rho);
    return negate(log(divide(power, add(one, power))));
  }),
  instead(vpTimeOfExponent, (_, betaMin, betaMax, exponent) => {
    const least = constant(betaMin);
    const slope = subtract(constant(betaMax), least);
    const root = sqrt(add(square(least), times(two, slope, exponent)));
    return divide(subtract(root, least), slope);
  }),
];

const signalScale = instead(scale, (_, old, changed) => divide(changed.alpha, old.alpha));

/** ū = (ṡ/s) x + s ṫ u. */
const withRates = (
  ratesOf: (old: Point, changed: Point) => readonly [timeRate: Tracked, scaleRate: Tracked],
): Replacement =>
  instead(changedVelocity, (_, old, changed, s, u, y) => {
    const [timeRate, scaleRate] = ratesOf(old, changed);
    return add(multiply(scaleRate, multiply(s, y)), multiply(multiply(s, timeRate), u));
  });

/** ṫ and ṡ/s from logarithmic derivatives. */
function logarithmicRates(old: Point, changed: Point): readonly [Tracked, Tracked] {
  const slope = ({ alpha, sigma, alphaDot, sigmaDot }: Point): Tracked =>
    subtract(divide(alphaDot, alpha), divide(sigmaDot, sigma));
  const timeRate = divide(slope(changed), slope(old));
  const signal = multiply(divide(old.alphaDot, old.alpha), timeRate);
  return [timeRate, subtract(divide(changed.alphaDot, changed.alpha), signal)];
}

export const scheduleChangeForms: readonly Form[] = [
  {
    id: 'schedule-change.coefficients',
    formula: 't from λ = 2 ln ρ,  s = σ̄/σ,  ū = [(ᾱ̇σ − σ̄̇α) u + (σ̄̇α̇ − ᾱ̇σ̇) y]/D',
    operations,
    replace: [
      ...byLogarithm,
      instead(changedVelocity, (_, old, changed, _s, u, y) => {
        const { alphaDot: p, sigmaDot: q } = changed;
        const ofVelocity = subtract(multiply(p, old.sigma), multiply(q, old.alpha));
        const ofPoint = subtract(multiply(q, old.alphaDot), multiply(p, old.sigmaDot));
        return divide(add(multiply(ofVelocity, u), multiply(ofPoint, y)), determinant(old));
      }),
    ],
  },
  {
    id: 'schedule-change.rates',
    formula: 't from 1/ρ,  s = ᾱ/α,  ū = (ṡ/s) x + s ṫ u with ṫ = ρ̄̇/ρ̇, ṡ/s = σ̄̇/σ̄ − (σ̇/σ) ṫ',
    operations,
    replace: [...byInverse, ...byAlpha, signalScale, withRates(rates)],
  },
  {
    id: 'schedule-change.logarithmic-rates',
    formula: 's = σ̄/σ,  ū = (ṡ/s) x + s ṫ u with ṫ = λ̄̇/λ̇, ṡ/s = ᾱ̇/ᾱ − (α̇/α) ṫ',
    operations,
    replace: [withRates(logarithmicRates)],
  },
];
