/**
 * Conditional optimal transport (linear interpolation, rectified flow): α = t, σ = 1 − t.
 *
 * α̇ = 1, σ̇ = −1, σσ̇ = t − 1, ρ = t / (1 − t), λ = 2 ln(t / (1 − t)). Exact at both ends.
 * Sources: Lipman et al., Flow Matching for Generative Modeling (2023), eq. 22 with σ_min = 0; Liu et al., Flow
 * Straight and Fast (2023), eq. 1.
 */
import { exp, log } from '../math/index.ts';
import { checkLevel, checkTime } from './domain.ts';
import type { Schedule } from './schedule.ts';

/** 1 / (1 + e^−x), without overflow on either side. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

/**
 * The linear schedule α = t, σ = 1 − t.
 *
 * ```ts
 * import { condOT } from 'flowproof';
 * condOT.sigma(0.25); // 0.75
 * ```
 */
export const condOT: Schedule = {
  name: 'cond-ot',
  spec: { kind: 'cond-ot' },
  alpha: (t) => checkTime(t),
  sigma: (t) => 1 - checkTime(t),
  alphaDot: (t) => {
    checkTime(t);
    return 1;
  },
  sigmaDot: (t) => {
    checkTime(t);
    return -1;
  },
  sigmaSigmaDot: (t) => checkTime(t) - 1,
  snr: (t) => checkTime(t) / (1 - t),
  snrInverse: (rho) => {
    checkLevel('rho', rho, 0, Infinity, 'cond-ot');
    return rho <= 1 ? rho / (1 + rho) : 1 / (1 + 1 / rho);
  },
  logSnr: (t) => 2 * log(checkTime(t) / (1 - t)),
  logSnrInverse: (lambda) => logistic(checkLevel('lambda', lambda, -Infinity, Infinity, 'cond-ot') / 2),
};
