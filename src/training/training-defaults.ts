/**
 * The configuration of a training run as plain data, and its defaults. Nothing is loaded at run time, so that a command
 * line can print the defaults without loading the network.
 */
import type { MlpConfig, OptimizerSpec } from '../nn/index.ts';
import type { ScheduleSpec } from '../schedules/schedule.ts';
import type { TimeSamplerSpec } from './time-sampler.ts';

/** The configuration of a run; every field has a default but `network.dim`. */
export interface TrainingConfig {
  /** Seed of all draws: initial parameters, order of the data, noise, times. */
  readonly seed: number;
  readonly schedule: ScheduleSpec;
  readonly network: MlpConfig;
  /** `cfm` regresses on α̇ x₁ + σ̇ x₀; `fm` on the exact marginal velocity, where the target has a closed form. */
  readonly loss: 'cfm' | 'fm';
  readonly timeSampler: TimeSamplerSpec;
  readonly optimizer: OptimizerSpec;
  /** Updates in the whole run: the learning rate decays over them. */
  readonly steps: number;
  /** Rows of one update. */
  readonly batch: number;
  /** Rows of one tile: the unit that a thread works on. Part of the definition of the bits, unlike the threads. */
  readonly tileRows: number;
  /** Peak of the learning rate, after warm-up. */
  readonly learningRate: number;
  /** Steps over which the learning rate rises linearly from 0; by default at most half of the run. */
  readonly warmup: number;
  /** Learning rate at the end, as a fraction of the peak; cosine decay in between. */
  readonly finalRate: number;
  /** Largest global norm of the gradient; larger ones are scaled down to it. 0 switches clipping off. */
  readonly clipNorm: number;
  /** Decay of the moving average of the parameters, in [0, 1); 0 makes it the parameters themselves. */
  readonly averageDecay: number;
  /** Fraction of rows whose class is hidden, for classifier-free guidance; needs `network.classes`. */
  readonly labelDropout: number;
  /** Fixed (x₁, x₀, t) triples on which the held-out loss is measured. */
  readonly heldOutExamples: number;
  /** Steps between two measurements of the held-out loss; also measured at the start and the end. */
  readonly heldOutEvery: number;
}

/** A configuration with only what differs from the defaults. */
export type TrainingOptions = Partial<Omit<TrainingConfig, 'network'>> & {
  readonly network: Partial<MlpConfig> & { readonly dim: number };
};

export const trainingDefaults: Omit<TrainingConfig, 'network'> & {
  readonly network: Omit<MlpConfig, 'dim'>;
} = {
  seed: 0,
  schedule: { kind: 'cond-ot' },
  network: { hidden: [64, 64, 64], activation: 'silu', time: { kind: 'fourier', frequencies: 4 } },
  loss: 'cfm',
  timeSampler: { kind: 'stratified' },
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  steps: 2000,
  batch: 256,
  tileRows: 64,
  learningRate: 2e-3,
  warmup: 100,
  finalRate: 0.01,
  clipNorm: 1,
  averageDecay: 0.995,
  labelDropout: 0,
  heldOutExamples: 4096,
  heldOutEvery: 100,
};
