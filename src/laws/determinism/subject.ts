/** What the law of determinism asks of a computation: to run with a seed, cut into chunks, on a number of threads. */
import { checkCount } from '../../array/float-array.ts';
import { ArgumentError, ObjectError, show } from '../../errors.ts';
import { requireFunction } from '../core/guard.ts';

/** One run. */
export interface RunRequest {
  /** A safe integer ≥ 0. */
  readonly seed: number;
  /** Lengths of the pieces that the work is cut into, each ≥ 1; their sum is the subject's `rows`. */
  readonly chunks: readonly number[];
  /** One of the subject's `threads`. */
  readonly threads: number;
}

/** Visits the chunks of a request in order, each with its first row. */
export function eachChunk(
  chunks: readonly number[],
  visit: (first: number, length: number, chunk: number) => void,
): void {
  let first = 0;
  for (const [chunk, length] of chunks.entries()) {
    visit(first, length, chunk);
    first += length;
  }
}

/** A computation whose result may depend on the seed, and on nothing else. */
export interface RunSubject {
  readonly name?: string;
  /** Rows, steps or draws that chunks divide, ≥ 1. */
  readonly rows: number;
  /** 'any' lengths (default), all the same but the last, or 'none': then `chunks` is [rows]. */
  readonly chunking?: 'any' | 'uniform' | 'none';
  /** Numbers of threads it can use; default [1]. */
  readonly threads?: readonly number[];
  /** False for a result that does not depend on the seed; default true. */
  readonly seeded?: boolean;
  /** The result, as a typed array. */
  run(request: RunRequest): ArrayBufferView | Promise<ArrayBufferView>;
}

const CHUNKINGS = ['any', 'uniform', 'none'];

/** Throws unless the object has the members that it needs. */
export function checkRun(subject: RunSubject): void {
  requireFunction(subject, 'run');
  const { rows, chunking = 'any', threads = [1] } = subject;
  checkCount('rows', rows, 1, 1e9);
  if (!CHUNKINGS.includes(chunking)) {
    throw new ArgumentError({
      argument: 'chunking',
      expected: `one of ${CHUNKINGS.join(', ')}`,
      received: show(chunking),
    });
  }
  if (!Array.isArray(threads) || threads.length === 0) {
    throw new ArgumentError({
      argument: 'threads',
      expected: 'a list of numbers of threads',
      received: show(threads),
    });
  }
  threads.forEach((count, i) => {
    checkCount(`threads[${i}]`, count, 1, 1024);
  });
}

/** A result as bytes of its own, and as the numbers that they are. */
export interface RunResult {
  readonly bytes: Uint8Array;
  /** Bytes of an element. */
  readonly width: number;
  /** Element i, in words. */
  element(i: number): string;
}

/** Runs the subject and takes a copy of what it gives. */
export async function resultOf(subject: RunSubject, request: RunRequest): Promise<RunResult> {
  const call = `run(${show(request)})`;
  const view: unknown = await subject.run(request);
  if (!ArrayBuffer.isView(view)) {
    throw new ObjectError({ argument: call, expected: 'a typed array', received: show(view) });
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
  const elements = Object.getPrototypeOf(view).constructor as { from?: unknown };
  if (typeof elements.from !== 'function') return { bytes, width: 1, element: (i) => `byte ${bytes[i]}` };
  const values = (view as Float64Array).slice();
  const wrong = values.findIndex((v) => Number.isNaN(v));
  if (wrong >= 0) {
    throw new ObjectError({ argument: call, expected: 'numbers', received: `NaN in element ${wrong}` });
  }
  return { bytes, width: values.BYTES_PER_ELEMENT, element: (i) => String(values[i]) };
}
