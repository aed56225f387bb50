/**
 * Variance exploding schedule: α = 1, σ = σ_min (σ_max / σ_min)^(1 − t).
 *
 * With L = ln(σ_max / σ_min): σ = σ_min e^((1 − t) L), σ̇ = −L σ, σσ̇ = −L σ². Both ends exact by definition:
 * σ(0) = σ_max, σ(1) = σ_min. ρ = 1/σ, t = 1 − ln(1 / (ρ σ_min)) / L.
 * Defects: α(0) = 1 and σ(0) = σ_max, so p₀ is the target blurred by N(0, σ_max² I) and only approximately a Gaussian;
 * p₁ is the target blurred by N(0, σ_min² I). Some texts exchange the names of VP and VE: α = 1 with σ(0) ≫ 1 is
 * variance exploding. Source: Song et al. (2021), eq. 31.
 */
import { checkNumber } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { exp, log } from '../math/index.ts';
import { checkLevel, checkTime, clampTime } from './domain.ts';
import type { Schedule } from './schedule.ts';

/**
 * The variance exploding schedule, 0 < σ_min < σ_max.
 *
 * `sigmaMin`: noise at t = 1, > 0.
 * `sigmaMax`: noise at t = 0, > sigmaMin.
 *
 * ```ts
 * import { ve } from 'flowproof';
 * ve({ sigmaMin: 0.01, sigmaMax: 50 }).sigma(0); // 50
 * ```
 */
export function ve({
  sigmaMin,
  sigmaMax,
}: {
  readonly sigmaMin: number;
  readonly sigmaMax: number;
}): Schedule {
  if (!(typeof sigmaMin === 'number' && sigmaMin > 0 && sigmaMin < Infinity)) {
    throw new ArgumentError({
      argument: 'sigmaMin',
      expected: 'a finite number > 0',
      received: show(sigmaMin),
    });
  }
  checkNumber('sigmaMax', sigmaMax);
  if (!(sigmaMax > sigmaMin)) {
    throw new ArgumentError({
      argument: 'sigmaMax',
      expected: `a finite number > sigmaMin = ${sigmaMin}`,
      received: show(sigmaMax),
    });
  }
  const name = `ve(${sigmaMin}, ${sigmaMax})`;
  const rate = log(sigmaMax / sigmaMin);
  const sigma = (t: number): number => (checkTime(t) === 0 ? sigmaMax : sigmaMin * exp((1 - t) * rate));
  const snr = (t: number): number => 1 / sigma(t);
  const logSnr = (t: number): number => -2 * log(sigma(t));
  return {
    name,
    spec: { kind: 've', sigmaMin, sigmaMax },
    alpha: (t) => {
      checkTime(t);
      return 1;
    },
    sigma,
    alphaDot: (t) => {
      checkTime(t);
      return 0;
    },
    sigmaDot: (t) => -rate * sigma(t),
    sigmaSigmaDot: (t) => -rate * sigma(t) * sigma(t),
    snr,
    snrInverse: (rho) => {
      checkLevel('rho', rho, snr(0), snr(1), name);
      return clampTime(1 + log(rho * sigmaMin) / rate);
    },
    logSnr,
    logSnrInverse: (lambda) => {
      checkLevel('lambda', lambda, logSnr(0), logSnr(1), name);
      return clampTime(1 + (lambda / 2 + log(sigmaMin)) / rate);
    },
  };
}
