/**
 * Everything that decides the bits of a training run, as plain data: the same configuration, data and seed give the
 * same parameters for any number of threads and for any interruption and resumption.
 */
import { checkNames } from '../array/check-names.ts';
import { checkCount, checkNumber } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { checkOptimizer, mlp } from '../nn/index.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import { checkTimeSampler } from './time-sampler.ts';
import { type TrainingConfig, type TrainingOptions, trainingDefaults } from './training-defaults.ts';

export { type TrainingConfig, type TrainingOptions, trainingDefaults };

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
  checkNames('options', options, Object.keys(trainingDefaults));
  checkNames('options.network', options.network, [
    'dim',
    'classes',
    ...Object.keys(trainingDefaults.network),
  ]);
  const config: TrainingConfig = {
    ...trainingDefaults,
    // Half of a short run is left to learn in.
    warmup: Math.min(trainingDefaults.warmup, Math.floor((options.steps ?? trainingDefaults.steps) / 2)) || 0,
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
