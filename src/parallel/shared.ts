/** Copies between a caller's buffers and memory that all threads see. */
import { allocate, dtypeOf, type FloatArray } from '../array/float-array.ts';

/** Whether all threads see it as it is. */
export function isShared(a: FloatArray): boolean {
  return a.buffer instanceof SharedArrayBuffer;
}

/** A copy in shared memory. */
export function toShared(a: FloatArray): FloatArray {
  const copy = allocate(dtypeOf(a), a.length, true);
  copy.set(a);
  return copy;
}

/** A copy outside of it: shared buffers are refused by many APIs, and could still be written by a thread. */
export function toPlain(a: FloatArray): FloatArray {
  return a.slice() as FloatArray;
}
