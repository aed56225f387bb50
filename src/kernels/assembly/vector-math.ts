/**
 * The float32 functions of scalar-math.ts, four lanes at a time, to the bit: the same operations in the same order, and a select
 * where the definition branches.
 *
 * Constants lie in memory, and are loaded into all lanes where they are used: V8 would build each of them from integers, every time.
 */

/** The constants of scalar-math.ts, under their names there. */
const LOG2_E: usize = memory.data<f32>([1.4426950408889634]);
const LN2_HIGH: usize = memory.data<f32>([0.693359375]);
const LN2_LOW: usize = memory.data<f32>([-2.121944400546905827679e-4]);
const ROUNDER: usize = memory.data<f32>([12582912]);
const E2: usize = memory.data<f32>([0.16666573]);
const E3: usize = memory.data<f32>([0.04166655]);
const E4: usize = memory.data<f32>([0.008363774]);
const E5: usize = memory.data<f32>([0.0013926927]);
const M2: usize = memory.data<f32>([0.16666667]);
const M3: usize = memory.data<f32>([0.041665792]);
const M4: usize = memory.data<f32>([0.008333236]);
const M5: usize = memory.data<f32>([0.0013982186]);
const M6: usize = memory.data<f32>([0.00019944874]);
const T0: usize = memory.data<f32>([-0.33333328]);
const T1: usize = memory.data<f32>([0.1333277]);
const T2: usize = memory.data<f32>([-0.053850908]);
const T3: usize = memory.data<f32>([0.02099718]);
const T4: usize = memory.data<f32>([-0.006096714]);
const L0: usize = memory.data<f32>([0.6666667]);
const L1: usize = memory.data<f32>([0.39999706]);
const L2: usize = memory.data<f32>([0.28592357]);
const L3: usize = memory.data<f32>([0.21706575]);
const L4: usize = memory.data<f32>([0.2322433]);
const G10: usize = memory.data<f32>([-7.437455e-5]);
const G9: usize = memory.data<f32>([-6.6737186e-5]);
const G8: usize = memory.data<f32>([0.00069084484]);
const G7: usize = memory.data<f32>([-0.00029991876]);
const G6: usize = memory.data<f32>([-0.005002141]);
const G5: usize = memory.data<f32>([0.01793945]);
const G4: usize = memory.data<f32>([-0.032197814]);
const G3: usize = memory.data<f32>([0.028600033]);
const G2: usize = memory.data<f32>([0.013999636]);
const G1: usize = memory.data<f32>([-0.09670347]);
const G0: usize = memory.data<f32>([0.4720532]);
const N4: usize = memory.data<f32>([0.00010427798]);
const N3: usize = memory.data<f32>([-0.0011825359]);
const N2: usize = memory.data<f32>([0.009972708]);
const N1: usize = memory.data<f32>([-0.06649033]);
const N0: usize = memory.data<f32>([0.3989423]);

/** Numbers that stand in its text. */
const LOWEST: usize = memory.data<f32>([-110]);
const HIGHEST: usize = memory.data<f32>([100]);
const HALF: usize = memory.data<f32>([0.5]);
export const ONE: usize = memory.data<f32>([1]);
const MINUS_HALF: usize = memory.data<f32>([-0.5]);
const TWO: usize = memory.data<f32>([2]);
const TANH_NEAR: usize = memory.data<f32>([0.625]);
const MINUS_15: usize = memory.data<f32>([-15]);
const FIFTEEN: usize = memory.data<f32>([15]);
const SPLITTER: usize = memory.data<f32>([4097]);
const FOUR: usize = memory.data<f32>([4]);
const TAIL_NEAR: usize = memory.data<f32>([0.7]);
/** Where eˣ of all lanes is a normal number, far from the ends. */
export const NEAR: usize = memory.data<f32>([80]);
/** The same for e²ˣ and for e^(−x²/2). */
export const NEAR_HALF: usize = memory.data<f32>([40]);
export const NEAR_GAUSSIAN: usize = memory.data<f32>([12]);
/** Of the exponent of a float32. */
const BIAS: usize = memory.data<i32>([127]);

/** The constant in all four lanes. */
export function k(constant: usize): v128 {
  return v128.load32_splat(constant);
}

/** 2ⁿ for the integers n in the lanes, −126 ≤ n ≤ 127. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, v128.load32_splat(BIAS)), 23);
}

/** where[lane] ? yes : no. */
export function select(where: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, where);
}

/** Whether a < bound in all lanes; false where one is NaN. */
export function allBelow(a: v128, bound: usize): bool {
  return i32x4.all_true(f32x4.lt(a, k(bound)));
}

/** A step of Horner's rule: p·t + c. */
function horner(p: v128, t: v128, c: usize): v128 {
  return f32x4.add(f32x4.mul(p, t), k(c));
}

/** x·log₂e + 1.5·2²³: the nearest integer n stands in its last bits. */
function withInteger(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, k(LOG2_E)), k(ROUNDER));
}

/** exp(x + low)·2⁻ⁿ. */
function expFraction(x: v128, shifted: v128, low: v128): v128 {
  const n = f32x4.sub(shifted, k(ROUNDER));
  const r = f32x4.add(f32x4.sub(f32x4.sub(x, f32x4.mul(n, k(LN2_HIGH))), f32x4.mul(n, k(LN2_LOW))), low);
  let q = horner(k(E5), r, E4);
  q = horner(q, r, E3);
  q = horner(q, r, E2);
  q = horner(q, r, HALF);
  return f32x4.add(k(ONE), f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q)));
}

