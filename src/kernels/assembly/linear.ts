/** The sum over rows of linear.ts, to the bit. */

/** sum[o] ← (…(sum[o] + y[0, o]) + y[1, o]) + …. */
export function addRows(rows: i32, width: i32, y: usize, sum: usize): void {
  const stride: usize = 4 * <usize>width;
  let o = 0;
  for (; o + 4 <= width; o += 4) {
    let total = v128.load(sum);
    let at = y;
    for (let r = 0; r < rows; r++) {
      total = f32x4.add(total, v128.load(at));
      at += stride;
    }
    v128.store(sum, total);
    sum += 16;
    y += 16;
  }
  for (; o < width; o++) {
    let total = load<f32>(sum);
    let at = y;
    for (let r = 0; r < rows; r++) {
      total += load<f32>(at);
      at += stride;
    }
    store<f32>(sum, total);
    sum += 4;
    y += 4;
  }
}
