/**
 * log and log1p, correctly rounded (to nearest even) over all float64 values.
 *
 * x = 2ᵉ m, m in [√½, √2]; c ≈ 1/m with 12 bits from a table, 1 around m = 1; f = m·c − 1 exactly, |f| < 0.006;
 * ln x = e ln 2 − ln c + f − f²/2 + f³/3 − … with f²/2 exact to double-double and the rest, below 2⁻²³, in float64. Relative
 * error below 2⁻⁶⁷; what that leaves open goes to the fixed-point slow phase. Source of the reduction: Tang,
 * Table-driven implementation of the logarithm function in IEEE floating-point arithmetic (1990).
 */
import { fastTwoSum, low, twoProduct, twoSum } from './double-double.ts';
import { logFixed } from './fixed-exp-log.ts';
import { ln2Fixed, settle, toDoubleDouble, toFixed } from './fixed-point.ts';
import { decompose, highWord, powerOfTwo, roundScaled } from './float-bits.ts';

/** 2⁻⁶⁷: bound of the relative error of {@link logDouble}. */
export const LOG_ERROR: number = 1 / 147573952589676412928;
/** 2⁻⁵⁴: closer to 0, log1p rounds to x. */
const TINY: number = 1 / 18014398509481984;
const MIN_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;
const BITS = 192;

/** ln 2 in two parts; e · LN2_HIGH is exact for |e| < 2¹¹. */
const LN2_HIGH: number = roundScaled(ln2Fixed(BITS) >> BigInt(BITS - 42), -42);
const LN2_LOW: number = roundScaled(
  ln2Fixed(BITS) - ((ln2Fixed(BITS) >> BigInt(BITS - 42)) << BigInt(BITS - 42)),
  -BITS,
);

/** For m near j/128: c, then −ln c as hi, lo, at 3(j − FIRST). */
const FIRST = 90;
const LAST = 182;
const TABLE: Float64Array = new Float64Array(3 * (LAST - FIRST + 1));
for (let j = FIRST; j <= LAST; j++) {
  const c = Math.floor(524288 / j + 0.5);
  const [hi, lo] = toDoubleDouble(-logFixed(BigInt(c), -12, BITS).value, BITS);
  TABLE.set([c / 4096, hi, lo], 3 * (j - FIRST));
}

/** Where numbers pass between these functions: one that is an argument or a result may be put on the heap. */
const cell = new Float64Array(2);

/** ln((m + mLow) · 2ᵉ) as hi + lo, for m + mLow in `cell`, m in [0.7, 1.42]; hi is left in `cell[0]`, lo in `low[0]`. */
function logParts(e: number): void {
  const m = cell[0]!;
  const mLow = cell[1]!;
  const row = 3 * (Math.floor(m * 128 + 0.5) - FIRST);
  const c = TABLE[row]!;
  const product = twoProduct(m, c);
  const f = fastTwoSum(product - 1, low[0]! + mLow * c);
  const fLow = low[0]!;
  const square = twoProduct(f, f);
  const squareLow = -0.5 * low[0]! - f * fLow;
  const cubic =
    square *
    f *
    (1 / 3 -
      f *
        (1 / 4 -
          f * (1 / 5 - f * (1 / 6 - f * (1 / 7 - f * (1 / 8 - f * (1 / 9 - f * (1 / 10 - f * (1 / 11)))))))));
  const s0 = twoSum(e * LN2_HIGH, TABLE[row + 1]!);
  let rest = low[0]!;
  const s1 = twoSum(s0, f);
  rest += low[0]!;
  const s2 = twoSum(s1, -0.5 * square);
  rest += low[0]!;
  const s3 = twoSum(s2, cubic);
  rest += low[0]!;
  cell[0] = fastTwoSum(s3, rest + (e * LN2_LOW + (TABLE[row + 2]! + (fLow + squareLow))));
}

/** ln x as hi + lo (in `low[0]`) for 0 < x < ∞, relative error below {@link LOG_ERROR}. */
export function logDouble(x: number): number {
  cell[0] = x;
  logCell();
  return cell[0]!;
}

/** The same for x in `cell[0]`, where hi is left. */
function logCell(): void {
  let scaled = cell[0]!;
  let e = 0;
  if (scaled < MIN_NORMAL) {
    scaled *= TWO_54;
    e = -54;
  }
  // Adding 2²⁰ minus the leading bits of √½ moves the cut between exponents from 1 to √2.
  const shift = (highWord(scaled) + 0x95f61) >> 20;
  cell[0] = scaled * inversePower(shift - 1023);
  cell[1] = 0;
  logParts(e + shift - 1023);
}

/**
 * Natural logarithm, correctly rounded. log(0) = −∞, log(∞) = ∞, NaN below 0.
 *
 * ```ts
 * import { log } from 'flowproof';
 * log(10); // 2.302585092994046
 * ```
 */
export function log(x: number): number {
  cell[0] = x;
  roundedLog();
  return cell[0]!;
}

/** values[at] ← ln values[at], with nothing left on the heap. */
export function logAt(at: number, values: Float64Array): void {
  cell[0] = values[at]!;
  roundedLog();
  values[at] = cell[0]!;
}

/** cell[0] ← ln cell[0]. */
function roundedLog(): void {
  const x = cell[0]!;
  if (!(x > 0 && x < Infinity)) {
    cell[0] = x === 0 ? -Infinity : x > 0 ? x : Number.NaN;
    return;
  }
  if (x === 1) {
    cell[0] = 0;
    return;
  }
  logCell();
  const hi = cell[0]!;
  const lo = low[0]!;
  const error = Math.abs(hi) * LOG_ERROR;
  const below = hi + (lo - error);
  if (below === hi + (lo + error)) cell[0] = below;
  else decide(x);
}

/** cell[0] ← ln x, where the fast way leaves it open. */
function decide(x: number): void {
  const { integer, exponent } = decompose(x);
  cell[0] = settle((bits) => logFixed(integer, exponent, bits));
}

/** 2⁻ᵉ for −1022 ≤ e ≤ 1024. */
function inversePower(e: number): number {
  return e === 1024 ? 5.562684646268003e-309 : powerOfTwo(-e);
}

/** ln(1 + x), correctly rounded, small x included. log1p(−1) = −∞, log1p(±0) = ±0, NaN below −1. */
export function log1p(x: number): number {
  if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x > 0 ? x : Number.NaN;
  if (Math.abs(x) < TINY) return x;
  const sum = twoSum(1, x);
  const sumLow = low[0]!;
  const e = ((highWord(sum) + 0x95f61) >> 20) - 1023;
  const power = inversePower(e);
  cell[0] = sum * power;
  cell[1] = sumLow * power;
  logParts(e);
  const hi = cell[0]!;
  const lo = low[0]!;
  const error = Math.abs(hi) * LOG_ERROR;
  const below = hi + (lo - error);
  if (below === hi + (lo + error)) return below;
  const { integer, exponent } = decompose(x);
  return settle((bits) => {
    // 1 + x exactly, over the smaller of the two exponents.
    const base = Math.min(exponent, 0);
    return logFixed(toFixed(1n, -base, 0) + toFixed(integer, exponent - base, 0), base, bits);
  });
}
