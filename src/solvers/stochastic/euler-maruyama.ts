/**
 * Euler–Maruyama, one evaluation a step: X⁺ = X + h b(t, X) + w(t) ΔB.
 *
 * Weak order 1; strong order 1, because the noise is additive (½ in general). Source: G. Maruyama, "Continuous Markov processes and
 * stochastic equations", Rend. Circ. Mat. Palermo 4 (1955).
 */
import type { StochasticTableau } from './stochastic-tableau.ts';

/** Euler–Maruyama. It never evaluates the drift at the end of a step, hence never at t = 1. */
export const eulerMaruyama: StochasticTableau = {
  kind: 'stochastic-runge-kutta',
  name: 'euler-maruyama',
  weakOrder: 1,
  strongOrder: 1,
  c: ['0'],
  a: [[]],
  b: ['1'],
  d: ['0'],
  stageNoise: [{ increment: ['0'], mean: ['0'] }],
  noise: { increment: ['1'], mean: ['0'] },
};
