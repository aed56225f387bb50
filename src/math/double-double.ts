/**
 * Double-double arithmetic: a number is the unevaluated sum hi + lo of two float64 values with |lo| ≤ ½ ulp(hi), about 106
 * bits. Every function returns hi and leaves lo in `low[0]`, because a pair object per operation would cost more than the
 * arithmetic: read `low[0]` before the next call.
 *
 * Sources: Dekker, A floating-point technique for extending the available precision (1971); Knuth, TAOCP 2, 4.2.2;
 * Joldes, Muller & Popescu, Tight and rigorous error bounds for basic building blocks of double-word arithmetic (2017).
 */

/** The low part of the last result. */
export const low: Float64Array = new Float64Array(1);

/** Veltkamp's constant 2²⁷ + 1 splits 53 bits into 26 + 26 (and a sign). */
const SPLITTER = 134217729;
/** Above 2⁹⁹⁵ the split itself would overflow. */
const SPLIT_LIMIT = 3.3485e299;
const SHRINK: number = 1 / 268435456;
const GROW = 268435456;

/** a + b = hi + lo exactly, in any order of magnitude (Knuth). */
export function twoSum(a: number, b: number): number {
  const sum = a + b;
  const bPart = sum - a;
  low[0] = a - (sum - bPart) + (b - bPart);
  return sum;
}

/** a + b = hi + lo exactly, for a = 0 or |a| ≥ |b| (Dekker). */
export function fastTwoSum(a: number, b: number): number {
  const sum = a + b;
  low[0] = b - (sum - a);
  return sum;
}

/** a · b = hi + lo exactly, unless the product overflows or lo falls below the smallest number (Dekker). */
export function twoProduct(a: number, b: number): number {
  if (Math.abs(a) > SPLIT_LIMIT) {
    const hi = twoProduct(a * SHRINK, b);
    low[0] = low[0]! * GROW;
    return hi * GROW;
  }
  if (Math.abs(b) > SPLIT_LIMIT) return twoProduct(b, a);
  const product = a * b;
  const aBig = SPLITTER * a;
  const aHigh = aBig - (aBig - a);
  const aLow = a - aHigh;
  const bBig = SPLITTER * b;
  const bHigh = bBig - (bBig - b);
  const bLow = b - bHigh;
  low[0] = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  return product;
}

/** (ah + al) + (bh + bl), relative error below 2⁻¹⁰⁴ unless the high parts cancel. */
export function addDouble(ah: number, al: number, bh: number, bl: number): number {
  const sum = twoSum(ah, bh);
  return fastTwoSum(sum, low[0]! + (al + bl));
}

/** (ah + al) · (bh + bl), relative error below 2⁻¹⁰². */
export function multiplyDouble(ah: number, al: number, bh: number, bl: number): number {
  const product = twoProduct(ah, bh);
  return fastTwoSum(product, low[0]! + (ah * bl + al * bh));
}

/** (ah + al) / (bh + bl), relative error below 2⁻¹⁰⁰. */
export function divideDouble(ah: number, al: number, bh: number, bl: number): number {
  const quotient = ah / bh;
  const product = twoProduct(quotient, bh);
  const rest = ah - product - low[0]! + (al - quotient * bl);
  return fastTwoSum(quotient, rest / bh);
}
