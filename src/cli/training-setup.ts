/** From the options of a training run to data and configuration. */
import { ArgumentError, show, UsageError } from '../errors.ts';
import { fieldFromSpec } from '../fields/index.ts';
import type { DatasetOptions } from '../io/index.ts';
import { type TrainingConfig, trainingConfig, trainingDefaults } from '../training/index.ts';
import type { LearningSource } from './learning-source.ts';
import type { TrainingFlags } from './training-options.ts';

/** The options that loading the data takes. */
export function datasetOptions(flags: TrainingFlags): DatasetOptions {
  const { imageSize = 14 } = flags;
  if (imageSize !== 28 && imageSize !== 14 && imageSize !== 7) {
    throw new UsageError({ argument: '--image-size', expected: '28, 14 or 7', received: show(imageSize) });
  }
  return {
    seed: flags.seed,
    ...(flags.heldOut !== undefined && { heldOutFraction: flags.heldOut }),
    ...(flags.columns !== undefined && { columns: flags.columns.split(',') }),
    ...(flags.labels !== undefined && { labels: flags.labels }),
    ...(flags.array !== undefined && { array: flags.array }),
    ...(flags.missing !== undefined && { missing: flags.missing }),
    ...(!flags.header && { header: false }),
    ...(flags.delimiter !== undefined && { delimiter: flags.delimiter }),
    ...(flags.normalisation !== undefined && { normalisation: flags.normalisation }),
    ...((flags.data === 'mnist' || flags.imageSize !== undefined) && { imageSize }),
  };
}

/** The configuration that the flags spell for this data; `base` holds a command's own defaults. */
export function configFromFlags(
  flags: TrainingFlags,
  source: LearningSource,
  base: Partial<TrainingConfig> = {},
): TrainingConfig {
  const dim = source.space.columns.length;
  const classes = flags.classes ? source.space.classNames?.length : 0;
  if (classes === undefined) {
    throw new UsageError({
      argument: '--classes',
      expected: 'data with classes',
      received: show(source.space.name),
      wayOut: 'name the column or array of the classes with --labels',
    });
  }
  const steps = flags.steps ?? base.steps ?? trainingDefaults.steps;
  const warmup = flags.warmup ?? Math.min(base.warmup ?? trainingDefaults.warmup, Math.floor(steps / 2));
  const frequencies = flags.frequencies ?? 4;
  try {
    const config = trainingConfig({
      ...base,
      seed: flags.seed,
      steps,
      warmup,
      network: {
        ...base.network,
        dim,
        ...(flags.hidden && { hidden: flags.hidden }),
        ...(flags.activation && { activation: flags.activation }),
        ...(flags.frequencies !== undefined && {
          time: frequencies === 0 ? { kind: 'input' } : { kind: 'fourier', frequencies },
        }),
        ...(classes > 0 && { classes }),
      },
      ...(flags.batch !== undefined && { batch: flags.batch }),
      ...(flags.schedule && { schedule: flags.schedule }),
      ...(flags.loss && { loss: flags.loss }),
      ...(flags.times && { timeSampler: flags.times }),
      ...(flags.optimizer && { optimizer: optimizers[flags.optimizer] }),
      ...(flags.learningRate !== undefined && { learningRate: flags.learningRate }),
      ...(flags.clipNorm !== undefined && { clipNorm: flags.clipNorm }),
      ...(flags.averageDecay !== undefined && { averageDecay: flags.averageDecay }),
      ...(flags.labelDropout !== undefined && { labelDropout: flags.labelDropout }),
    });
    if (config.loss === 'fm') checkExactField(config, source);
    return config;
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    const { argument, expected, received, wayOut } = error;
    throw new UsageError({ argument, expected, received, wayOut }, { cause: error });
  }
}

/** Throws an ArgumentError for data without the closed-form field that the FM loss regresses on. */
function checkExactField({ schedule }: TrainingConfig, { data, space }: LearningSource): void {
  if (data.kind === 'target') {
    fieldFromSpec({ kind: 'marginal', schedule, target: data.target });
    return;
  }
  throw new ArgumentError({
    argument: '--loss',
    expected: 'cfm for rows of data',
    received: `fm for ${show(space.name)}`,
    wayOut: 'the FM loss needs a distribution with a closed form; the CFM loss has the same gradient',
  });
}

const optimizers = {
  adam: trainingDefaults.optimizer,
  adamw: { kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
  sgd: { kind: 'sgd', momentum: 0.9 },
} as const;
