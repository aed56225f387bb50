/**
 * Views, keys and scalars that the units of a step need, made once for each thread or, at most, once for each step: the units themselves
 * then make none, but for the last tile of a batch that fills no whole number of them.
 */
import { ADAM_CONSTANTS } from '../kernels/parameter-updates.ts';
import type { LossOptions } from '../losses/index.ts';
import { averageDecay, type LearningRateSchedule, learningRate, optimizerSlots } from '../nn/index.ts';
import { updateConstants } from '../nn/optimizer.ts';
import { fold, type Key, key } from '../random/index.ts';
import type { TrainingConfig } from './training-config.ts';

/** One stream of random numbers for each purpose, so that no two draws ever share a counter. */
export const STREAM = {
  parameters: 1,
  data: 2,
  noise: 3,
  time: 4,
  dropout: 5,
  heldOutNoise: 6,
  heldOutTime: 7,
} as const;

/** Of one thread. */
export interface SessionViews {
  /** The gradient of each tile, [P]. */
  readonly tileGradients: readonly Float32Array[];
  /** The state of the optimizer, [P] each. */
  readonly moments: readonly Float32Array[];
  /** The rows of the points and targets of a tile, [dim] each: the exact field is asked row by row, as each has a time of its own. */
  readonly points: readonly Float32Array[];
  readonly targets: readonly Float32Array[];
  readonly keys: Readonly<Record<'noise' | 'time' | 'dropout' | 'heldOutNoise' | 'heldOutTime', Key>>;
  /** Over how many rows the loss is a mean. */
  readonly ofBatch: LossOptions;
  readonly ofHeldOut: LossOptions;
  readonly rates: LearningRateSchedule;
  readonly ofStep: StepScalars;
  readonly update: UpdateOfStep;
}

/** What the units of one step share. */
export interface StepScalars {
  /** Counts from 0; −1 before the first. */
  step: number;
  timeKey: Key;
  learningRate: number;
  averageDecay: number;
}

/** What the units of the update of one step share. */
export interface UpdateOfStep {
  /** Counts from 0; −1 before the first. */
  step: number;
  /** The factor on the gradient. */
  scale: number;
  readonly constants: Float32Array;
}

/** The buffers that are cut; as in session.ts. */
interface Buffers {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

interface Scratch {
  readonly xt: Float32Array;
  readonly target: Float32Array;
}

export function sessionViews(config: TrainingConfig, buffers: Buffers, scratch: Scratch): SessionViews {
  const { seed, network, optimizer } = config;
  const count = buffers.parameters.length;
  const rows = (matrix: Float32Array): Float32Array[] =>
    config.loss === 'fm' ? cut(matrix, network.dim) : [];
  const time = key(seed, STREAM.time);
  return {
    tileGradients: cut(buffers.gradients, count),
    moments: [buffers.first, buffers.second].slice(0, optimizerSlots(optimizer).length),
    points: rows(scratch.xt),
    targets: rows(scratch.target),
    keys: {
      noise: key(seed, STREAM.noise),
      time,
      dropout: key(seed, STREAM.dropout),
      heldOutNoise: key(seed, STREAM.heldOutNoise),
      heldOutTime: key(seed, STREAM.heldOutTime),
    },
    ofBatch: { batchRows: config.batch },
    ofHeldOut: { batchRows: config.heldOutExamples },
    rates: ratesOf(config),
    ofStep: { step: -1, timeKey: time, learningRate: 0, averageDecay: 0 },
    update: { step: -1, scale: 1, constants: new Float32Array(ADAM_CONSTANTS) },
  };
}

/** The schedule of the learning rate of a run. */
export function ratesOf({ learningRate, warmup, steps, finalRate }: TrainingConfig): LearningRateSchedule {
  return { peak: learningRate, warmup, steps, finalRate };
}

/** Pieces of `length` elements. */
function cut(array: Float32Array, length: number): Float32Array[] {
  return Array.from({ length: array.length / length }, (_, i) =>
    array.subarray(i * length, (i + 1) * length),
  );
}

/** The scalars of a step, computed when the first of its units asks. */
export function scalarsOf(
  config: TrainingConfig,
  { ofStep, keys, rates }: SessionViews,
  step: number,
): StepScalars {
  if (ofStep.step !== step) {
    ofStep.timeKey = fold(keys.time, step);
    ofStep.learningRate = learningRate(rates, step + 1);
    ofStep.averageDecay = averageDecay(config.averageDecay, step + 1);
    ofStep.step = step;
  }
  return ofStep;
}

/** The constants of an update, computed when the first of its units asks. */
export function constantsOf(
  config: TrainingConfig,
  views: SessionViews,
  step: number,
  scale: number,
): Float32Array {
  const { update } = views;
  if (update.step !== step || update.scale !== scale) {
    const { learningRate: rate } = scalarsOf(config, views, step);
    updateConstants(config.optimizer, { step: step + 1, rate, scale }, update.constants);
    update.step = step;
    update.scale = scale;
  }
  return update.constants;
}
