/**
 * The interface of ndarray over a buffer of numbers, without ndarray: it compiles its classes with `new Function`, which a content-security
 * policy may forbid. What is made there does the same, a little slower.
 */
import type { NdArray } from 'ndarray';
import type { FloatArray } from './float-array.ts';

export type NumberArray = FloatArray | Int32Array;

type Axis = number | null | undefined;

const integer = (value: Axis): value is number => typeof value === 'number';
/** ndarray's way of making an integer of an argument. */
const truncated = (value: number): number => value | 0;

class StridedView {
  readonly data: NumberArray;
  readonly shape: number[];
  readonly stride: number[];
  readonly offset: number;
  readonly dtype: string;
  readonly dimension: number;

  constructor(data: NumberArray, shape: readonly number[], stride?: readonly number[], offset: number = 0) {
    this.data = data;
    this.shape = [...shape];
    this.stride = stride
      ? [...stride]
      : shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    this.offset = offset;
    this.dtype = data.constructor.name.replace('Array', '').toLowerCase();
    this.dimension = shape.length;
  }

  get size(): number {
    return this.shape.reduce((a, b) => a * b, 1);
  }

  /** Axes from the smallest stride to the largest. */
  get order(): number[] {
    const { stride } = this;
    return stride.map((_, axis) => axis).sort((i, j) => Math.abs(stride[i]!) - Math.abs(stride[j]!));
  }

  get T(): StridedView {
    return new StridedView(this.data, this.shape.toReversed(), this.stride.toReversed(), this.offset);
  }

  index(...at: number[]): number {
    let place = this.offset;
    for (let axis = 0; axis < this.dimension; axis++) place += this.stride[axis]! * at[axis]!;
    return place;
  }

  get(...at: number[]): number {
    return this.data[this.index(...at)]!;
  }

  /** set(i, j, …, value) */
  set(...at: number[]): number {
    const value = at[this.dimension]!;
    this.data[this.index(...at)] = value;
    return value;
  }

  /** Rows and columns before these. */
  hi(...ends: Axis[]): StridedView {
    const shape = this.shape.map((extent, axis) => {
      const end = ends[axis];
      return integer(end) && end >= 0 ? truncated(end) : extent;
    });
    return new StridedView(this.data, shape, this.stride, this.offset);
  }

  /** Rows and columns from these on. */
  lo(...starts: Axis[]): StridedView {
    const first = this.shape.map((_, axis) => {
      const start = starts[axis];
      return integer(start) && start >= 0 ? truncated(start) : 0;
    });
    const shape = this.shape.map((extent, axis) => extent - first[axis]!);
    return new StridedView(this.data, shape, this.stride, this.index(...first));
  }

  /** Every n-th; backwards for negative n. */
  step(...steps: Axis[]): StridedView {
    let { offset } = this;
    const shape = [...this.shape];
    const stride = [...this.stride];
    for (let axis = 0; axis < this.dimension; axis++) {
      const given = steps[axis];
      if (!integer(given)) continue;
      const n = truncated(given);
      if (n < 0) offset += stride[axis]! * (shape[axis]! - 1);
      shape[axis] = Math.ceil(shape[axis]! / Math.abs(n));
      stride[axis]! *= n;
    }
    return new StridedView(this.data, shape, stride, offset);
  }

  transpose(...axes: Axis[]): StridedView {
    const from = this.shape.map((_, axis) => truncated(axes[axis] ?? axis));
    return new StridedView(
      this.data,
      from.map((axis) => this.shape[axis]!),
      from.map((axis) => this.stride[axis]!),
      this.offset,
    );
  }

  /** One row or column; null keeps all of an axis. */
  pick(...at: Axis[]): StridedView {
    const picked = (axis: number): boolean => integer(at[axis]) && at[axis]! >= 0;
    const kept = this.shape.map((_, axis) => axis).filter((axis) => !picked(axis));
    const place = this.shape.map((_, axis) => (picked(axis) ? at[axis]! : 0));
    return new StridedView(
      this.data,
      kept.map((axis) => this.shape[axis]!),
      kept.map((axis) => this.stride[axis]!),
      this.index(...place),
    );
  }
}

/** A dense row-major view of the buffer, as ndarray would give it. */
export function stridedView<D extends NumberArray>(data: D, shape: readonly number[]): NdArray<D> {
  return new StridedView(data, shape) as unknown as NdArray<D>;
}
