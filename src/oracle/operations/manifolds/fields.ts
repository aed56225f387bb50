/** Inputs of operations on the sphere and the torus, and how drawn numbers are made to fit each other. */
import type { Case, InputField, Tensor } from '../../contract.ts';

/** Points of the unit sphere in dim + 1 coordinates, so that it is a circle at least. */
export const onSphere = (name: string, meaning: string): InputField => ({
  name,
  type: 'float',
  shape: ['rows', 'dim + 1'],
  meaning: `${meaning}: unit vectors, up to rounding`,
  domain: { kind: 'direction' },
});

export const onTorus = (name: string, meaning: string): InputField => ({
  name,
  type: 'float',
  shape: ['rows', 'dim'],
  meaning: `${meaning}, in [0, 1)`,
  domain: { kind: 'uniform', from: 0, to: 1 },
});

export const SPHERE = 'points of the unit sphere are vectors of dim + 1 coordinates';
export const TORUS = 'period 1; points lie in [0, 1)';

/** The case with other values of the input `name`, rounded to its type, row by row. */
export function withRows(
  drawn: Case,
  name: string,
  rewrite: (row: Float64Array, r: number) => Float64Array,
): Case {
  const { dtype, shape } = drawn.inputs[name]!;
  const values = Array.from({ length: shape[0]! }, (_, r) => [...rewrite(rowAt(drawn, name, r), r)]).flat();
  const tensor: Tensor = {
    dtype,
    shape,
    data: dtype === 'float32' ? Float32Array.from(values) : Float64Array.from(values),
  };
  return { ...drawn, inputs: { ...drawn.inputs, [name]: tensor } };
}

/** Row r of an input, as numbers. */
export function rowAt({ inputs }: Case, name: string, r: number): Float64Array {
  const { shape, data } = inputs[name]!;
  const width = shape[1]!;
  return Float64Array.from(data.subarray(r * width, (r + 1) * width));
}

export function unit(row: Float64Array): Float64Array {
  const size = Math.sqrt(row.reduce((total, x) => total + x * x, 0));
  return row.map((x) => x / size);
}
