/**
 * Stochastic Heun for additive noise, two evaluations and one normal a step:
 *
 *   X̃ = X + h b(t, X) + w(t) ΔB,   X⁺ = X + h/2 (b(t, X) + b(t + h, X̃)) + ½(w(t) + w(t + h)) ΔB.
 *
 * Weak order 2, strong order 1: it knows ΔB but not where within the step the noise came, ∫(B_s − B_t) ds. With w = 0 it is Heun's
 * method. Source: Kloeden & Platen (1992), eq. 15.1.1 with additive noise (weak order 2); the trapezoid in w keeps that order for a w
 * that depends on time, since its square differs from the mean of w² by O(h²).
 */
import type { StochasticTableau } from './stochastic-tableau.ts';

/** Stochastic Heun. Its second stage lies at the end of the step, so the last one evaluates drift and w at `to` itself. */
export const stochasticHeun: StochasticTableau = {
  kind: 'stochastic-runge-kutta',
  name: 'stochastic-heun',
  weakOrder: 2,
  strongOrder: 1,
  c: ['0', '1'],
  a: [[], ['1']],
  b: ['1/2', '1/2'],
  d: ['0', '1'],
  stageNoise: [
    { increment: ['0', '0'], mean: ['0', '0'] },
    { increment: ['1', '0'], mean: ['0', '0'] },
  ],
  noise: { increment: ['1/2', '1/2'], mean: ['0', '0'] },
};
