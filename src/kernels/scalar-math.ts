/**
 * Elementary functions in float32: + − × ÷ and powers of two only, every operation rounded, no branch that 128-bit
 * SIMD cannot take with a select. The same operations in the same order give the same bits in any language.
 *
 * Arguments are float32 values (not rounded again); results are float32 values. NaN gives NaN, ±∞ the limit, and
 * results below 2⁻¹²⁶ are subnormal, not zero. Polynomials interpolate at Chebyshev nodes; their error is below a
 * tenth of an ULP of the result. Worst errors in ULP, by a search of every float32 where the function is neither
 * constant nor its own first Taylor term:
 *
 * | exp  | expm1 | tanh | log1pUnit | gaussian | normalTail | sinCosTurns |
 * | 1.03 | 1.81  | 1.34 | 1.30      | 1.31     | 4.02       | 1.60        |
 */
const fround = Math.fround;

const LOG2_E: number = fround(1.4426950408889634);
/** ln 2 = LN2_HIGH + LN2_LOW, the high part of nine bits so that its product with a binary exponent is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW: number = fround(-2.121944400546905827679e-4);
/** Adding and subtracting 1.5·2²³ rounds to the nearest integer, ties to even, for |x| < 2²². */
const ROUNDER = 12582912;

const SMALLEST_EXPONENT = -80;
const POWERS_OF_TWO: Float32Array = Float32Array.from({ length: 160 }, (_, i) => {
  let power = 1;
  for (let n = SMALLEST_EXPONENT + i; n > 0; n--) power *= 2;
  for (let n = SMALLEST_EXPONENT + i; n < 0; n++) power /= 2;
  return power;
});

const E2: number = fround(0.16666573);
const E3: number = fround(0.04166655);
const E4: number = fround(0.008363774);
const E5: number = fround(0.0013926927);

/** exp(high + low) for |low| ≪ 1: the sum is never rounded, only reduced. */
function expOfSum(high: number, low: number): number {
  // Beyond these ends the result has long been ∞ or 0; the exponents stay inside the table.
  const x = high > 100 ? 100 : Math.max(high, -110);
  const n = fround(fround(fround(x * LOG2_E) + ROUNDER) - ROUNDER);
  const r = fround(fround(fround(x - fround(n * LN2_HIGH)) - fround(n * LN2_LOW)) + low);
  let q = fround(fround(E5 * r) + E4);
  q = fround(fround(q * r) + E3);
  q = fround(fround(q * r) + E2);
  q = fround(fround(q * r) + 0.5);
  const y = fround(1 + fround(r + fround(fround(r * r) * q)));
  // Two exact powers, so that only the last product rounds, also into the subnormal numbers.
  const half = n >> 1;
  return fround(
    fround(y * POWERS_OF_TWO[half - SMALLEST_EXPONENT]!) * POWERS_OF_TWO[n - half - SMALLEST_EXPONENT]!,
  );
}

/** eˣ. */
export function exp(x: number): number {
  return expOfSum(x, 0);
}

const M2: number = fround(0.16666667);
const M3: number = fround(0.041665792);
const M4: number = fround(0.008333236);
const M5: number = fround(0.0013982186);
const M6: number = fround(0.00019944874);

/** eˣ − 1. */
export function expm1(x: number): number {
  if (!(x >= -0.5 && x <= 0.5)) return fround(expOfSum(x, 0) - 1);
  let q = fround(fround(M6 * x) + M5);
  q = fround(fround(q * x) + M4);
  q = fround(fround(q * x) + M3);
  q = fround(fround(q * x) + M2);
  q = fround(fround(q * x) + 0.5);
  return fround(x + fround(fround(x * x) * q));
}

const T0: number = fround(-0.33333328);
const T1: number = fround(0.1333277);
const T2: number = fround(-0.053850908);
const T3: number = fround(0.02099718);
const T4: number = fround(-0.006096714);

/** tanh x. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (a < 0.625) {
    const w = fround(x * x);
    let p = fround(fround(T4 * w) + T3);
    p = fround(fround(p * w) + T2);
    p = fround(fround(p * w) + T1);
    p = fround(fround(p * w) + T0);
    return fround(x + fround(x * fround(w * p)));
  }
  const y = fround(1 - fround(2 / fround(expOfSum(fround(a + a), 0) + 1)));
  return x < 0 ? -y : y;
}

const L0: number = fround(0.6666667);
const L1: number = fround(0.39999706);
const L2: number = fround(0.28592357);
const L3: number = fround(0.21706575);
const L4: number = fround(0.2322433);

/** ln(1 + f) for f in [0, 1] only: with s = f/(2 + f), 2 artanh s = f − s(f − s²P(s²)). */
export function log1pUnit(f: number): number {
  const s = fround(f / fround(2 + f));
  const w = fround(s * s);
  let p = fround(fround(L4 * w) + L3);
  p = fround(fround(p * w) + L2);
  p = fround(fround(p * w) + L1);
  p = fround(fround(p * w) + L0);
  return fround(f - fround(s * fround(f - fround(w * p))));
}

