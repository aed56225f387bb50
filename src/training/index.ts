export { type ExecutorFactory, inProcess, type TrainingExecutor } from './executor.ts';
export { type Phase, runPhase, unitCount } from './phases.ts';
export {
  createSession,
  openSession,
  type Session,
  type SessionBuffers,
  type SessionSpec,
  type TileScratch,
  type Workplace,
} from './session.ts';
export type { SessionViews, StepScalars, UpdateOfStep } from './session-views.ts';
export { sampleTimes, type TimeSamplerSpec, timeSamplerKinds } from './time-sampler.ts';
export { type StepReport, type TrainOptions, train } from './train.ts';
export {
  type TrainingConfig,
  type TrainingOptions,
  trainingConfig,
  trainingDefaults,
} from './training-config.ts';
export { DataReader, type RowData, type TargetData, type TrainingData } from './training-data.ts';
export {
  CHECKPOINT_FORMAT,
  type CheckpointContent,
  type HeldOutPoint,
  type NamedTensor,
  stateFromTensors,
  stateToTensors,
  type TrainingState,
} from './training-state.ts';
