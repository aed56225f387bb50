/**
 * The float32 functions of scalar-math.ts, four lanes at a time, to the bit: the same operations in the same order, and a select
 * where the definition branches.
 */

const LOG2_E: f32 = 1.4426950408889634;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.121944400546905827679e-4;
const ROUNDER: f32 = 12582912;

const E2: f32 = 0.16666573;
const E3: f32 = 0.04166655;
const E4: f32 = 0.008363774;
const E5: f32 = 0.0013926927;

/** 2ⁿ for the integers n in the lanes, −126 ≤ n ≤ 127. */
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** where[lane] ? yes : no. */
export function select(where: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, where);
}

/** exp(high + low) for |low| ≪ 1. */
export function expOfSum(high: v128, low: v128): v128 {
  // As Math.max and the comparison of the definition: NaN stays NaN.
  const x = f32x4.min(f32x4.max(high, f32x4.splat(-110)), f32x4.splat(100));
  const n = f32x4.sub(
    f32x4.add(f32x4.mul(x, f32x4.splat(LOG2_E)), f32x4.splat(ROUNDER)),
    f32x4.splat(ROUNDER),
  );
  const r = f32x4.add(
    f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH))), f32x4.mul(n, f32x4.splat(LN2_LOW))),
    low,
  );
  let q = f32x4.add(f32x4.mul(f32x4.splat(E5), r), f32x4.splat(E4));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(E3));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(E2));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.5));
  const y = f32x4.add(f32x4.splat(1), f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q)));
  const integer = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(integer, 1);
  return f32x4.mul(f32x4.mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(integer, half)));
}

export function exp(x: v128): v128 {
  return expOfSum(x, f32x4.splat(0));
}

const M2: f32 = 0.16666667;
const M3: f32 = 0.041665792;
const M4: f32 = 0.008333236;
const M5: f32 = 0.0013982186;
const M6: f32 = 0.00019944874;

export function expm1(x: v128): v128 {
  let q = f32x4.add(f32x4.mul(f32x4.splat(M6), x), f32x4.splat(M5));
  q = f32x4.add(f32x4.mul(q, x), f32x4.splat(M4));
  q = f32x4.add(f32x4.mul(q, x), f32x4.splat(M3));
  q = f32x4.add(f32x4.mul(q, x), f32x4.splat(M2));
  q = f32x4.add(f32x4.mul(q, x), f32x4.splat(0.5));
  const near = f32x4.add(x, f32x4.mul(f32x4.mul(x, x), q));
  const isNear = v128.and(f32x4.ge(x, f32x4.splat(-0.5)), f32x4.le(x, f32x4.splat(0.5)));
  return select(isNear, near, f32x4.sub(exp(x), f32x4.splat(1)));
}

const T0: f32 = -0.33333328;
const T1: f32 = 0.1333277;
const T2: f32 = -0.053850908;
const T3: f32 = 0.02099718;
const T4: f32 = -0.006096714;

export function tanh(x: v128): v128 {
  const a = f32x4.abs(x);
  const w = f32x4.mul(x, x);
  let p = f32x4.add(f32x4.mul(f32x4.splat(T4), w), f32x4.splat(T3));
  p = f32x4.add(f32x4.mul(p, w), f32x4.splat(T2));
  p = f32x4.add(f32x4.mul(p, w), f32x4.splat(T1));
  p = f32x4.add(f32x4.mul(p, w), f32x4.splat(T0));
  const near = f32x4.add(x, f32x4.mul(x, f32x4.mul(w, p)));
  const y = f32x4.sub(
    f32x4.splat(1),
    f32x4.div(f32x4.splat(2), f32x4.add(exp(f32x4.add(a, a)), f32x4.splat(1))),
  );
  const far = select(f32x4.lt(x, f32x4.splat(0)), f32x4.neg(y), y);
  return select(f32x4.lt(a, f32x4.splat(0.625)), near, far);
}

const L0: f32 = 0.6666667;
const L1: f32 = 0.39999706;
const L2: f32 = 0.28592357;
const L3: f32 = 0.21706575;
const L4: f32 = 0.2322433;

/** ln(1 + f) for f in [0, 1]. */
export function log1pUnit(f: v128): v128 {
  const s = f32x4.div(f, f32x4.add(f32x4.splat(2), f));
  const w = f32x4.mul(s, s);
  let p = f32x4.add(f32x4.mul(f32x4.splat(L4), w), f32x4.splat(L3));
  p = f32x4.add(f32x4.mul(p, w), f32x4.splat(L2));
  p = f32x4.add(f32x4.mul(p, w), f32x4.splat(L1));
  p = f32x4.add(f32x4.mul(p, w), f32x4.splat(L0));
  return f32x4.sub(f, f32x4.mul(s, f32x4.sub(f, f32x4.mul(w, p))));
}

/** e^(−x²/2). */
export function gaussian(x: v128): v128 {
  const a = f32x4.min(f32x4.max(x, f32x4.splat(-15)), f32x4.splat(15));
  const c = f32x4.mul(a, f32x4.splat(4097));
  const high = f32x4.sub(c, f32x4.sub(c, a));
  const low = f32x4.sub(a, high);
  return expOfSum(
    f32x4.mul(f32x4.splat(-0.5), f32x4.mul(high, high)),
    f32x4.mul(f32x4.splat(-0.5), f32x4.mul(low, f32x4.add(a, high))),
  );
}

function horner(p: v128, t: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, t), f32x4.splat(c));
}

/** Φ(−a) for a ≥ 0, given e = gaussian(a). */
export function normalTail(a: v128, e: v128): v128 {
  const w = f32x4.mul(a, a);
  let c = horner(f32x4.splat(0.00010427798), w, -0.0011825359);
  c = horner(c, w, 0.009972708);
  c = horner(c, w, -0.06649033);
  c = horner(c, w, 0.3989423);
  const near = f32x4.sub(f32x4.splat(0.5), f32x4.mul(a, c));
  const b = f32x4.min(a, f32x4.splat(15));
  const t = f32x4.div(f32x4.sub(b, f32x4.splat(4)), f32x4.add(b, f32x4.splat(4)));
  let p = horner(f32x4.splat(-7.437455e-5), t, -6.6737186e-5);
  p = horner(p, t, 0.00069084484);
  p = horner(p, t, -0.00029991876);
  p = horner(p, t, -0.005002141);
  p = horner(p, t, 0.01793945);
  p = horner(p, t, -0.032197814);
  p = horner(p, t, 0.028600033);
  p = horner(p, t, 0.013999636);
  p = horner(p, t, -0.09670347);
  p = horner(p, t, 0.4720532);
  const far = f32x4.mul(e, f32x4.div(p, f32x4.add(f32x4.splat(1), b)));
  return select(f32x4.lt(a, f32x4.splat(0.7)), near, far);
}
