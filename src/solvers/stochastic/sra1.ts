/**
 * SRA1 for additive noise, two evaluations and two normals a step, with A = ∫ (B_s − B_t) ds / h:
 *
 *   H₂ = X + ¾h b(t, X) + 3/2 w(t + h) A,
 *   X⁺ = X + h/3 (b(t, X) + 2 b(t + ¾h, H₂)) + w(t + h) ΔB + (w(t) − w(t + h)) A.
 *
 * Strong order 3/2, weak order 2. The last two terms are ∫ w dB by parts, ∫ w dB = w(t + h) ΔB − ∫ ẇ (B_s − B_t) ds. With w = 0 it is
 * the second-order method with abscissa ¾. Source: A. Rößler, SIAM J. Numer. Anal. 48 (2010), table 6.1.
 */
import type { StochasticTableau } from './stochastic-tableau.ts';

/** SRA1. It evaluates the drift at ¾ of the step at most, hence never at t = 1; w(1) it needs. */
export const sra1: StochasticTableau = {
  kind: 'stochastic-runge-kutta',
  name: 'sra1',
  weakOrder: 2,
  strongOrder: 1.5,
  c: ['0', '3/4'],
  a: [[], ['3/4']],
  b: ['1/3', '2/3'],
  d: ['0', '1'],
  stageNoise: [
    { increment: ['0', '0'], mean: ['0', '0'] },
    { increment: ['0', '0'], mean: ['0', '3/2'] },
  ],
  noise: { increment: ['0', '1'], mean: ['1', '-1'] },
};
