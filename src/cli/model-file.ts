/** Model files: a training checkpoint with the sample space of its data, as one safetensors file. */
import { extname } from 'node:path';
import { FormatError, show, UsageError } from '../errors.ts';
import { readTensors, writeTensors } from '../io/index.ts';
import type { MlpConfig } from '../nn/index.ts';
import { stateFromTensors, stateToTensors, type TrainingState } from '../training/index.ts';
import type { SampleSpace } from './learning-source.ts';

export interface Model {
  readonly state: TrainingState;
  readonly space: SampleSpace;
}

/** Throws a UsageError for a model file that would be taken for something else later. */
export function checkModelName(option: string, path: string): void {
  if (extname(path) === '.safetensors') return;
  throw new UsageError({
    argument: option,
    expected: 'a file name ending in .safetensors',
    received: show(path),
    wayOut: 'the model is written in this format',
  });
}

/** Writes a model in one step: at any moment the file holds the old model or the new one, whole. */
export function writeModel(path: string, { state, space }: Model): void {
  const { tensors, metadata } = stateToTensors(state);
  writeTensors(path, { tensors, metadata: new Map([...metadata, ['space', JSON.stringify(space)]]) });
}

/** Reads a model. Throws a FileError, or a FormatError that names what is not as `flowproof train` writes it. */
export function readModel(path: string): Model {
  const content = readContent(path);
  const state = stateFromTensors(content, path);
  return { state, space: readSpace(path, content.metadata.get('space'), state.config.network) };
}

function readContent(path: string): ReturnType<typeof readTensors> {
  try {
    return readTensors(path);
  } catch (error) {
    if (!(error instanceof FormatError) || extname(path) === '.safetensors') throw error;
    // Of a file that is not even named so, the first wrong byte says nothing.
    throw new FormatError(
      {
        argument: path,
        expected: 'a model, which is a safetensors file',
        received: 'a file in another format',
        wayOut: 'give a file that flowproof train wrote',
      },
      { cause: error },
    );
  }
}

function readSpace(path: string, text: string | undefined, network: MlpConfig): SampleSpace {
  const { dim, classes = 0 } = network;
  let space: Partial<SampleSpace> | null;
  try {
    space = JSON.parse(text ?? '') as Partial<SampleSpace> | null;
  } catch {
    space = null;
  }
  if (
    !space ||
    typeof space.name !== 'string' ||
    !list(space.columns, dim, isString) ||
    !list(space.mean, dim, Number.isFinite) ||
    !list(space.std, dim, (s) => Number.isFinite(s) && (s as number) > 0) ||
    !(space.classNames === undefined || list(space.classNames, classes || undefined, isString)) ||
    !(space.imageShape === undefined || list(space.imageShape, 2, Number.isSafeInteger))
  ) {
    throw new FormatError({
      argument: `${path}: metadata.space`,
      expected: `names, finite means and positive deviations of ${dim} columns`,
      received: text === undefined ? 'none' : show(text),
      wayOut: 'give a file that flowproof train wrote',
    });
  }
  return space as SampleSpace;
}

/** An array of `length` entries (any number of them, if left out) that all pass. */
function list(value: unknown, length: number | undefined, passes: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && (length === undefined || value.length === length) && value.every(passes);
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}
