/** Shapes of a case: extents by name, such as `rows`, `dim + 1` or 3. */

import { ArgumentError, show } from '../errors.ts';
import type { Extent, Field, Tensor } from './contract.ts';

const SUM = /^([a-z]\w*)(?: \+ (\d+))?$/i;

/** The extent that a name stands for. */
export function extentOf(extent: Extent, sizes: Readonly<Record<string, number>>): number {
  if (typeof extent === 'number') return extent;
  const [, name, more] = SUM.exec(extent) ?? [];
  const size = name === undefined ? undefined : sizes[name];
  if (size === undefined) {
    throw new ArgumentError({
      argument: 'extent',
      expected: `one of ${Object.keys(sizes).join(', ')}, with "+ n" or without`,
      received: show(extent),
    });
  }
  return size + Number(more ?? 0);
}

export const shapeOf = (field: Field, sizes: Readonly<Record<string, number>>): readonly number[] =>
  field.shape.map((extent) => extentOf(extent, sizes));

export const countOf = (shape: readonly number[]): number =>
  shape.reduce((product, extent) => product * extent, 1);

/** The element type of a field in a run. */
export const dtypeOf = (field: Field, dtype: 'float32' | 'float64'): Tensor['dtype'] =>
  field.type === 'int' ? 'int32' : dtype;

/** A tensor of the field's type and shape with these values, each rounded once to its type. */
export function tensorFor(
  field: Field,
  values: ArrayLike<number>,
  sizes: Readonly<Record<string, number>>,
  dtype: 'float32' | 'float64',
): Tensor {
  const type = dtypeOf(field, dtype);
  const array = { float32: Float32Array, float64: Float64Array, int32: Int32Array }[type];
  return { dtype: type, shape: shapeOf(field, sizes), data: array.from(values) };
}
