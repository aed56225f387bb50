/** Model files: a training checkpoint with the sample space of its data, as one safetensors file. */
import { FormatError, show } from '../errors.ts';
import { readTensors, writeTensors } from '../io/index.ts';
import { stateFromTensors, stateToTensors, type TrainingState } from '../training/index.ts';
import type { SampleSpace } from './learning-source.ts';

export interface Model {
  readonly state: TrainingState;
  readonly space: SampleSpace;
}

/** Writes a model in one step: at any moment the file holds the old model or the new one, whole. */
export function writeModel(path: string, { state, space }: Model): void {
  const { tensors, metadata } = stateToTensors(state);
  writeTensors(path, { tensors, metadata: new Map([...metadata, ['space', JSON.stringify(space)]]) });
}

/** Reads a model. Throws a FileError, or a FormatError that names what is not as `flowproof train` writes it. */
export function readModel(path: string): Model {
  const content = readTensors(path);
  const state = stateFromTensors(content, path);
  return { state, space: readSpace(path, content.metadata.get('space'), state.config.network.dim) };
}

function readSpace(path: string, text: string | undefined, dim: number): SampleSpace {
  let space: Partial<SampleSpace> | undefined;
  try {
    space = JSON.parse(text ?? '') as Partial<SampleSpace>;
  } catch {
    space = undefined;
  }
  const list = (value: unknown, type: string): boolean =>
    Array.isArray(value) && value.length === dim && value.every((v) => typeof v === type);
  if (
    !space ||
    typeof space.name !== 'string' ||
    !list(space.columns, 'string') ||
    !list(space.mean, 'number') ||
    !list(space.std, 'number') ||
    !space.std!.every((s) => s > 0) ||
    !(space.classNames === undefined || isStrings(space.classNames))
  ) {
    throw new FormatError({
      argument: `${path}: metadata.space`,
      expected: `names, means and positive deviations of ${dim} columns`,
      received: text === undefined ? 'none' : show(text),
      wayOut: 'give a file that flowproof train wrote',
    });
  }
  return space as SampleSpace;
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every((v) => typeof v === 'string');
}
