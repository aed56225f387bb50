export { globalNorm } from '../kernels/global-norm.ts';
export { backward, vjp } from './backward.ts';
export { divergence, hutchinsonDivergence } from './divergence.ts';
export { forward, forwardOnly } from './forward.ts';
export {
  type InitialisationOptions,
  type InitialisationScheme,
  initialise,
} from './initialise.ts';
export { jvp } from './jvp.ts';
export { type LearningRateSchedule, learningRate } from './learning-rate.ts';
export {
  type ActivationName,
  type Mlp,
  type MlpConfig,
  type MlpLayer,
  mlp,
  type TimeFeatures,
} from './mlp.ts';
export { averageDecay, updateAverage } from './moving-average.ts';
export { firstNonFiniteLayer, type NonFinite } from './non-finite.ts';
export {
  checkOptimizer,
  clipScale,
  type OptimizerSpec,
  optimizerSlots,
  optimizerState,
  type UpdateScalars,
  updateParameters,
} from './optimizer.ts';
export { drawProbes, type ProbeKind } from './probes.ts';
export { type MlpWorkspace, mlpWorkspace, type Staging } from './workspace.ts';
