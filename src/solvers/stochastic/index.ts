/** Solvers for dX = b(t, X) dt + w(t) dB, and churn; their public entry is `solveStochastic` of the room `diffusion`. */
export {
  type ChurnOptions,
  type ChurnSchedule,
  type ChurnSolver,
  edmChurn,
  type Raise,
  raise,
} from './edm-churn.ts';
export { eulerMaruyama } from './euler-maruyama.ts';
export type { NoiseSource } from './noise.ts';
export { type StochasticCondition, type StochasticOrders, stochasticOrders } from './order-conditions.ts';
export { sra1 } from './sra1.ts';
export { stochasticHeun } from './stochastic-heun.ts';
export type { NoiseWeights, StochasticTableau } from './stochastic-tableau.ts';
