/**
 * Everything that decides the bits of a training run, as plain data: the same configuration, data and seed give the
 * same parameters for any number of threads and for any interruption and resumption.
 */
import { checkCount, checkNumber } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { checkOptimizer, type MlpConfig, mlp, type OptimizerSpec } from '../nn/index.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import type { ScheduleSpec } from '../schedules/schedule.ts';
import { checkTimeSampler, type TimeSamplerSpec } from './time-sampler.ts';

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
  /** Steps over which the learning rate rises linearly from 0. */
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

/**
 * Fills in the defaults and checks every field.
 *
 * ```ts
 * import { trainingConfig } from 'flowproof';
 *
 * const config = trainingConfig({ network: { dim: 2 }, steps: 500 });
 * console.log(config.batch); // 256
 * ```
 *
 * @throws ArgumentError that names the field.
 */
export function trainingConfig(options: TrainingOptions): TrainingConfig {
  if (
    typeof options !== 'object' ||
    options === null ||
    typeof options.network !== 'object' ||
    options.network === null
  ) {
    throw new ArgumentError({
      argument: 'options',
      expected: 'an object with network: { dim }',
      received: show(options),
    });
  }
  checkNames('options', options, trainingDefaults);
  checkNames('options.network', options.network, { dim: 0, classes: 0, ...trainingDefaults.network });
  const config: TrainingConfig = {
    ...trainingDefaults,
    ...options,
    network: { ...trainingDefaults.network, ...options.network },
  };
  checkCount('seed', config.seed);
  mlp(config.network);
  scheduleFromSpec(config.schedule);
  checkCount('steps', config.steps, 1, 100_000_000);
  checkCount('batch', config.batch, 1, 1_000_000);
  checkCount('tileRows', config.tileRows, 1, 65_536);
  checkNumber('learningRate', config.learningRate, 0, 1e6);
  checkCount('warmup', config.warmup, 0, config.steps);
  checkNumber('finalRate', config.finalRate, 0, 1);
  checkNumber('clipNorm', config.clipNorm, 0);
  checkNumber('averageDecay', config.averageDecay, 0, 1 - Number.EPSILON);
  checkNumber('labelDropout', config.labelDropout, 0, 1);
  checkCount('heldOutExamples', config.heldOutExamples, 1, 10_000_000);
  checkCount('heldOutEvery', config.heldOutEvery, 1);
  checkTimeSampler(config.timeSampler);
  checkOptimizer(config.optimizer);
  if (config.loss !== 'cfm' && config.loss !== 'fm') {
    throw new ArgumentError({ argument: 'loss', expected: "'cfm' or 'fm'", received: show(config.loss) });
  }
  if (config.labelDropout > 0 && !config.network.classes) {
    throw new ArgumentError({
      argument: 'labelDropout',
      expected: '0 for a network without classes',
      received: show(config.labelDropout),
      wayOut: 'set network.classes to the number of classes',
    });
  }
  return config;
}

/** A misspelt field would leave its default in force without a word. */
function checkNames(argument: string, given: object, known: object): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return;
  throw new ArgumentError({
    argument: `${argument}.${unknown}`,
    expected: `one of the fields ${Object.keys(known).join(', ')}`,
    received: 'an unknown field',
  });
}
