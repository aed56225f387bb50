/** Diffusions with the marginals of a flow, and their solution. */
export {
  type ChurnOptions,
  type ChurnSchedule,
  type ChurnSolver,
  edmChurn,
  eulerMaruyama,
  type NoiseSource,
  type NoiseWeights,
  type StochasticCondition,
  type StochasticOrders,
  type StochasticTableau,
  sra1,
  stochasticHeun,
  stochasticOrders,
} from '../solvers/stochastic/index.ts';
export { churnFor } from './churn-for.ts';
export {
  type GaussianDiffusion,
  type GaussianDiffusionOptions,
  gaussianDiffusion,
  type LinearProcess,
  type Moments,
} from './gaussian-diffusion.ts';
export {
  type DiffusibleField,
  type DiffusionProcess,
  type MarginalDiffusion,
  type MarginalDiffusionOptions,
  marginalDiffusion,
} from './marginal-diffusion.ts';
export { type MomentRecursion, type MomentRecursionOptions, momentRecursion } from './moment-recursion.ts';
export {
  type NoiseInput,
  type NoiseKind,
  type NoiseSchedule,
  type NoiseSpec,
  noiseSchedule,
} from './noise-schedule.ts';
export { coarsenNoise, noiseOnGrid, normalNoise } from './normal-noise.ts';
export {
  type SolveStochasticOptions,
  type StochasticSolution,
  type StochasticSolver,
  solveStochastic,
} from './solve-stochastic.ts';
