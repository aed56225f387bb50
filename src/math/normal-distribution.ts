/**
 * The standard normal distribution: density φ(x) = e^(−x²/2)/√(2π), distribution function Φ(x) = ½ erfc(−x/√2), and their
 * logarithms. φ and Φ are correctly rounded over all float64 values; ln φ and ln Φ are within 1 ULP.
 */
import { addDouble, fastTwoSum, low, multiplyDouble, twoProduct, twoSum } from './double-double.ts';
import { ERF_ERROR, erfcxParts, overRootTwo } from './erf-kernel.ts';
import { exponent, expParts } from './exp-kernel.ts';
import { normalTailFixed, sqrtHalfFixed } from './fixed-erf.ts';
import { expFixed, logFixed } from './fixed-exp-log.ts';
import { type Fixed, piFixed, settle, sqrtPiFixed, toDoubleDouble, toFixed } from './fixed-point.ts';
import { decompose, powerOfTwo, scale } from './float-bits.ts';
import { log, log1p } from './log.ts';

const BITS = 192;
/** 1/√(2π) and ½ ln 2π as hi, lo. */
const [PEAK, PEAK_LOW]: [number, number] = toDoubleDouble(peakFixed(BITS), BITS);
const [HALF_LOG_TWO_PI, HALF_LOG_TWO_PI_LOW]: [number, number] = toDoubleDouble(
  logFixed(piFixed(BITS), 1 - BITS, BITS).value >> 1n,
  BITS,
);
/** 2√π, for the tail beyond the tables. */
const TWO_ROOT_PI: number = 2 * Math.sqrt(Math.PI);
/** 2⁻⁵⁴: closer to 0, Φ rounds to ½. */
const TINY: number = 1 / 18014398509481984;
/** Down to here Φ and φ are normal numbers. */
const NORMAL_LIMIT = -37.4;
/** Beyond, erfcx has no table. */
const TABLE_LIMIT = 40;

function peakFixed(bits: number): bigint {
  return (sqrtHalfFixed(bits) << BigInt(bits)) / sqrtPiFixed(bits);
}

/** Φ(−a) for 0 ≤ a ≤ 38.6 as (hi + lo) · 2^`exponent[0]`, hi in about [1/64, 2]. */
export function normalTailParts(a: number): number {
  const z = overRootTwo(a);
  const factor = erfcxParts(z, low[0]!);
  const factorLow = low[0]!;
  const square = twoProduct(a, a);
  const power = expParts(-0.5 * square, -0.5 * low[0]!);
  const hi = multiplyDouble(power, low[0]!, factor, factorLow);
  exponent[0] = exponent[0]! - 1;
  return hi;
}

/**
 * Φ(x), the standard normal distribution function, correctly rounded. Φ(−∞) = 0, Φ(∞) = 1.
 *
 * ```ts
 * import { normalCdf } from 'flowproof';
 * normalCdf(1.96); // 0.9750021048517795
 * ```
 */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) < TINY) return 0.5;
  if (x > 8.3) return 1;
  if (x < -38.6) return 0;
  const a = Math.abs(x);
  if (x > NORMAL_LIMIT) {
    let hi = normalTailParts(a);
    let lo = low[0]!;
    let e = exponent[0]!;
    if (x > 0) {
      const unit = powerOfTwo(e);
      hi = addDouble(1, 0, -hi * unit, -lo * unit);
      lo = low[0]!;
      e = 0;
    }
    const error = hi * ERF_ERROR;
    const below = hi + (lo - error);
    if (below === hi + (lo + error)) return scale(below, e);
  }
  const { integer, exponent: e } = decompose(a);
  return settle((bits) => normalCdfFixed(integer, e, x > 0, bits));
}

/** Φ(±integer · 2^exponent) in fixed point; the integer is not negative. */
export function normalCdfFixed(integer: bigint, e: number, positive: boolean, bits: number): Required<Fixed> {
  const tail = normalTailFixed(integer, e, bits);
  if (!positive) return tail;
  return { value: (1n << BigInt(bits)) - (tail.value >> BigInt(-tail.scale)), scale: 0 };
}

/** φ(x) = e^(−x²/2)/√(2π), the standard normal density, correctly rounded. */
export function normalPdf(x: number): number {
  if (Number.isNaN(x)) return x;
  const a = Math.abs(x);
  if (a > 38.7) return 0;
  if (-a > NORMAL_LIMIT) {
    const square = twoProduct(a, a);
    const power = expParts(-0.5 * square, -0.5 * low[0]!);
    const hi = multiplyDouble(power, low[0]!, PEAK, PEAK_LOW);
    const lo = low[0]!;
    const below = hi + (lo - hi * ERF_ERROR);
    if (below === hi + (lo + hi * ERF_ERROR)) return scale(below, exponent[0]!);
  }
  const { integer, exponent: e } = decompose(a);
  return settle((bits) => {
    const power = expFixed(-toFixed(integer * integer, 2 * e - 1, bits), bits);
    return { value: (power.value * peakFixed(bits)) >> BigInt(bits), scale: power.scale };
  });
}

/** ln φ(x) = −x²/2 − ½ ln 2π, within 1 ULP; −∞ where x² overflows. */
export function logNormalPdf(x: number): number {
  if (!(Math.abs(x) < 1e150)) return -0.5 * x * x;
  const square = twoProduct(x, x);
  return addDouble(-0.5 * square, -0.5 * low[0]!, -HALF_LOG_TWO_PI, -HALF_LOG_TWO_PI_LOW);
}

/** ln Φ(x), within 1 ULP, without underflow in the lower tail nor cancellation in the upper one. */
export function logNormalCdf(x: number): number {
  if (Number.isNaN(x)) return x;
  // Here Φ(−x) is so small that ln(1 − Φ(−x)) = −Φ(−x) to the last bit.
  if (x > 9) return -normalCdf(-x);
  if (x > 0) {
    const hi = normalTailParts(x);
    const lo = low[0]!;
    const unit = powerOfTwo(exponent[0]!);
    const tail = hi * unit;
    return log1p(-tail) - (lo * unit) / (1 - tail);
  }
  if (x < -1e150) return -0.5 * x * x;
  const { factor, factorLow } = halfErfcx(-x);
  const square = twoProduct(x, x);
  const squareLow = low[0]!;
  const sum = twoSum(-0.5 * square, log(factor));
  return fastTwoSum(sum, low[0]! - 0.5 * squareLow + factorLow / factor);
}

/** ½ erfcx(a/√2); beyond the tables by its asymptotic series, whose logarithm is small beside a²/2. */
function halfErfcx(a: number): { factor: number; factorLow: number } {
  const z = overRootTwo(a);
  if (a < TABLE_LIMIT) {
    const factor = 0.5 * erfcxParts(z, low[0]!);
    return { factor, factorLow: 0.5 * low[0]! };
  }
  const q = 1 / (a * a);
  return { factor: (1 - q * (1 - q * (3 - q * (15 - q * 105)))) / (z * TWO_ROOT_PI), factorLow: 0 };
}
