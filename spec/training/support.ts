/** Small training runs on this thread, and their states in a form that compares bit by bit. */
import { eightGaussians } from '../../src/targets/index.ts';
import {
  type TrainingConfig,
  type TrainingData,
  type TrainingOptions,
  type TrainingState,
  type TrainOptions,
  train,
  trainingConfig,
} from '../../src/training/index.ts';

export const targetSpec = eightGaussians().spec;
export const target: TrainingData = { kind: 'target', target: targetSpec };

/** 40 rows in three classes. */
export const labelledRows: TrainingData = {
  kind: 'rows',
  rows: Float32Array.from({ length: 80 }, (_, i) => 4 * ((i * 0.6180339887498949) % 1) - 2),
  heldOut: Float32Array.from({ length: 20 }, (_, i) => 4 * ((i * 0.7548776662466927) % 1) - 2),
  labels: Int32Array.from({ length: 40 }, (_, i) => i % 3),
  heldOutLabels: Int32Array.from({ length: 10 }, (_, i) => i % 3),
};

/** A run of few steps, with every part of a step in use. */
export function smallConfig(options: Partial<TrainingOptions> = {}): TrainingConfig {
  const { network, ...rest } = options;
  return trainingConfig({
    steps: 12,
    batch: 23,
    tileRows: 5,
    warmup: 3,
    heldOutExamples: 17,
    heldOutEvery: 4,
    averageDecay: 0.9,
    ...rest,
    network: { dim: 2, hidden: [9, 7], ...network },
  });
}

/** All bits of a state: float buffers as bytes, so that −0, 0 and NaN are told apart. */
export function bitsOf(state: TrainingState): object {
  const bytes = (a: Float32Array | Float64Array): string =>
    Buffer.from(a.buffer, a.byteOffset, a.byteLength).toString('base64');
  const { parameters, average, first, second, losses, ...rest } = state;
  return {
    ...rest,
    parameters: bytes(parameters),
    average: bytes(average),
    first: bytes(first),
    second: bytes(second),
    losses: bytes(losses),
  };
}

/** Trains and keeps the state after every step. */
export async function trainKeeping(
  options: Omit<TrainOptions, 'onCheckpoint' | 'checkpointEvery'>,
): Promise<{ final: TrainingState; states: TrainingState[] }> {
  const states: TrainingState[] = [];
  const final = await train({
    ...options,
    checkpointEvery: 1,
    onCheckpoint: (state) => {
      states.push(state);
    },
  });
  return { final, states };
}
