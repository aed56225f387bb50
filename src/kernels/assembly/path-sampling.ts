/** The kernel of path-sampling.ts, to the bit: four elements of a row at a time, the last ones singly. */

export function samplePath(
  rows: i32,
  dim: i32,
  x0: usize,
  x1: usize,
  alpha: usize,
  sigma: usize,
  alphaDot: usize,
  sigmaDot: usize,
  xt: usize,
  velocity: usize,
): void {
  for (let r = 0; r < rows; r++) {
    combine(dim, load<f32>(alpha), x1, load<f32>(sigma), x0, xt);
    combine(dim, load<f32>(alphaDot), x1, load<f32>(sigmaDot), x0, velocity);
    const bytes: usize = 4 * <usize>dim;
    x0 += bytes;
    x1 += bytes;
    xt += bytes;
    velocity += bytes;
    alpha += 4;
    sigma += 4;
    alphaDot += 4;
    sigmaDot += 4;
  }
}

/** out[i] ← a·x[i] + b·y[i]. */
function combine(count: i32, a: f32, x: usize, b: f32, y: usize, out: usize): void {
  const end = out + 4 * <usize>count;
  for (; out + 16 <= end; x += 16, y += 16, out += 16) {
    const left = f32x4.mul(f32x4.splat(a), v128.load(x));
    v128.store(out, f32x4.add(left, f32x4.mul(f32x4.splat(b), v128.load(y))));
  }
  for (; out < end; x += 4, y += 4, out += 4) {
    store<f32>(out, a * load<f32>(x) + b * load<f32>(y));
  }
}
