/**
 * Tensors by reference: a temporary folder through which large tensors go in safetensors files, in both directions. Each file lives
 * for one request. What a reply names must lie in this folder.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { FlowproofError } from '../errors.ts';
import { show } from '../io/printable.ts';
import { readTensors, writeTensors } from '../io/tensors.ts';
import type { Tensor } from '../oracle/contract.ts';
import { checkType, type ExpectedTensor, wrongAnswer } from './expected.ts';
import type { FetchStored, StoredTensor } from './wire-tensor.ts';

export interface ExchangeFolder {
  readonly path: string;
  /** Puts the tensors of one request into a file. */
  store(id: number, tensors: Readonly<Record<string, Tensor>>): Readonly<Record<string, StoredTensor>>;
  readonly fetch: FetchStored;
  /** Removes the files of a request and of its reply. */
  clear(): void;
  remove(): void;
}

/** Room for the header and for tensors that the backend wrote along. */
const SLACK = 1 << 20;

const open = new Set<string>();
const removeFolder = (path: string): void => {
  open.delete(path);
  rmSync(path, { recursive: true, force: true });
};
// A program that is interrupted does not get to stop its backends.
process.on('exit', () => {
  for (const path of open) removeFolder(path);
});

/** A new folder for the tensors of one backend. */
export function exchangeFolder(): ExchangeFolder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'flowproof-oracle-')));
  const files = new Set<string>();
  open.add(path);
  return {
    path,
    store(id, tensors) {
      const file = join(path, `request-${id}.safetensors`);
      files.add(file);
      writeTensors(file, { tensors }, { allowNonFinite: true });
      return Object.fromEntries(
        Object.entries(tensors).map(([name, { dtype, shape }]) => [name, { dtype, shape, file, name }]),
      );
    },
    fetch(place, expected, file, name) {
      const real = realFile(place, path, file);
      files.add(real);
      return storedTensor(place, real, name, expected);
    },
    clear() {
      for (const file of files) rmSync(file, { force: true });
      files.clear();
    },
    remove: () => removeFolder(path),
  };
}

/** The file that a reply names, links followed; throws unless it lies in the folder. */
function realFile(place: string, folder: string, file: string): string {
  const named = resolve(folder, file);
  let real: string;
  try {
    real = realpathSync(named);
  } catch {
    throw wrongAnswer(`${place}.file`, 'a file that is there', show(file));
  }
  const within = relative(folder, real);
  if (within === '' || within === '..' || within.startsWith(`..${sep}`) || resolve(within) === within) {
    throw wrongAnswer(`${place}.file`, `a file in ${folder}`, show(file), 'the greeting names the folder');
  }
  return real;
}

/** One tensor of a file, held to what is expected of it; every error names place, file and tensor. */
export function storedTensor(place: string, file: string, name: string, expected: ExpectedTensor): Tensor {
  let tensors: ReturnType<typeof readTensors>['tensors'];
  try {
    ({ tensors } = readTensors(file, { allowNonFinite: true, maxBytes: 2 * expected.bytes + SLACK }));
  } catch (error) {
    if (!(error instanceof FlowproofError)) throw error;
    throw wrongAnswer(`${place}: ${error.argument}`, error.expected, error.received, error.wayOut);
  }
  const found = tensors.get(name);
  if (!found) {
    throw wrongAnswer(
      `${place}: ${file}`,
      `a tensor ${show(name)}`,
      [...tensors.keys()].map(show).join(', ') || 'none',
    );
  }
  checkType(`${place}: ${file}: tensor ${show(name)}`, expected, found.dtype, found.shape);
  return { dtype: expected.dtype, shape: expected.shape, data: found.data as Tensor['data'] };
}
