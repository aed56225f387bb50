/**
 * erfcx x = e^(x²) erfc x and erf in double-double, the fast phase of erf, erfc, Φ and Φ⁻¹.
 *
 * erfcx: with t = 1 + x, each octave of t is cut into 16 parts; around the centre c of a part the Taylor series in h = x − c
 * to degree 14, of relative size 2⁻⁵ per term, its first four coefficients in double-double. The coefficients follow from
 * y′ = 2xy − 2/√π: y₁ = 2c y₀ − 2/√π, (n+1) y₍ₙ₊₁₎ = 2 (c yₙ + yₙ₋₁). erf for x < ½: its Maclaurin series. Both have relative
 * errors below 2⁻⁶⁹.
 */
import { addDouble, fastTwoSum, low, multiplyDouble, twoProduct, twoSum } from './double-double.ts';
import { erfcxFixed } from './fixed-erf.ts';
import { sqrtPiFixed, toDoubleDouble, toFixed } from './fixed-point.ts';
import { decompose, fromWords, highWord } from './float-bits.ts';

/** Bound of the relative errors of this file: 2⁻⁶⁸. */
export const ERF_ERROR: number = 1 / 295147905179352825856;

const DEGREE = 14;
/** Degrees below have a low part, kept after the high parts. */
const DOUBLED = 4;
const ROW = DEGREE + 1 + DOUBLED;
const PARTS = 80;
/** The recurrence of the coefficients loses about 120 bits; 288 give the same rows as 448. */
const BITS = 288;
const ONE_PART = 0x3ff0;

const rows = new Float64Array(PARTS * ROW);
const ready = new Uint8Array(PARTS);

function centre(part: number): number {
  return fromWords(((part + ONE_PART) << 16) | 0x8000, 0) - 1;
}

/** Rows are made when first needed: all together would cost some milliseconds at import. */
function makeRow(part: number): void {
  const shift = BigInt(BITS);
  const { integer, exponent } = decompose(centre(part));
  const c = toFixed(integer, exponent, BITS);
  let previous = erfcxFixed(c, BITS);
  let current = 2n * (((c * previous) >> shift) - (1n << (2n * shift)) / sqrtPiFixed(BITS));
  writeCoefficient(part, 0, previous);
  for (let n = 1; n <= DEGREE; n++) {
    writeCoefficient(part, n, current);
    const next = (2n * (((c * current) >> shift) + previous)) / BigInt(n + 1);
    previous = current;
    current = next;
  }
  ready[part] = 1;
}

function writeCoefficient(part: number, n: number, value: bigint): void {
  const [hi, lo] = toDoubleDouble(value, BITS);
  rows[part * ROW + n] = hi;
  if (n < DOUBLED) rows[part * ROW + DEGREE + 1 + n] = lo;
}

/** erfcx(x + xLow) as hi + lo for 0 ≤ x ≤ 30. */
export function erfcxParts(x: number, xLow: number): number {
  const part = (highWord(1 + x) >>> 16) - ONE_PART;
  if (ready[part] === 0) makeRow(part);
  const h0 = twoSum(x, -centre(part));
  const h = fastTwoSum(h0, low[0]! + xLow);
  const hLow = low[0]!;
  const at = part * ROW;
  let tail = rows[at + DEGREE]!;
  for (let n = DEGREE - 1; n >= DOUBLED; n--) tail = rows[at + n]! + h * tail;
  let hi = tail;
  let lo = 0;
  for (let n = DOUBLED - 1; n >= 0; n--) {
    const product = multiplyDouble(hi, lo, h, hLow);
    hi = addDouble(rows[at + n]!, rows[at + DEGREE + 1 + n]!, product, low[0]!);
    lo = low[0]!;
  }
  return hi;
}

const SERIES = 16;
const SERIES_DOUBLED = 5;
/** 2/√π (−1)ⁿ / (n! (2n+1)): high parts, then low parts. */
const MACLAURIN: Float64Array = new Float64Array(SERIES + SERIES_DOUBLED);
let factorial = 1n;
for (let n = 0; n < SERIES; n++) {
  if (n > 0) factorial *= BigInt(-n);
  const value = (2n << BigInt(2 * BITS)) / (sqrtPiFixed(BITS) * factorial * BigInt(2 * n + 1));
  const [hi, lo] = toDoubleDouble(value, BITS);
  MACLAURIN[n] = hi;
  if (n < SERIES_DOUBLED) MACLAURIN[SERIES + n] = lo;
}

/** erf(x + xLow) as hi + lo for 1e−150 < |x| ≤ ½. */
export function erfParts(x: number, xLow: number): number {
  const square0 = twoProduct(x, x);
  const square = fastTwoSum(square0, low[0]! + 2 * x * xLow);
  const squareLow = low[0]!;
  let tail = MACLAURIN[SERIES - 1]!;
  for (let n = SERIES - 2; n >= SERIES_DOUBLED; n--) tail = MACLAURIN[n]! + square * tail;
  let hi = tail;
  let lo = 0;
  for (let n = SERIES_DOUBLED - 1; n >= 0; n--) {
    const product = multiplyDouble(hi, lo, square, squareLow);
    hi = addDouble(MACLAURIN[n]!, MACLAURIN[SERIES + n]!, product, low[0]!);
    lo = low[0]!;
  }
  return multiplyDouble(hi, lo, x, xLow);
}

/** √½ as hi, lo. */
const [ROOT_HALF, ROOT_HALF_LOW]: [number, number] = rootHalf();

function rootHalf(): [number, number] {
  const hi = Math.SQRT1_2;
  // One Newton step for the low part: (½ − hi²) / 2hi.
  const product = twoProduct(hi, hi);
  return [hi, (0.5 - product - low[0]!) / (2 * hi)];
}

/** x/√2 as hi + lo. */
export function overRootTwo(x: number): number {
  return multiplyDouble(x, 0, ROOT_HALF, ROOT_HALF_LOW);
}
