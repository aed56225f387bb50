/**
 * Linear variance preserving schedule: α = t, σ = √(1 − t²), so that α² + σ² = 1.
 *
 * σ = √((1 − t)(1 + t)) keeps its relative accuracy near t = 1. α̇ = 1, σ̇ = −t/σ → −∞ as t → 1, σσ̇ = −t.
 * ρ = t/σ, t = ρ / √(1 + ρ²); λ = ln(t² / (1 − t²)), t = (1 + e^(−λ))^(−1/2).
 * Written 0 − x where x can vanish, so that no end is −0.
 * Source: Lipman et al., Flow Matching Guide and Code (2024), section 4.8.
 */
import { exp, log } from '../math/index.ts';
import { checkLevel, checkTime } from './domain.ts';
import type { Schedule } from './schedule.ts';

const sigma = (t: number): number => Math.sqrt((1 - checkTime(t)) * (1 + t));
const snr = (t: number): number => checkTime(t) / sigma(t);

/**
 * The schedule α = t, σ = √(1 − t²).
 *
 * ```ts
 * import { linearVP } from 'flowproof';
 * linearVP.sigma(0.6); // 0.8
 * ```
 */
export const linearVP: Schedule = {
  name: 'linear-vp',
  spec: { kind: 'linear-vp' },
  alpha: (t) => checkTime(t),
  sigma,
  alphaDot: (t) => {
    checkTime(t);
    return 1;
  },
  sigmaDot: (t) => (0 - checkTime(t)) / sigma(t),
  sigmaSigmaDot: (t) => 0 - checkTime(t),
  snr,
  snrInverse: (rho) => {
    checkLevel('rho', rho, 0, Infinity, 'linear-vp');
    return rho <= 1 ? rho / Math.sqrt(1 + rho * rho) : 1 / Math.sqrt(1 + 1 / rho / rho);
  },
  logSnr: (t) => 2 * log(snr(t)),
  logSnrInverse: (lambda) => {
    checkLevel('lambda', lambda, -Infinity, Infinity, 'linear-vp');
    if (lambda >= 0) return 1 / Math.sqrt(1 + exp(-lambda));
    return exp(lambda / 2) / Math.sqrt(1 + exp(lambda));
  },
};
