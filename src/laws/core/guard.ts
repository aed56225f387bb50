/**
 * Calls to functions under test: each answer is checked to be what the interface promises, so that NaN, a promise, or a
 * buffer that was not filled is a fault that names the call, and never a pass.
 */
import { ObjectError, show } from '../../errors.ts';

/** Throws where `value`, which `call` gave, is a promise. */
export function refusePromise(call: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && 'then' in value) {
    throw new ObjectError({
      argument: call,
      expected: 'an answer at once',
      received: 'a promise',
      wayOut: 'give a function that is not async',
    });
  }
}

/** A member of the object that must be a function. */
export function requireFunction(object: object | null | undefined, name: string): void {
  const value = (object as Record<string, unknown> | null | undefined)?.[name];
  if (typeof value === 'function') return;
  throw new ObjectError({
    argument: name,
    expected: 'a function',
    received: object === null || object === undefined ? show(object) : show(value),
  });
}

/** The object's `dim`, which must be an integer ≥ 1. */
export function requireDimension(object: { readonly dim?: unknown }): number {
  const { dim } = object;
  if (typeof dim === 'number' && Number.isInteger(dim) && dim >= 1) return dim;
  throw new ObjectError({ argument: 'dim', expected: 'an integer >= 1', received: show(dim) });
}

/** A number that a function under test gave, which may be ±∞ but not NaN. `call`: the call as text, such as 'alpha(0.25)'. */
export function givenNumber(call: string, value: unknown): number {
  refusePromise(call, value);
  if (typeof value === 'number' && !Number.isNaN(value)) return value;
  throw new ObjectError({ argument: call, expected: 'a number', received: show(value) });
}

/** As {@link givenNumber}, and finite. */
export function givenFinite(call: string, value: unknown): number {
  const number = givenNumber(call, value);
  if (Number.isFinite(number)) return number;
  throw new ObjectError({ argument: call, expected: 'a finite number', received: show(number) });
}

const UNWRITTEN = ', or nothing was written there (out begins as NaN: it is to be set, not added to)';

/**
 * The `length` numbers that a function under test writes. The buffer begins as NaN: what is left
 * unwritten or written as NaN is a fault. ±∞ is allowed where `infinite` is set: a log-density of zero. `place`: entry i as its writer
 * knows it, where there is more than one buffer.
 */
export function givenArray(
  call: string,
  length: number,
  write: (out: Float64Array) => unknown,
  infinite = false,
  place: (i: number) => string = (i) => `out[${i}]`,
): Float64Array {
  const out = new Float64Array(length).fill(Number.NaN);
  refusePromise(call, write(out));
  for (let i = 0; i < length; i++) {
    const value = out[i]!;
    if (Number.isNaN(value) || !(infinite || Number.isFinite(value))) {
      throw new ObjectError({
        argument: call,
        expected: `${length} finite number${length === 1 ? '' : 's'} in out`,
        received: `${value} in ${place(i)}${Number.isNaN(value) ? UNWRITTEN : ''}`,
      });
    }
  }
  return out;
}

/** An input of a function under test, after the call: one that it has written into would be wrong for whoever uses it next. */
export function requireUntouched(
  call: string,
  name: string,
  before: ArrayLike<number>,
  after: ArrayLike<number>,
): void {
  for (let i = 0; i < before.length; i++) {
    if (after[i] === before[i]) continue;
    throw new ObjectError({
      argument: call,
      expected: `${name} left as it was`,
      received: `${after[i]} in ${name}[${i}], where ${before[i]} had been`,
      wayOut: 'write into out alone',
    });
  }
}
