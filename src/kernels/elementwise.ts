/** Element by element on the range [from, to) of flat float32 buffers, each operation rounded; in SIMD where they lie in one heap. */
import { kernelsOf } from './heap.ts';

/** y[i] ← y[i]·x[i]. */
export function multiplyInto(from: number, to: number, x: Float32Array, y: Float32Array): void {
  const kernels = kernelsOf(y);
  if (kernels !== null && x.buffer === y.buffer) {
    kernels.simd.multiplyInto(to - from, x.byteOffset + 4 * from, y.byteOffset + 4 * from);
    return;
  }
  for (let i = from; i < to; i++) y[i] = Math.fround(y[i]! * x[i]!);
}

/** average[i] ← average[i] + rate·(x[i] − average[i]): an exponential moving average of decay 1 − rate. */
export function averageInto(
  from: number,
  to: number,
  x: Float32Array,
  rate: number,
  average: Float32Array,
): void {
  const r = Math.fround(rate);
  const kernels = kernelsOf(average);
  if (kernels !== null && x.buffer === average.buffer) {
    kernels.simd.averageInto(to - from, x.byteOffset + 4 * from, r, average.byteOffset + 4 * from);
    return;
  }
  for (let i = from; i < to; i++) {
    const old = average[i]!;
    average[i] = Math.fround(old + Math.fround(r * Math.fround(x[i]! - old)));
  }
}
