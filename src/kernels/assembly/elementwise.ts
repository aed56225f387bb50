/**
 * The kernels of elementwise.ts and parameter-updates.ts, to the bit, on `count` elements from the addresses on: four at a time, the
 * last ones singly.
 */

/** y[i] ← y[i]·x[i]. */
export function multiplyInto(count: i32, x: usize, y: usize): void {
  const end = y + 4 * <usize>count;
  for (; y + 16 <= end; x += 16, y += 16) v128.store(y, f32x4.mul(v128.load(y), v128.load(x)));
  for (; y < end; x += 4, y += 4) store<f32>(y, load<f32>(y) * load<f32>(x));
}

/** average[i] ← average[i] + rate·(x[i] − average[i]). */
export function averageInto(count: i32, x: usize, rate: f32, average: usize): void {
  const end = average + 4 * <usize>count;
  const rates = f32x4.splat(rate);
  for (; average + 16 <= end; x += 16, average += 16) {
    const old = v128.load(average);
    v128.store(average, f32x4.add(old, f32x4.mul(rates, f32x4.sub(v128.load(x), old))));
  }
  for (; average < end; x += 4, average += 4) {
    const old = load<f32>(average);
    store<f32>(average, old + rate * (load<f32>(x) - old));
  }
}

/** y[i] ← y[i] + x[i]. */
export function addInto(count: i32, x: usize, y: usize): void {
  const end = y + 4 * <usize>count;
  for (; y + 16 <= end; x += 16, y += 16) v128.store(y, f32x4.add(v128.load(y), v128.load(x)));
  for (; y < end; x += 4, y += 4) store<f32>(y, load<f32>(y) + load<f32>(x));
}

/** One step of Adam or AdamW; the scalars as parameter-updates.ts rounds them. */
export function adamUpdate(
  count: i32,
  params: usize,
  gradient: usize,
  first: usize,
  second: usize,
  scale: f32,
  beta1: f32,
  beta2: f32,
  rest1: f32,
  rest2: f32,
  rate: f32,
  inverse2: f32,
  epsilon: f32,
  shrink: f32,
): void {
  const end = params + 4 * <usize>count;
  for (; params + 16 <= end; params += 16) {
    const g = f32x4.mul(f32x4.splat(scale), v128.load(gradient));
    const m = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(first)), f32x4.mul(f32x4.splat(rest1), g));
    const v = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(second)),
      f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)),
    );
    v128.store(first, m);
    v128.store(second, v);
    const denominator = f32x4.add(f32x4.sqrt(f32x4.mul(v, f32x4.splat(inverse2))), f32x4.splat(epsilon));
    v128.store(
      params,
      f32x4.sub(
        f32x4.mul(f32x4.splat(shrink), v128.load(params)),
        f32x4.mul(f32x4.splat(rate), f32x4.div(m, denominator)),
      ),
    );
    gradient += 16;
    first += 16;
    second += 16;
  }
  for (; params < end; params += 4) {
    const g = scale * load<f32>(gradient);
    const m = beta1 * load<f32>(first) + rest1 * g;
    const v = beta2 * load<f32>(second) + rest2 * (g * g);
    store<f32>(first, m);
    store<f32>(second, v);
    const denominator = sqrt<f32>(v * inverse2) + epsilon;
    store<f32>(params, shrink * load<f32>(params) - rate * (m / denominator));
    gradient += 4;
    first += 4;
    second += 4;
  }
}
