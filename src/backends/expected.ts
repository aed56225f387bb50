/**
 * What a contract expects of an answer: names, element types, shapes and bytes of its tensors, and one line about whatever differs.
 */
import { FormatError } from '../errors.ts';
import { show } from '../io/printable.ts';
import type { Case, Field, Operation, Tensor } from '../oracle/contract.ts';
import { countOf, dtypeOf, shapeOf } from '../oracle/shape.ts';

/** One tensor that an answer must or may hold. */
export interface ExpectedTensor {
  readonly name: string;
  readonly dtype: Tensor['dtype'];
  readonly shape: readonly number[];
  readonly bytes: number;
}

/** The tensors of an answer to one case: all outputs, and any of the trace. */
export interface ExpectedAnswer {
  readonly outputs: readonly ExpectedTensor[];
  readonly trace: readonly ExpectedTensor[];
}

const WIDTH = { float32: 4, float64: 8, int32: 4 } as const;
const ARRAY = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

function expectedTensor(field: Field, { sizes, dtype }: Case): ExpectedTensor {
  const type = dtypeOf(field, dtype);
  const shape = shapeOf(field, sizes);
  return { name: field.name, dtype: type, shape, bytes: countOf(shape) * WIDTH[type] };
}

export function expectedAnswer(operation: Operation, question: Case): ExpectedAnswer {
  const of = (field: Field): ExpectedTensor => expectedTensor(field, question);
  return { outputs: operation.outputs.map(of), trace: operation.trace.map(of) };
}

/** `float32 [4, 2]`, as every message writes the type of a tensor. */
export const typeText = (dtype: string, shape: readonly number[]): string => `${dtype} [${shape.join(', ')}]`;

/** The error for an answer that is not what the contract says; `place` names the reply, or the file and tensor. */
export function wrongAnswer(place: string, expected: string, received: string, wayOut?: string): FormatError {
  return new FormatError({ argument: place, expected, received, ...(wayOut ? { wayOut } : {}) });
}

function isShape(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

/** Throws unless element type and shape are the expected ones. */
export function checkType(place: string, expected: ExpectedTensor, dtype: unknown, shape: unknown): void {
  const right = typeText(expected.dtype, expected.shape);
  if (typeof dtype !== 'string' || !isShape(shape)) {
    const what = typeof dtype === 'string' ? `shape ${show(shape)}` : `dtype ${show(dtype)}`;
    throw wrongAnswer(place, right, what);
  }
  const sameShape = shape.length === expected.shape.length && shape.every((n, i) => n === expected.shape[i]);
  if (dtype === expected.dtype && sameShape) return;
  throw wrongAnswer(
    place,
    right,
    typeText(show(dtype).slice(1, -1), shape),
    sameShape ? `convert to ${expected.dtype} before you answer` : shapeHint(expected.shape, shape),
  );
}

function shapeHint(expected: readonly number[], received: readonly number[]): string {
  if (countOf(expected) === countOf(received)) {
    return expected.length === 0 ? 'a scalar has shape []' : 'the elements are as many: reshape or transpose';
  }
  return 'the sizes of the request give the shape of every answer';
}

const MOST_NAMED = 5;
const quotedNames = (names: readonly string[]): string =>
  `${names.slice(0, MOST_NAMED).map(show).join(', ')}${names.length > MOST_NAMED ? ', …' : ''}`;

/** Throws unless the names are the expected ones: each of them (`all`) or any, and no other. */
export function checkNames(
  place: string,
  expected: readonly ExpectedTensor[],
  received: readonly string[],
  all: boolean,
): void {
  const names = expected.map(({ name }) => name);
  const unknown = received.filter((name) => !names.includes(name));
  const missing = all ? names.filter((name) => !received.includes(name)) : [];
  if (unknown.length + missing.length === 0) return;
  const right = names.length > 0 ? `${all ? '' : 'any of '}${names.join(', ')}` : 'nothing';
  if (missing.length === 0) throw wrongAnswer(place, right, `also ${quotedNames(unknown)}`, 'leave it out');
  if (unknown.length === 0) {
    throw wrongAnswer(place, right, received.length > 0 ? `${received.join(', ')} only` : 'nothing');
  }
  throw wrongAnswer(
    place,
    right,
    `${quotedNames(unknown)} and no ${missing.join(', no ')}`,
    unknown.length + missing.length === 2 ? `rename ${show(unknown[0])} to ${missing[0]}` : undefined,
  );
}

/** The tensor of elements that stand little-endian in `bytes`, which are copied; throws unless they are as many as expected. */
export function tensorOf(place: string, expected: ExpectedTensor, bytes: Uint8Array): Tensor {
  const { dtype, shape } = expected;
  if (bytes.length !== expected.bytes) {
    throw wrongAnswer(
      place,
      `${expected.bytes} bytes for ${typeText(dtype, shape)}`,
      `${bytes.length} bytes`,
      bytes.length === 2 * expected.bytes ? 'are these elements twice as wide?' : undefined,
    );
  }
  // The copy owns its memory and is aligned, whatever buffer the bytes stood in.
  return { dtype, shape, data: new ARRAY[dtype](new Uint8Array(bytes).buffer) };
}
