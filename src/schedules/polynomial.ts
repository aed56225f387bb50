/**
 * Polynomial schedule: α = tⁿ, σ = 1 − tⁿ, for any real n > 0; n = 1 is the linear schedule.
 *
 * α̇ = n tⁿ⁻¹ = −σ̇. At t = 0: α̇ = 0 for n > 1, 1 for n = 1, ∞ for n < 1. tⁿ = e^(n ln t) and σ = −expm1(n ln t), so that
 * σ keeps its relative accuracy where tⁿ ≈ 1. ρ = tⁿ / (1 − tⁿ), t = e^(−log1p(1/ρ) / n).
 * Written 0 − x where x can vanish, so that no end is −0.
 * Source: Lipman et al., Flow Matching Guide and Code (2024), section 4.8.
 */
import { ArgumentError, show } from '../errors.ts';
import { exp, expm1, log, log1p } from '../math/index.ts';
import { checkLevel, checkTime } from './domain.ts';
import type { Schedule } from './schedule.ts';

/**
 * The schedule α = tⁿ, σ = 1 − tⁿ.
 *
 * `n`: exponent, finite and > 0; for n < 1 the derivatives are infinite at t = 0.
 *
 * ```ts
 * import { polynomial } from 'flowproof';
 * polynomial({ n: 2 }).alpha(0.5); // 0.25
 * ```
 */
export function polynomial({ n }: { readonly n: number }): Schedule {
  if (!(typeof n === 'number' && n > 0 && n < Infinity)) {
    throw new ArgumentError({ argument: 'n', expected: 'a finite number > 0', received: show(n) });
  }
  const name = `polynomial(${n})`;
  const alpha = (t: number): number => (n === 1 ? checkTime(t) : exp(n * log(checkTime(t))));
  const sigma = (t: number): number => (n === 1 ? 1 - checkTime(t) : 0 - expm1(n * log(checkTime(t))));
  const alphaDot = (t: number): number => {
    checkTime(t);
    if (n === 1) return 1;
    return n * exp((n - 1) * log(t));
  };
  // ln(tⁿ / (1 − tⁿ)) from the logarithms, because tⁿ may underflow where its logarithm does not.
  const logRatio = (t: number): number => n * log(checkTime(t)) - log(sigma(t));
  return {
    name,
    spec: { kind: 'polynomial', n },
    alpha,
    sigma,
    alphaDot,
    sigmaDot: (t) => 0 - alphaDot(t),
    sigmaSigmaDot: (t) => 0 - sigma(t) * alphaDot(t),
    snr: (t) => alpha(t) / sigma(t),
    snrInverse: (rho) => {
      checkLevel('rho', rho, 0, Infinity, name);
      return exp(-log1p(1 / rho) / n);
    },
    logSnr: (t) => 2 * logRatio(t),
    logSnrInverse: (lambda) => {
      checkLevel('lambda', lambda, -Infinity, Infinity, name);
      // −ln(1 + e^(−λ/2)) for λ < 0 as λ/2 − ln(1 + e^(λ/2)), which does not overflow.
      const half = lambda / 2;
      return exp((half < 0 ? half - log1p(exp(half)) : -log1p(exp(-half))) / n);
    },
  };
}
