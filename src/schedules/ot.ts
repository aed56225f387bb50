/**
 * Conditional optimal transport with a last width: α = t, σ = 1 − (1 − σ_min) t.
 *
 * σ is computed as (1 − t) + σ_min t, exact at both ends: σ(0) = 1, σ(1) = σ_min. α̇ = 1, σ̇ = σ_min − 1.
 * ρ = t / σ runs over [0, 1/σ_min]; t = ρ / (1 + (1 − σ_min) ρ). The target is met only up to N(0, σ_min² I): a
 * boundary defect, stated by `boundaryDefect`. Source: Lipman et al. (2023), eq. 20.
 */
import { checkNumber } from '../array/float-array.ts';
import { exp, log } from '../math/index.ts';
import { checkLevel, checkTime, clampTime } from './domain.ts';
import type { Schedule } from './schedule.ts';

/**
 * The schedule α = t, σ = 1 − (1 − σ_min) t.
 *
 * `sigmaMin`: σ(1), in [0, 1]; 0 gives `condOT`.
 * Throws ArgumentError outside that range.
 *
 * ```ts
 * import { ot } from 'flowproof';
 * ot({ sigmaMin: 0.01 }).sigma(1); // 0.01
 * ```
 */
export function ot({ sigmaMin }: { readonly sigmaMin: number }): Schedule {
  checkNumber('sigmaMin', sigmaMin, 0, 1);
  const name = `ot(${sigmaMin})`;
  const slope = sigmaMin - 1;
  const sigma = (t: number): number => 1 - checkTime(t) + sigmaMin * t;
  const snr = (t: number): number => checkTime(t) / sigma(t);
  const snrInverse = (rho: number): number => {
    checkLevel('rho', rho, 0, snr(1), name);
    return clampTime(rho <= 1 ? rho / (1 - slope * rho) : 1 / (1 / rho - slope));
  };
  return {
    name,
    spec: { kind: 'ot', sigmaMin },
    alpha: (t) => checkTime(t),
    sigma,
    alphaDot: (t) => {
      checkTime(t);
      return 1;
    },
    sigmaDot: (t) => {
      checkTime(t);
      return slope;
    },
    sigmaSigmaDot: (t) => sigma(t) * slope,
    snr,
    snrInverse,
    logSnr: (t) => 2 * log(snr(t)),
    logSnrInverse: (lambda) => {
      const top = 2 * log(snr(1));
      checkLevel('lambda', lambda, -Infinity, top, name);
      return lambda === top ? 1 : snrInverse(Math.min(exp(lambda / 2), snr(1)));
    },
  };
}
