/**
 * The state of a run between two steps: with the configuration and the data, all that decides how it goes on.
 *
 * As named tensors and string metadata it is a checkpoint file: `parameters`, `average`, `first`, `second` (float32)
 * and the histories (float64). The average is what one samples with.
 */
import type { FloatArray } from '../array/float-array.ts';
import { ArgumentError, FormatError, show } from '../errors.ts';
import { mlp } from '../nn/index.ts';
import { type TrainingConfig, type TrainingOptions, trainingConfig } from './training-config.ts';

/** Held-out loss of the averaged parameters after `step` updates. */
export interface HeldOutPoint {
  readonly step: number;
  readonly loss: number;
}

export interface TrainingState {
  readonly config: TrainingConfig;
  /** Fingerprint of the data, as the caller chose it; resuming with other data is refused. */
  readonly dataId: string;
  /** Updates done. */
  readonly step: number;
  readonly parameters: Float32Array;
  readonly average: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** Training loss of each update done, [step]. */
  readonly losses: Float64Array;
  readonly heldOut: readonly HeldOutPoint[];
}

/** A tensor as the file formats have it: dense, row-major. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: FloatArray;
}

/** Tensors and metadata by name, as safetensors holds them. */
export interface CheckpointContent {
  readonly tensors: ReadonlyMap<string, { readonly data: unknown }>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** A checkpoint as tensors and metadata; the inverse of {@link stateFromTensors}. */
export function stateToTensors(state: TrainingState): {
  tensors: Map<string, NamedTensor>;
  metadata: Map<string, string>;
} {
  const { parameters, average, first, second, losses } = state;
  const heldOut = Float64Array.from(state.heldOut.flatMap((p) => [p.step, p.loss]));
  const vectors = Object.entries({ parameters, average, first, second, losses });
  return {
    tensors: new Map<string, NamedTensor>([
      ...vectors.map(([name, data]) => [name, { shape: [data.length], data }] as const),
      ['heldOut', { shape: [state.heldOut.length, 2], data: heldOut }],
    ]),
    metadata: new Map([
      ['format', CHECKPOINT_FORMAT],
      ['step', String(state.step)],
      ['dataId', state.dataId],
      ['config', JSON.stringify(state.config)],
    ]),
  };
}

export const CHECKPOINT_FORMAT = 'flowproof-checkpoint-1';

/** The state in a checkpoint. Throws a FormatError that names `file` and the field that is not as written. */
export function stateFromTensors(content: CheckpointContent, file: string = 'checkpoint'): TrainingState {
  const { tensors, metadata } = content;
  if (metadata.get('format') !== CHECKPOINT_FORMAT) {
    throw new FormatError({
      argument: `${file}: metadata.format`,
      expected: show(CHECKPOINT_FORMAT),
      received: showText(metadata.get('format')),
      wayOut: 'give a file that flowproof train wrote',
    });
  }
  const config = readConfig(metadata.get('config'), file);
  const text = metadata.get('step') ?? '';
  const step = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(step <= config.steps)) {
    throw new FormatError({
      argument: `${file}: metadata.step`,
      expected: `an integer in [0, ${config.steps}]`,
      received: showText(metadata.get('step')),
    });
  }
  const count = mlp(config.network).parameterCount;
  const float32 = (name: string, length: number): Float32Array => {
    const data = tensors.get(name)?.data;
    if (data instanceof Float32Array && data.length === length && data.every(Number.isFinite)) return data;
    throw wrongTensor(file, name, `finite float32 [${length}]`, data);
  };
  const float64 = (name: string, length: number): Float64Array => {
    const data = tensors.get(name)?.data;
    if (data instanceof Float64Array && data.length === length && data.every(Number.isFinite)) return data;
    throw wrongTensor(file, name, `finite float64 [${length}]`, data);
  };
  const measured = heldOutCount(config, step);
  const heldOut = float64('heldOut', 2 * measured);
  const points = Array.from({ length: measured }, (_, i): HeldOutPoint => {
    const at = Math.min(i * config.heldOutEvery, step);
    if (heldOut[2 * i] !== at) throw wrongTensor(file, 'heldOut', `step ${at} in row ${i}`, heldOut[2 * i]);
    return { step: at, loss: heldOut[2 * i + 1]! };
  });
  return {
    config,
    dataId: metadata.get('dataId') ?? '',
    step,
    parameters: float32('parameters', count),
    average: float32('average', count),
    first: float32('first', count),
    second: float32('second', config.optimizer.kind === 'sgd' ? 0 : count),
    losses: float64('losses', step),
    heldOut: points,
  };
}

/** How often the held-out loss has been measured: at 0, at each multiple of `heldOutEvery`, and at the end. */
function heldOutCount({ steps, heldOutEvery }: TrainingConfig, step: number): number {
  const last = step === steps && step % heldOutEvery !== 0 ? 1 : 0;
  return Math.floor(step / heldOutEvery) + 1 + last;
}

function showText(text: string | undefined): string {
  return text === undefined ? 'none' : show(text);
}

function readConfig(text: string | undefined, file: string): TrainingConfig {
  try {
    return trainingConfig(JSON.parse(text ?? '') as TrainingOptions);
  } catch (cause) {
    throw new FormatError(
      {
        argument: `${file}: metadata.config`,
        expected: 'the JSON of a training configuration',
        received: cause instanceof Error ? cause.message : showText(text),
      },
      { cause },
    );
  }
}

function wrongTensor(file: string, name: string, expected: string, received: unknown): FormatError {
  return new FormatError({
    argument: `${file}: tensor ${name}`,
    expected,
    received: received === undefined ? 'none' : show(received),
  });
}

/** Throws an ArgumentError that names the first field in which a resumed run would differ from the interrupted one. */
export function checkResumable(state: TrainingState, config: TrainingConfig, dataId: string): void {
  const differs = (argument: string, expected: unknown, received: unknown): never => {
    throw new ArgumentError({
      argument,
      expected: `${show(expected)}, as in the checkpoint`,
      received: show(received),
      wayOut: 'resume with the same configuration and data, or start a new run',
    });
  };
  for (const name of Object.keys(state.config) as (keyof TrainingConfig)[]) {
    const [then, now] = [canonical(state.config[name]), canonical(config[name])];
    if (then !== now) differs(name, JSON.parse(then), JSON.parse(now));
  }
  if (state.dataId !== dataId) differs('data', state.dataId, dataId);
}

/** JSON with sorted keys, so that equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );
}
