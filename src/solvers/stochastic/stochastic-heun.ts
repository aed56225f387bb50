/**
 * Stochastic Heun for additive noise, two evaluations and one normal a step, w taken at the middle of the step:
 *
 *   X̃ = X + h b(t, X) + w(t + ½h) ΔB,   X⁺ = X + h/2 (b(t, X) + b(t + h, X̃)) + w(t + ½h) ΔB.
 *
 * Weak order 2, strong order 1: it knows ΔB but not where within the step the noise came, ∫(B_s − B_t) ds. With w = 0 it is Heun's
 * method. Source: Kloeden & Platen (1992), eq. 15.1.1 with additive noise (weak order 2). For a w that depends on time, marginals see w²
 * only, and h w(t + ½h)² is the midpoint rule of ∫ w²: exact where w² is linear in time, as for the noise w² ∝ 1 − t, whose w is
 * not smooth at t = 1. The mean of w(t) and w(t + h), squared, would leave errors of h² ln h there.
 */
import type { StochasticTableau } from './stochastic-tableau.ts';

/** Stochastic Heun. Its second stage lies at the end of the step, so the last one evaluates the drift at `to` itself. */
export const stochasticHeun: StochasticTableau = {
  kind: 'stochastic-runge-kutta',
  name: 'stochastic-heun',
  weakOrder: 2,
  strongOrder: 1,
  c: ['0', '1'],
  a: [[], ['1']],
  b: ['1/2', '1/2'],
  d: ['1/2'],
  stageNoise: [
    { increment: ['0'], mean: ['0'] },
    { increment: ['1'], mean: ['0'] },
  ],
  noise: { increment: ['1'], mean: ['0'] },
};
