/**
 * ndarray at the public edge: accepted in any stride, returned dense and row-major.
 *
 * ndarray's own `.get` does not check bounds and costs several times a plain loop, so strides are walked once here and
 * everything inside works on dense buffers with explicit dimensions.
 */
import ndarray, { type NdArray } from 'ndarray';
import { ShapeError, show } from '../errors.ts';
import { checkCount, type FloatArray, isFloatArray } from './float-array.ts';
import { type NumberArray, stridedView } from './strided-view.ts';

/** A dense row-major ndarray over float32 or float64. */
export type FloatNdArray = NdArray<FloatArray>;

let mayCompile = true;

/** ndarray's own view where it may compile one, and otherwise one of the same interface. Checks nothing. */
export function ndView<D extends NumberArray>(data: D, shape: readonly number[]): NdArray<D> {
  try {
    if (mayCompile) return ndarray(data, [...shape]);
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    // A content-security policy without 'unsafe-eval'. It would be broken, and reported, with every view.
    mayCompile = false;
  }
  return stridedView(data, shape);
}

/** Wraps a dense row-major buffer, without copying. */
export function toNdArray(data: FloatArray, shape: readonly number[]): FloatNdArray {
  for (const [axis, extent] of shape.entries()) checkCount(`shape[${axis}]`, extent);
  const size = shape.reduce((a, b) => a * b, 1);
  if (data.length !== size) {
    throw new ShapeError({
      argument: 'data',
      expected: `${size} elements for shape ${show(shape)}`,
      received: show(data),
    });
  }
  return ndView(data, shape);
}

/** True when the elements lie densely in row-major order from `data[0]`, over the whole buffer. */
function isDense(a: NdArray<FloatArray>): boolean {
  let stride = 1;
  for (let axis = a.shape.length - 1; axis >= 0; axis--) {
    if (a.shape[axis] !== 1 && a.stride[axis] !== stride) return false;
    stride *= a.shape[axis]!;
  }
  return a.offset === 0 && a.data.length === stride;
}

/** The elements of a matrix [rows, cols] as a dense buffer: the ndarray's own when dense, else a copy. */
export function denseMatrix(
  argument: string,
  a: NdArray<FloatArray>,
): { data: FloatArray; rows: number; cols: number } {
  if (!a || !Array.isArray(a.shape) || a.shape.length !== 2 || !isFloatArray(a.data)) {
    throw new ShapeError({
      argument,
      expected: 'an ndarray [rows, dim] over Float32Array or Float64Array',
      received:
        a && Array.isArray(a.shape) ? `an ndarray of shape ${show(a.shape)} over ${show(a.data)}` : show(a),
      wayOut: 'wrap a dense buffer with toNdArray(buffer, [rows, dim])',
    });
  }
  const [rows, cols] = a.shape as [number, number];
  if (isDense(a)) return { data: a.data, rows, cols };
  const data = a.data instanceof Float32Array ? new Float32Array(rows * cols) : new Float64Array(rows * cols);
  const [rowStride, colStride] = a.stride as [number, number];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) data[i * cols + j] = a.data[a.offset + i * rowStride + j * colStride]!;
  }
  return { data, rows, cols };
}