/** exp(high + low) for |low| ≪ 1. */
function expOfSum(high: v128, low: v128): v128 {
  // pmax(a, b) is a < b ? b : a, which keeps the a that is NaN.
  const x = f32x4.pmin(f32x4.pmax(high, k(LOWEST)), k(HIGHEST));
  const shifted = withInteger(x);
  const integer = i32x4.sub(shifted, k(ROUNDER));
  const half = i32x4.shr_s(integer, 1);
  const y = f32x4.mul(expFraction(x, shifted, low), powerOfTwo(half));
  return f32x4.mul(y, powerOfTwo(i32x4.sub(integer, half)));
}

/** The same for |high| ≤ 80, where nothing is clamped and 2ⁿ can be multiplied at once. */
function expOfNearSum(high: v128, low: v128): v128 {
  const shifted = withInteger(high);
  return f32x4.mul(expFraction(high, shifted, low), powerOfTwo(i32x4.sub(shifted, k(ROUNDER))));
}

export function exp(x: v128): v128 {
  return expOfSum(x, f32x4.splat(0));
}

/** eˣ for |x| ≤ 80. */
export function nearExp(x: v128): v128 {
  return expOfNearSum(x, f32x4.splat(0));
}

/** eˣ − 1, given eˣ. */
export function expm1(x: v128, e: v128): v128 {
  let q = horner(k(M6), x, M5);
  q = horner(q, x, M4);
  q = horner(q, x, M3);
  q = horner(q, x, M2);
  q = horner(q, x, HALF);
  const near = f32x4.add(x, f32x4.mul(f32x4.mul(x, x), q));
  const isNear = v128.and(f32x4.ge(x, k(MINUS_HALF)), f32x4.le(x, k(HALF)));
  return select(isNear, near, f32x4.sub(e, k(ONE)));
}

/** tanh x, given e²ᵃ of a = |x|. */
export function tanh(x: v128, a: v128, e: v128): v128 {
  const w = f32x4.mul(x, x);
  let p = horner(k(T4), w, T3);
  p = horner(p, w, T2);
  p = horner(p, w, T1);
  p = horner(p, w, T0);
  const near = f32x4.add(x, f32x4.mul(x, f32x4.mul(w, p)));
  const y = f32x4.sub(k(ONE), f32x4.div(k(TWO), f32x4.add(e, k(ONE))));
  const far = select(f32x4.lt(x, f32x4.splat(0)), f32x4.neg(y), y);
  return select(f32x4.lt(a, k(TANH_NEAR)), near, far);
}

/** ln(1 + f) for f in [0, 1]. */
export function log1pUnit(f: v128): v128 {
  const s = f32x4.div(f, f32x4.add(k(TWO), f));
  const w = f32x4.mul(s, s);
  let p = horner(k(L4), w, L3);
  p = horner(p, w, L2);
  p = horner(p, w, L1);
  p = horner(p, w, L0);
  return f32x4.sub(f, f32x4.mul(s, f32x4.sub(f, f32x4.mul(w, p))));
}

/** a·4097 − (a·4097 − a): the first twelve bits of a. */
function firstBits(a: v128): v128 {
  const c = f32x4.mul(a, k(SPLITTER));
  return f32x4.sub(c, f32x4.sub(c, a));
}

/** −high²/2 and −(a − high)(a + high)/2: their sum is −a²/2, without an error. */
function gaussianHigh(high: v128): v128 {
  return f32x4.mul(k(MINUS_HALF), f32x4.mul(high, high));
}

function gaussianLow(a: v128, high: v128): v128 {
  return f32x4.mul(k(MINUS_HALF), f32x4.mul(f32x4.sub(a, high), f32x4.add(a, high)));
}

/** e^(−x²/2). */
export function gaussian(x: v128): v128 {
  const a = f32x4.pmin(f32x4.pmax(x, k(MINUS_15)), k(FIFTEEN));
  const high = firstBits(a);
  return expOfSum(gaussianHigh(high), gaussianLow(a, high));
}

/** The same for |x| ≤ 12. */
export function nearGaussian(x: v128): v128 {
  const high = firstBits(x);
  return expOfNearSum(gaussianHigh(high), gaussianLow(x, high));
}

/** Φ(−a) for a ≥ 0, given e = gaussian(a). */
export function normalTail(a: v128, e: v128): v128 {
  const w = f32x4.mul(a, a);
  let c = horner(k(N4), w, N3);
  c = horner(c, w, N2);
  c = horner(c, w, N1);
  c = horner(c, w, N0);
  const near = f32x4.sub(k(HALF), f32x4.mul(a, c));
  const b = f32x4.pmin(a, k(FIFTEEN));
  const t = f32x4.div(f32x4.sub(b, k(FOUR)), f32x4.add(b, k(FOUR)));
  let p = horner(k(G10), t, G9);
  p = horner(p, t, G8);
  p = horner(p, t, G7);
  p = horner(p, t, G6);
  p = horner(p, t, G5);
  p = horner(p, t, G4);
  p = horner(p, t, G3);
  p = horner(p, t, G2);
  p = horner(p, t, G1);
  p = horner(p, t, G0);
  const far = f32x4.mul(e, f32x4.div(p, f32x4.add(k(ONE), b)));
  return select(f32x4.lt(a, k(TAIL_NEAR)), near, far);
}
