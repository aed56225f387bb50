/**
 * Variance preserving schedule of a diffusion with linear rate β(s) = β_min + s (β_max − β_min) in its own time s = 1 − t:
 *
 *   T(t) = ∫₀ˢ β = ½ s² (β_max − β_min) + s β_min,   α = e^(−T/2),   σ = √(1 − e^(−T)) = √(−expm1(−T)).
 *   Ṫ = −β,   α̇ = ½ β α,   σσ̇ = −½ β e^(−T),   σ̇ = σσ̇ / σ → −∞ as t → 1.
 *   ρ = 1 / √(expm1 T),   λ = −ln expm1 T,   T = log1p(1/ρ²),   s = 2T / (β_min + √(β_min² + 2 (β_max − β_min) T)).
 *
 * Defect: α(0) = e^(−T(0)/2) > 0 (0.0066 for the defaults), so p₀ is not exactly the source. Without expm1, σ loses all
 * digits near t = 1. Source: Song et al., Score-Based Generative Modeling through SDEs (2021), eq. 33.
 */
import { checkNumber } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { exp, expm1, log, log1p } from '../math/index.ts';
import { checkLevel, checkTime, clampTime } from './domain.ts';
import type { Schedule } from './schedule.ts';

/**
 * The variance preserving schedule.
 *
 * `betaMin`: rate at the data end, > 0; default 0.1.
 * `betaMax`: rate at the noise end, ≥ betaMin; default 20.
 *
 * ```ts
 * import { vp } from 'flowproof';
 * vp().alpha(0); // 0.0066: the stated defect
 * ```
 */
export function vp({
  betaMin = 0.1,
  betaMax = 20,
}: {
  readonly betaMin?: number;
  readonly betaMax?: number;
} = {}): Schedule {
  if (!(typeof betaMin === 'number' && betaMin > 0 && betaMin < Infinity)) {
    throw new ArgumentError({
      argument: 'betaMin',
      expected: 'a finite number > 0',
      received: show(betaMin),
      wayOut: 'with β_min = 0 use linearVP or cosine, whose σ̇ is known in closed form at t = 1',
    });
  }
  checkNumber('betaMax', betaMax, betaMin);
  const name = `vp(${betaMin}, ${betaMax})`;
  const rise = betaMax - betaMin;
  const exponent = (t: number): number => (1 - checkTime(t)) * (0.5 * (1 - t) * rise + betaMin);
  const beta = (t: number): number => betaMin + (1 - checkTime(t)) * rise;
  const alpha = (t: number): number => exp(-0.5 * exponent(t));
  const sigma = (t: number): number => Math.sqrt(-expm1(-exponent(t)));
  const sigmaSigmaDot = (t: number): number => -0.5 * beta(t) * exp(-exponent(t));
  const snr = (t: number): number => 1 / Math.sqrt(expm1(exponent(t)));
  // Beyond T = 700, e^T nears the largest float, and ln(e^T − 1) has long been T.
  const logSnr = (t: number): number => {
    const T = exponent(t);
    return T < 700 ? -log(expm1(T)) : -T;
  };
  const timeOf = (T: number): number =>
    clampTime(1 - (2 * T) / (betaMin + Math.sqrt(betaMin * betaMin + 2 * rise * T)));
  return {
    name,
    spec: { kind: 'vp', betaMin, betaMax },
    alpha,
    sigma,
    alphaDot: (t) => 0.5 * beta(t) * alpha(t),
    sigmaDot: (t) => sigmaSigmaDot(t) / sigma(t),
    sigmaSigmaDot,
    snr,
    snrInverse: (rho) => {
      checkLevel('rho', rho, snr(0), Infinity, name);
      return timeOf(log1p(1 / rho / rho));
    },
    logSnr,
    logSnrInverse: (lambda) => {
      checkLevel('lambda', lambda, logSnr(0), Infinity, name);
      return timeOf(lambda > 0 ? log1p(exp(-lambda)) : log1p(exp(lambda)) - lambda);
    },
  };
}
