/** Shapes of draws: a count or a list of extents. */
import { checkCount } from '../array/float-array.ts';

/** Extents of an array of draws; a plain number n is short for [n]. */
export type Shape = number | readonly number[];

export function extents(shape: Shape): number[] {
  const list = typeof shape === 'number' ? [shape] : [...shape];
  for (const [axis, extent] of list.entries()) checkCount(`shape[${axis}]`, extent);
  return list;
}

export function sizeOf(list: readonly number[]): number {
  return checkCount(
    'shape',
    list.reduce((a, b) => a * b, 1),
  );
}

/** Throws unless elements first … first + length − 1 have safe integer numbers. */
export function checkRange(first: number, length: number): void {
  checkCount('first', first, 0, Number.MAX_SAFE_INTEGER - length);
}
