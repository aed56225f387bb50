/**
 * The activations of activations.ts, to the bit: a[i] ← f(z[i]) and z[i] ← f′(z[i]) for i < count, four at a time; without `slopes`, z is
 * left as it may be. The last, fewer than four, pass through scratch of 32 bytes.
 */
import {
  allBelow,
  exp,
  expm1,
  gaussian,
  k,
  log1pUnit,
  NEAR,
  NEAR_GAUSSIAN,
  NEAR_HALF,
  nearExp,
  nearGaussian,
  normalTail,
  ONE,
  select,
  tanh,
} from './vector-math';

/** The names in the order of activations.ts. */
const TANH = 0;
const RELU = 1;
const SILU = 2;
const GELU = 3;
const SELU = 4;
const SOFTPLUS = 5;

export function activate(kind: i32, count: i32, z: usize, a: usize, slopes: bool, scratch: usize): void {
  const full = count & ~3;
  activateFull(kind, full, z, a, slopes);
  const rest = count - full;
  if (rest === 0) return;
  const from: usize = 4 * <usize>full;
  v128.store(scratch, f32x4.splat(0));
  memory.copy(scratch, z + from, 4 * rest);
  activateFull(kind, 4, scratch, scratch + 16, slopes);
  memory.copy(z + from, scratch, 4 * rest);
  memory.copy(a + from, scratch + 16, 4 * rest);
}

function activateFull(kind: i32, count: i32, z: usize, a: usize, slopes: bool): void {
  const end = z + 4 * <usize>count;
  switch (kind) {
    case TANH:
      for (; z < end; z += 16, a += 16) tanhLanes(z, a);
      return;
    case RELU:
      for (; z < end; z += 16, a += 16) reluLanes(z, a);
      return;
    case SILU:
      for (; z < end; z += 16, a += 16) siluLanes(z, a, slopes);
      return;
    case GELU:
      for (; z < end; z += 16, a += 16) geluLanes(z, a, slopes);
      return;
    case SELU:
      for (; z < end; z += 16, a += 16) seluLanes(z, a, slopes);
      return;
    case SOFTPLUS:
      for (; z < end; z += 16, a += 16) softplusLanes(z, a, slopes);
  }
}

function tanhLanes(z: usize, a: usize): void {
  const x = v128.load(z);
  const magnitude = f32x4.abs(x);
  const twice = f32x4.add(magnitude, magnitude);
  let e: v128;
  if (allBelow(magnitude, NEAR_HALF)) e = nearExp(twice);
  else e = exp(twice);
  const y = tanh(x, magnitude, e);
  v128.store(a, y);
  v128.store(z, f32x4.sub(k(ONE), f32x4.mul(y, y)));
}

function reluLanes(z: usize, a: usize): void {
  const x = v128.load(z);
  v128.store(a, f32x4.max(x, f32x4.splat(0)));
  v128.store(z, select(f32x4.le(x, f32x4.splat(0)), f32x4.splat(0), k(ONE)));
}

const SILU_LOW: usize = memory.data<f32>([-104]);
const SILU_HIGH: usize = memory.data<f32>([104]);

function siluLanes(z: usize, a: usize, slopes: bool): void {
  const x = v128.load(z);
  const magnitude = f32x4.abs(x);
  const isNear = allBelow(magnitude, NEAR);
  let e: v128;
  if (isNear) e = nearExp(f32x4.neg(magnitude));
  else e = exp(f32x4.neg(magnitude));
  const sum = f32x4.add(k(ONE), e);
  const exchanged = v128.and(v128.xor(k(ONE), e), f32x4.lt(x, f32x4.splat(0)));
  const s = f32x4.div(v128.xor(k(ONE), exchanged), sum);
  let y = f32x4.mul(x, s);
  if (!isNear) y = select(f32x4.lt(x, k(SILU_LOW)), f32x4.splat(0), y);
  v128.store(a, y);
  if (!slopes) return;
  let slope = f32x4.add(s, f32x4.mul(y, f32x4.div(v128.xor(e, exchanged), sum)));
  if (!isNear) slope = select(f32x4.gt(x, k(SILU_HIGH)), k(ONE), slope);
  v128.store(z, slope);
}

const INVERSE_SQRT_2_PI: usize = memory.data<f32>([0.3989422804014327]);

const GELU_LOW: usize = memory.data<f32>([-15]);
const GELU_HIGH: usize = memory.data<f32>([15]);

function geluLanes(z: usize, a: usize, slopes: bool): void {
  const x = v128.load(z);
  const magnitude = f32x4.abs(x);
  const isNear = allBelow(magnitude, NEAR_GAUSSIAN);
  let e: v128;
  if (isNear) e = nearGaussian(x);
  else e = gaussian(x);
  const tail = normalTail(magnitude, e);
  const cdf = select(f32x4.lt(x, f32x4.splat(0)), tail, f32x4.sub(k(ONE), tail));
  let y = f32x4.mul(x, cdf);
  const isFarBelow = f32x4.lt(x, k(GELU_LOW));
  if (!isNear) y = select(isFarBelow, f32x4.splat(0), y);
  v128.store(a, y);
  if (!slopes) return;
  let slope = f32x4.add(cdf, f32x4.mul(x, f32x4.mul(k(INVERSE_SQRT_2_PI), e)));
  if (!isNear) slope = select(v128.or(isFarBelow, f32x4.gt(x, k(GELU_HIGH))), cdf, slope);
  v128.store(z, slope);
}

const SELU_LAMBDA: usize = memory.data<f32>([1.0507009873554805]);
const SELU_LAMBDA_ALPHA: usize = memory.data<f32>([1.7580993408473766]);

function seluLanes(z: usize, a: usize, slopes: bool): void {
  const x = v128.load(z);
  const isPositive = f32x4.gt(x, f32x4.splat(0));
  const lambda = k(SELU_LAMBDA);
  const lambdaAlpha = k(SELU_LAMBDA_ALPHA);
  let e: v128;
  if (allBelow(f32x4.abs(x), NEAR)) e = nearExp(x);
  else e = exp(x);
  v128.store(a, select(isPositive, f32x4.mul(lambda, x), f32x4.mul(lambdaAlpha, expm1(x, e))));
  if (!slopes) return;
  v128.store(z, select(isPositive, lambda, f32x4.mul(lambdaAlpha, e)));
}

function softplusLanes(z: usize, a: usize, slopes: bool): void {
  const x = v128.load(z);
  const magnitude = f32x4.abs(x);
  let e: v128;
  if (allBelow(magnitude, NEAR)) e = nearExp(f32x4.neg(magnitude));
  else e = exp(f32x4.neg(magnitude));
  const correction = log1pUnit(e);
  v128.store(a, select(f32x4.gt(x, f32x4.splat(0)), f32x4.add(x, correction), correction));
  if (!slopes) return;
  const numerator = select(f32x4.lt(x, f32x4.splat(0)), e, k(ONE));
  v128.store(z, f32x4.div(numerator, f32x4.add(k(ONE), e)));
}
