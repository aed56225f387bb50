/** Element by element on the range [from, to) of flat float32 buffers, each operation rounded. */

/** y[i] ← y[i]·x[i]. */
export function multiplyInto(from: number, to: number, x: Float32Array, y: Float32Array): void {
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
  for (let i = from; i < to; i++) {
    const old = average[i]!;
    average[i] = Math.fround(old + Math.fround(r * Math.fround(x[i]! - old)));
  }
}
