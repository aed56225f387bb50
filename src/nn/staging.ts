/**
 * Operands from outside on their way into and out of a workspace, whose buffers lie in one heap (kernels/heap.ts): there the kernels
 * run in SIMD. Where the workspace has no heap, or the operand lies in the same one, nothing is copied. Changes no bit.
 */
import { kernelsOf } from '../kernels/heap.ts';

/** `x`, or its first `length` elements in `place`. */
export function staged(x: Float32Array, length: number, place: Float32Array): Float32Array {
  if (isAtHome(x, place)) return x;
  place.set(x.length === length ? x : x.subarray(0, length));
  return place;
}

/** Where to compute what is to be in `out`. */
export function resultPlace(out: Float32Array, place: Float32Array): Float32Array {
  return isAtHome(out, place) ? out : place;
}

/** Copies the first `length` elements of a result to `out`, unless they were computed there. */
export function deliver(result: Float32Array, length: number, out: Float32Array): void {
  if (result !== out) out.set(result.subarray(0, length));
}

function isAtHome(x: Float32Array, place: Float32Array): boolean {
  return x.buffer === place.buffer || kernelsOf(place) === null;
}