/** e^(−x²/2), the square carried to twice the precision: its relative error would be x² times an ULP. */
export function gaussian(x: number): number {
  // Beyond 15 the result is 0; the split below would overflow for huge x.
  const a = x > 15 ? 15 : Math.max(x, -15);
  const c = fround(a * 4097);
  const high = fround(c - fround(c - a));
  const low = fround(a - high);
  return expOfSum(fround(-0.5 * fround(high * high)), fround(-0.5 * fround(low * fround(a + high))));
}

const G: readonly number[] = [
  -7.437455e-5, -6.6737186e-5, 0.00069084484, -0.00029991876, -0.005002141, 0.01793945, -0.032197814,
  0.028600033, 0.013999636, -0.09670347, 0.4720532,
].map((c) => fround(c));
const [G10, G9, G8, G7, G6, G5, G4, G3, G2, G1, G0] = G as readonly [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

const N0: number = fround(0.3989423);
const N1: number = fround(-0.06649033);
const N2: number = fround(0.009972708);
const N3: number = fround(-0.0011825359);
const N4: number = fround(0.00010427798);

/**
 * Φ(−a) for a ≥ 0, given e = gaussian(a): ½ − a·P(a²) below 0.7, then e·P(t)/(1 + a) with t = (a − 4)/(a + 4), fitted
 * on [0, 15].
 */
export function normalTail(a: number, e: number): number {
  if (a < 0.7) {
    const w = fround(a * a);
    let c = fround(fround(N4 * w) + N3);
    c = fround(fround(c * w) + N2);
    c = fround(fround(c * w) + N1);
    c = fround(fround(c * w) + N0);
    return fround(0.5 - fround(a * c));
  }
  const b = Math.min(a, 15);
  const t = fround(fround(b - 4) / fround(b + 4));
  let p = fround(fround(G10 * t) + G9);
  p = fround(fround(p * t) + G8);
  p = fround(fround(p * t) + G7);
  p = fround(fround(p * t) + G6);
  p = fround(fround(p * t) + G5);
  p = fround(fround(p * t) + G4);
  p = fround(fround(p * t) + G3);
  p = fround(fround(p * t) + G2);
  p = fround(fround(p * t) + G1);
  p = fround(fround(p * t) + G0);
  return fround(e * fround(p / fround(1 + b)));
}

const S1: number = fround(-41.3417);
const S2: number = fround(81.60523);
const S3: number = fround(-76.70129);
const S4: number = fround(41.589542);
const C1: number = fround(-19.739208);
const C2: number = fround(64.93937);
const C3: number = fround(-85.44882);
const C4: number = fround(59.424107);
/** 2π = TURN_HIGH + TURN_LOW to 48 bits. */
const TURN_HIGH: number = fround(6.2831855);
const TURN_LOW: number = fround(-1.7484555e-7);

/** sin 2πr for |r| ≤ ⅛. */
function sinNear0(r: number): number {
  const w = fround(r * r);
  let p = fround(fround(S4 * w) + S3);
  p = fround(fround(p * w) + S2);
  p = fround(fround(p * w) + S1);
  return fround(fround(TURN_HIGH * r) + fround(r * fround(TURN_LOW + fround(w * p))));
}

/** cos 2πr for |r| ≤ ⅛. */
function cosNear0(r: number): number {
  const w = fround(r * r);
  let p = fround(fround(C4 * w) + C3);
  p = fround(fround(p * w) + C2);
  p = fround(fround(p * w) + C1);
  return fround(1 + fround(w * p));
}

/**
 * sin 2πu to out[sinAt] and cos 2πu to out[cosAt]: the argument counts turns, so that its reduction is exact for every u. Written, not
 * returned: a number that leaves a function may be put on the heap.
 */
export function sinCosTurns(u: number, out: Float32Array, sinAt: number, cosAt: number): void {
  const f = fround(u - Math.trunc(u));
  const q = fround(fround(4 * f + ROUNDER) - ROUNDER);
  const r = fround(f - 0.25 * q);
  const near = sinNear0(r);
  const far = cosNear0(r);
  const sin = q & 1 ? far : near;
  const cos = q & 1 ? near : far;
  out[sinAt] = q & 2 ? -sin : sin;
  out[cosAt] = (q + 1) & 2 ? -cos : cos;
}
