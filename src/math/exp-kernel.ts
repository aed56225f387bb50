/**
 * exp in double-double, the fast phase of exp, expm1, tanh and the normal distribution.
 *
 * x = k·ln2/64 + r with |r| ≤ ln2/128; eˣ = 2^⌊k/64⌋ · 2^((k mod 64)/64) · (1 + p), p = expm1(r). r²/2 is exact to double-double;
 * r³/6 and beyond, below 2⁻²⁵, need only float64. Relative error of the whole: below 2⁻⁷³.
 */
import { fastTwoSum, low, twoProduct, twoSum } from './double-double.ts';
import { expFixed } from './fixed-exp-log.ts';
import { ln2Fixed, toDoubleDouble } from './fixed-point.ts';
import { roundScaled } from './float-bits.ts';

/** Bound of the relative error of {@link expParts}: 2⁻⁷². */
export const EXP_ERROR: number = 1 / 4722366482869645213696;

const STEPS = 64;
const BITS = 192;

/** ln2/64 in three parts: k · STEP_1 and k · STEP_2 are exact for |k| < 2¹⁷. */
const [STEP_1, STEP_2, STEP_3] = stepParts();
const PER_STEP: number = STEPS / roundScaled(ln2Fixed(BITS), -BITS);

function stepParts(): [number, number, number] {
  const step = ln2Fixed(BITS) / BigInt(STEPS);
  const cut = (value: bigint, lastBit: number): bigint => {
    const drop = BigInt(BITS - lastBit);
    return (value >> drop) << drop;
  };
  const first = cut(step, 42);
  const second = cut(step - first, 78);
  return [roundScaled(first, -BITS), roundScaled(second, -BITS), roundScaled(step - first - second, -BITS)];
}

/** 2^(j/64) as hi, lo at 2j, 2j + 1. */
export const POWERS: Float64Array = new Float64Array(2 * STEPS);
for (let j = 0; j < STEPS; j++) {
  const { value, scale } = expFixed((BigInt(j) * ln2Fixed(BITS)) / BigInt(STEPS), BITS);
  POWERS.set(toDoubleDouble(value, BITS - scale), 2 * j);
}

/** The binary exponent of the last {@link expParts}. */
export const exponent: Int32Array = new Int32Array(1);
/** expm1(r) of the last reduction as hi, lo. */
const reduced = new Float64Array(2);

/** Writes expm1(r) of x = xh + xl to `reduced`, and returns k. */
function reduce(xh: number, xl: number): number {
  const k = Math.floor(xh * PER_STEP + 0.5);
  const r0 = twoSum(xh - k * STEP_1, -k * STEP_2);
  // xl may be as large as 2⁻⁴⁵, so that r and its low part must be made to fit again.
  const r = twoSum(r0, low[0]! + (xl - k * STEP_3));
  const rLow = low[0]!;
  const square = twoProduct(r, r);
  const squareLow = low[0]!;
  const cubic =
    square *
    r *
    (1 / 6 +
      r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * (1 / 40320 + r * (1 / 362880)))))));
  const two = fastTwoSum(r, 0.5 * square);
  const twoLow = low[0]!;
  const three = fastTwoSum(two, cubic);
  const rest = low[0]! + (twoLow + (0.5 * squareLow + r * rLow + rLow));
  reduced[0] = fastTwoSum(three, rest);
  reduced[1] = low[0]!;
  return k;
}

/** expm1(x) for |x| ≤ ln2/128, relative error below 2⁻⁶⁸. */
export function expm1Small(x: number): number {
  reduce(x, 0);
  low[0] = reduced[1]!;
  return reduced[0]!;
}

/**
 * exp(xh + xl) = (hi + lo) · 2^exponent with hi in about [1, 2]; lo in `low[0]`, the exponent in `exponent[0]`.
 * Domain: |xh| ≤ 760, |xl| ≤ ulp(xh).
 */
export function expParts(xh: number, xl: number): number {
  const k = reduce(xh, xl);
  const p = reduced[0]!;
  const pLow = reduced[1]!;
  const whole = Math.floor(k / STEPS);
  exponent[0] = whole;
  const j = 2 * (k - whole * STEPS);
  const t = POWERS[j]!;
  const tLow = POWERS[j + 1]!;
  const product = twoProduct(t, p);
  const productLow = low[0]!;
  const sum = fastTwoSum(t, product);
  return fastTwoSum(sum, low[0]! + (productLow + (t * pLow + (tLow * p + tLow))));
}
